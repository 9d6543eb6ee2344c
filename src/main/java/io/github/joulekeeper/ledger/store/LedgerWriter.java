package io.github.joulekeeper.ledger.store;

import io.github.joulekeeper.ledger.LedgerEntry;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's thread. It takes all appends that wait, writes them in one transaction, and runs their callbacks in order
 * once the transaction survives a crash. While writing fails it tries again and again with the same entries in the same
 * order; nothing overtakes them.
 */
final class LedgerWriter implements Runnable {
    private static final System.Logger LOG = System.getLogger(LedgerWriter.class.getName());

    private record Append(List<LedgerEntry> entries, Runnable whenDurable, Instant since) {}

    private final LedgerDatabase database;
    private final LedgerPolicy policy;
    private final InstantSource clock;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Append> queue = new ArrayDeque<>();
    private int waiting;
    private boolean closing;
    private boolean abandoned;
    private long dropped;
    private long droppedUntold;
    private long droppedTold;
    private @Nullable String lastError;
    private @Nullable Instant failingSince;
    private @Nullable Instant lastDurable;

    /** Of the ledger's thread alone. */
    private final LedgerTransaction transaction;

    LedgerWriter(LedgerDatabase database, LedgerPolicy policy, InstantSource clock) {
        this.database = database;
        this.transaction = new LedgerTransaction(database);
        this.policy = policy;
        this.clock = clock;
    }

    void append(List<LedgerEntry> entries, Runnable whenDurable) {
        List<LedgerEntry> copy = List.copyOf(entries);
        lock.lock();
        try {
            if (closing || waiting + copy.size() > policy.capacity()) {
                if (droppedUntold == 0) {
                    LOG.log(Level.ERROR, "The ledger takes no more entries: {0} wait already", waiting);
                }
                dropped += copy.size();
                droppedUntold += copy.size();
                return;
            }
            queue.addLast(new Append(copy, whenDurable, clock.instant()));
            waiting += copy.size();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    LedgerHealth health() {
        lock.lock();
        try {
            Append oldest = queue.peekFirst();
            Duration lag = oldest == null ? Duration.ZERO : Duration.between(oldest.since(), clock.instant());
            return new LedgerHealth(
                    waiting,
                    lag.isNegative() ? Duration.ZERO : lag,
                    Optional.ofNullable(lastError),
                    Optional.ofNullable(failingSince),
                    dropped,
                    Optional.ofNullable(lastDurable));
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more appends; the thread ends once all that waits is written. */
    void close() {
        lock.lock();
        try {
            closing = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the thread although something waits that cannot be written. */
    void abandon() {
        lock.lock();
        try {
            abandoned = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void run() {
        try {
            List<Append> next = peek();
            while (!next.isEmpty()) {
                List<Append> durable = store(next);
                remove(next);
                durable.forEach(this::tell);
                next = peek();
            }
        } catch (Error e) {
            ended(e);
            throw e;
        } finally {
            transaction.disconnect();
        }
    }

    private void ended(Error e) {
        lock.lock();
        try {
            failingSince = clock.instant();
            lastError = "The ledger's thread ended: %s. Restart the service".formatted(e);
        } finally {
            lock.unlock();
        }
    }

    private void tell(Append append) {
        try {
            append.whenDurable().run();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "What follows a durable ledger entry failed", e);
        }
    }

    /** What is to be written next; empty when the thread is to end. It stays queued until it is written. */
    private List<Append> peek() {
        lock.lock();
        try {
            while (queue.isEmpty() && !closing && !abandoned) {
                changed.awaitUninterruptibly();
            }
            List<Append> next = new ArrayList<>();
            int size = 0;
            for (Append append : abandoned ? List.<Append>of() : queue) {
                size += append.entries().size();
                if (size > policy.largestBatch() && !next.isEmpty()) {
                    break;
                }
                next.add(append);
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    private void remove(List<Append> stored) {
        lock.lock();
        try {
            for (Append append : stored) {
                queue.removeFirst();
                waiting -= append.entries().size();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Returns those that are durable now; the others were given up. */
    private List<Append> store(List<Append> appends) {
        Duration wait = policy.firstRetry();
        boolean alone = false;
        while (true) {
            try {
                write(appends);
                succeeded();
                return appends;
            } catch (SQLException | RuntimeException e) {
                transaction.disconnect();
                boolean unstorable = e instanceof RuntimeException || (alone && constraint(e));
                if (unstorable) {
                    return apart(appends, e);
                }
                alone = constraint(e);
                failed(e);
                if (!pause(alone ? Duration.ZERO : wait)) {
                    return List.of();
                }
                Duration doubled = wait.multipliedBy(2);
                wait = doubled.compareTo(policy.longestRetry()) > 0 ? policy.longestRetry() : doubled;
            }
        }
    }

    /** The database will never take one of them: finds it, and stores the others. */
    private List<Append> apart(List<Append> appends, Exception why) {
        if (appends.size() > 1) {
            List<Append> durable = new ArrayList<>();
            appends.forEach(append -> durable.addAll(store(List.of(append))));
            return durable;
        }
        LOG.log(
                Level.ERROR,
                () -> "The ledger cannot hold " + appends.getFirst().entries(),
                why);
        lock.lock();
        try {
            dropped += appends.getFirst().entries().size();
            droppedUntold += appends.getFirst().entries().size();
        } finally {
            lock.unlock();
        }
        return List.of();
    }

    private void write(List<Append> appends) throws SQLException {
        if (transaction.tookEffectBefore()) {
            return;
        }
        List<LedgerEntry> entries = new ArrayList<>();
        appends.forEach(append -> entries.addAll(append.entries()));
        if (!entries.isEmpty()) {
            noteDropped(entries);
            transaction.commit(entries);
        }
    }

    private void noteDropped(List<LedgerEntry> entries) {
        lock.lock();
        try {
            droppedTold = droppedUntold;
            if (droppedTold > 0) {
                entries.add(new LedgerEntry.Noted(
                        "ledger",
                        "",
                        "%d entries before this were lost: they could not be stored".formatted(droppedTold),
                        clock.instant()));
            }
        } finally {
            lock.unlock();
        }
    }

    private static boolean constraint(Exception e) {
        return e instanceof SQLException sql
                && (sql.getErrorCode() == 19
                        || (sql.getSQLState() != null && sql.getSQLState().startsWith("23")));
    }

    private void succeeded() {
        lock.lock();
        try {
            if (failingSince != null) {
                LOG.log(Level.INFO, "The ledger is written again");
            }
            failingSince = null;
            lastError = null;
            droppedUntold -= droppedTold;
            droppedTold = 0;
            lastDurable = clock.instant();
        } finally {
            lock.unlock();
        }
    }

    private void failed(Exception e) {
        String message = "The ledger '%s' cannot be written: %s. %s"
                .formatted(
                        database.location(),
                        LedgerDatabase.firstLine(e),
                        LedgerDatabase.remedy(database.location(), e));
        lock.lock();
        try {
            if (failingSince == null) {
                failingSince = clock.instant();
                LOG.log(Level.ERROR, message);
            }
            lastError = message;
        } finally {
            lock.unlock();
        }
    }

    /** Waits; false when the thread is to end. */
    private boolean pause(Duration wait) {
        lock.lock();
        try {
            long left = wait.toNanos();
            while (left > 0 && !abandoned) {
                left = changed.awaitNanos(left);
            }
            return !abandoned;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    static boolean join(Thread thread, Duration within) {
        try {
            thread.join(TimeUnit.NANOSECONDS.toMillis(within.toNanos()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }
}
