package io.github.joulekeeper.ledger.store;

import io.github.joulekeeper.ledger.LedgerHealth;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Brings the database to what the journal has, some batches at a time, on a thread of its own. While that fails it tries again
 * and again; nothing is lost meanwhile, since the journal keeps what the database does not have. Whoever reads the database
 * waits until it has what was durable when he came.
 */
final class Follower implements Runnable {
    private static final System.Logger LOG = System.getLogger(Follower.class.getName());

    /** How long batches wait for others to go with, when nobody reads: each transaction has its price. */
    private static final Duration COMPANY = Duration.ofMillis(200);

    /** So much goes at once, in bytes of lines. */
    private static final long FULL = 2L * 1024 * 1024;

    /** More than this does not wait in memory, in bytes of lines: the journal then waits for the database. */
    private static final long MOST = 8 * FULL;

    /** What keeps the database from following. */
    record Trouble(String message, Instant since, @Nullable NotOwnerException forGood) {
        /** How well the ledger is, of which all is well but this. What is durable in the journal is recorded. */
        LedgerHealth in(LedgerHealth health) {
            return new LedgerHealth(
                    health.waiting(),
                    health.capacity(),
                    health.lag(),
                    Optional.of(message),
                    Optional.of(since),
                    health.dropped(),
                    health.lastDurable(),
                    forGood == null ? health.commands() : LedgerHealth.Commands.STOPPED);
        }
    }

    private final LedgerDatabase database;
    private final LedgerTransaction transaction;
    private final Journal journal;
    private final Housekeeping housekeeping;
    private final LedgerPolicy policy;
    private final InstantSource clock;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Batch> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private long offered;
    private long stored;
    private int readers;
    private long failures;
    private boolean closing;
    private boolean abandoned;
    private @Nullable Trouble trouble;

    /** Everything handed in but the journal belongs to its thread. */
    Follower(
            LedgerDatabase database,
            LedgerTransaction transaction,
            Journal journal,
            Housekeeping housekeeping,
            LedgerPolicy policy,
            InstantSource clock) {
        this.database = database;
        this.transaction = transaction;
        this.journal = journal;
        this.housekeeping = housekeeping;
        this.policy = policy;
        this.clock = clock;
    }

    /** Takes what is durable in the journal. */
    void offer(Batch batch) {
        lock.lock();
        try {
            waiting.addLast(batch);
            waitingBytes += batch.lines().length;
            offered = batch.after().turn();
            if (waiting.size() == 1 || waitingBytes >= FULL) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits while more is offered than fits into memory; false if that takes too long. */
    boolean awaitRoom(Duration atMost) {
        return await(() -> waitingBytes < MOST || closing, atMost);
    }

    /** Waits until the database has all that was offered by now; gives up after a while, or if it cannot be written. */
    void catchUp(Duration atMost) {
        lock.lock();
        try {
            long wanted = offered;
            if (stored >= wanted) {
                return;
            }
            readers++;
            changed.signalAll();
            // The first failure may be of an attempt that began before.
            long enough = failures + 2;
            await(() -> stored >= wanted || failures >= enough || abandoned || isForGood(trouble), atMost);
            readers--;
        } finally {
            lock.unlock();
        }
    }

    private static boolean isForGood(@Nullable Trouble trouble) {
        return trouble != null && trouble.forGood() != null;
    }

    private interface State {
        boolean reached();
    }

    private boolean await(State state, Duration atMost) {
        lock.lock();
        try {
            long left = atMost.toNanos();
            while (!state.reached() && left > 0) {
                left = changed.awaitNanos(left);
            }
            return state.reached();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    Optional<Trouble> trouble() {
        lock.lock();
        try {
            return Optional.ofNullable(trouble);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void run() {
        try {
            while (!ended()) {
                List<Batch> next = next();
                if (!next.isEmpty()) {
                    store(next);
                } else {
                    attempt(transaction::check);
                }
                if (trouble().isEmpty()) {
                    housekeeping.step(next.isEmpty() ? Duration.ZERO : Housekeeping.OVERDUE);
                }
            }
        } catch (Error e) {
            failed(e);
            throw e;
        } finally {
            transaction.disconnect();
        }
    }

    private boolean ended() {
        lock.lock();
        try {
            return abandoned || (closing && waiting.isEmpty());
        } finally {
            lock.unlock();
        }
    }

    private List<Batch> next() {
        Duration idle = trouble().isPresent() || housekeeping.untilDue().compareTo(policy.longestRetry()) > 0
                ? policy.longestRetry()
                : housekeeping.untilDue();
        await(() -> !waiting.isEmpty() || closing || abandoned, idle);
        lock.lock();
        try {
            if (!waiting.isEmpty()) {
                await(() -> waitingBytes >= FULL || readers > 0 || closing || abandoned, COMPANY);
            }
            List<Batch> next = new ArrayList<>();
            long bytes = 0;
            for (Batch batch : waiting) {
                bytes += batch.lines().length;
                next.add(batch);
                if (bytes >= FULL) {
                    break;
                }
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    private void store(List<Batch> next) {
        Duration wait = policy.firstRetry();
        while (!attempt(() -> {
            if (!transaction.tookEffectBefore()) {
                transaction.commit(next);
            }
        })) {
            await(() -> abandoned || readers > 0, wait);
            if (isAbandoned()) {
                return;
            }
            wait = policy.longerRetry(wait);
        }
        long turn = next.getLast().after().turn();
        journal.followed(turn);
        lock.lock();
        try {
            for (Batch batch : next) {
                waiting.removeFirst();
                waitingBytes -= batch.lines().length;
            }
            stored = turn;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean isAbandoned() {
        lock.lock();
        try {
            return abandoned;
        } finally {
            lock.unlock();
        }
    }

    private interface Work {
        void run() throws SQLException;
    }

    private boolean attempt(Work work) {
        if (isForGood(trouble().orElse(null))) {
            return false;
        }
        try {
            work.run();
            succeeded();
            return true;
        } catch (SQLException | RuntimeException | AssertionError e) {
            transaction.disconnect();
            failed(e);
            return false;
        }
    }

    private void succeeded() {
        lock.lock();
        try {
            if (trouble != null) {
                LOG.log(Level.INFO, "The ledger's database is written again");
                trouble = null;
            }
        } finally {
            lock.unlock();
        }
    }

    private void failed(Throwable e) {
        String message = database.message("written", e);
        lock.lock();
        try {
            Trouble before = trouble;
            if (before == null || !before.message().equals(message)) {
                LOG.log(Level.ERROR, message);
            }
            failures++;
            trouble = new Trouble(
                    message,
                    before == null ? clock.instant() : before.since(),
                    e instanceof NotOwnerException other ? other : null);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing more; the thread ends once the database has everything. */
    void close() {
        lock.lock();
        try {
            closing = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the thread although the database does not have everything; the journal has it for the next start. */
    void abandon() {
        lock.lock();
        try {
            abandoned = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
