package io.github.joulekeeper.ledger.store;

import io.github.joulekeeper.ledger.LedgerEntry;
import io.github.joulekeeper.ledger.LedgerHealth;
import io.github.joulekeeper.ledger.LedgerHealth.Commands;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written, and how writing goes. Filled from any thread, emptied by the ledger's. Here it is decided whether
 * what follows an append may run before the append is durable.
 */
final class AppendQueue {
    private static final System.Logger LOG = System.getLogger(AppendQueue.class.getName());

    /** A database that takes longer than this is as good as gone, although it reports no failure. */
    static final Duration SLOW = Duration.ofSeconds(10);

    /** Short failures, such as of one connection, do not make anything leave unrecorded. */
    private static final Duration GO_ON_AFTER = Duration.ofSeconds(2);

    /** How long entries that are in no hurry wait for others to be written with. */
    private static final Duration COMPANY = Duration.ofMillis(20);

    /** Entries that are written together, and what follows them. */
    static final class Append {
        private final List<LedgerEntry> entries;
        private final Runnable whenDurable;
        private final boolean hurried;
        private final Instant since;
        /** Guarded by the queue's lock. */
        private boolean told;

        Append(List<LedgerEntry> entries, Runnable whenDurable, boolean hurried, Instant since) {
            this.entries = entries;
            this.whenDurable = whenDurable;
            this.hurried = hurried;
            this.since = since;
        }

        List<LedgerEntry> entries() {
            return entries;
        }
    }

    private final LedgerPolicy policy;
    private final InstantSource clock;
    private final Executor teller;
    private final boolean aloneByItself;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Append> queue = new ArrayDeque<>();
    private int waiting;
    /** How many of the appends in the queue are to be written at once. */
    private int hurried;

    private boolean closing;
    private boolean abandoned;
    private long dropped;
    private long droppedUntold;
    private @Nullable String lastError;
    private @Nullable Instant failingSince;
    /** Whether it is sure that no other process commands, although nothing can be written. */
    private boolean alone;

    private @Nullable Instant lastDurable;

    /**
     * @param teller runs what follows appends, in order
     * @param aloneByItself whether no other process can command even while the database does not answer
     */
    AppendQueue(LedgerPolicy policy, InstantSource clock, Executor teller, boolean aloneByItself) {
        this.policy = policy;
        this.clock = clock;
        this.teller = teller;
        this.aloneByItself = aloneByItself;
        this.alone = aloneByItself;
    }

    void append(List<LedgerEntry> entries, Runnable whenDurable, boolean hurried) {
        List<LedgerEntry> copy = List.copyOf(entries);
        lock.lock();
        try {
            if (closing || waiting + copy.size() > policy.capacity()) {
                if (droppedUntold == 0) {
                    LOG.log(Level.ERROR, "The ledger takes no more entries: {0} wait already", waiting);
                }
                lost(copy.size());
                return;
            }
            queue.addLast(new Append(copy, whenDurable, hurried, clock.instant()));
            waiting += copy.size();
            this.hurried += hurried ? 1 : 0;
            goOnIfDue();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What is to be written next, which stays queued until it is written. Empty when nothing came for a while. */
    List<Append> next(Duration atMost) {
        lock.lock();
        try {
            long left = atMost.toNanos();
            while (queue.isEmpty() && !closing && !abandoned && left > 0) {
                left = changed.awaitNanos(left);
            }
            left = COMPANY.toNanos();
            while (hurried == 0
                    && waiting > 0
                    && waiting < policy.largestBatch()
                    && left > 0
                    && !closing
                    && !abandoned) {
                left = changed.awaitNanos(left);
            }
            List<Append> next = new ArrayList<>();
            int size = 0;
            for (Append append : queue) {
                size += append.entries().size();
                if (size > policy.largestBatch() && !next.isEmpty()) {
                    break;
                }
                next.add(append);
            }
            return next;
        } catch (InterruptedException e) {
            abandoned = true;
            Thread.currentThread().interrupt();
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the ledger's thread is to end: all is written, or given up. */
    boolean ended() {
        lock.lock();
        try {
            return abandoned || (closing && queue.isEmpty());
        } finally {
            lock.unlock();
        }
    }

    /** The first ones are durable, or never will be: they wait no longer, and what follows the durable ones runs. */
    void done(List<Append> first, List<Append> durable) {
        List<Append> toTell = new ArrayList<>();
        lock.lock();
        try {
            for (Append append : first) {
                queue.removeFirst();
                waiting -= append.entries().size();
                hurried -= append.hurried ? 1 : 0;
            }
            for (Append append : durable) {
                if (!append.told) {
                    append.told = true;
                    toTell.add(append);
                }
            }
        } finally {
            lock.unlock();
        }
        toTell.forEach(this::tell);
    }

    private void tell(Append append) {
        teller.execute(() -> {
            try {
                append.whenDurable.run();
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "What follows a ledger entry failed", e);
            }
        });
    }

    /** Called with the lock held. */
    private void goOnIfDue() {
        if (!mayGoOn() || lag().compareTo(GO_ON_AFTER) < 0) {
            return;
        }
        List<Append> untold = new ArrayList<>();
        Iterator<Append> newestFirst = queue.descendingIterator();
        while (newestFirst.hasNext()) {
            Append append = newestFirst.next();
            if (append.told) {
                break;
            }
            append.told = true;
            untold.addFirst(append);
        }
        untold.forEach(this::tell);
    }

    private boolean mayGoOn() {
        return policy.whenUnavailable() == LedgerPolicy.WhenUnavailable.GO_ON
                && alone
                && !closing
                && waiting < policy.capacity();
    }

    private Duration lag() {
        Append oldest = queue.peekFirst();
        Duration lag = oldest == null ? Duration.ZERO : Duration.between(oldest.since, clock.instant());
        return lag.isNegative() ? Duration.ZERO : lag;
    }

    LedgerHealth health() {
        lock.lock();
        try {
            goOnIfDue();
            Duration lag = lag();
            Optional<String> problem = Optional.ofNullable(lastError);
            if (problem.isEmpty() && lag.compareTo(SLOW) > 0) {
                problem = Optional.of(
                        "The ledger's database has not answered for %d s. See whether its disk or server is overloaded"
                                .formatted(lag.toSeconds()));
            }
            Commands commands =
                    problem.isEmpty() ? Commands.RECORDED : mayGoOn() ? Commands.UNRECORDED : Commands.STOPPED;
            return new LedgerHealth(
                    waiting,
                    policy.capacity(),
                    lag,
                    problem,
                    Optional.ofNullable(failingSince),
                    dropped,
                    Optional.ofNullable(lastDurable),
                    commands);
        } finally {
            lock.unlock();
        }
    }

    /** Entries that were lost and of which the ledger does not tell yet. */
    long droppedUntold() {
        lock.lock();
        try {
            return droppedUntold;
        } finally {
            lock.unlock();
        }
    }

    /** The database will never take it. */
    void refused(Append append) {
        lock.lock();
        try {
            lost(append.entries().size());
        } finally {
            lock.unlock();
        }
    }

    private void lost(int entries) {
        dropped += entries;
        droppedUntold += entries;
    }

    /** @param toldOfDropped lost entries of which the ledger tells now */
    void succeeded(long toldOfDropped) {
        lock.lock();
        try {
            if (failingSince != null) {
                LOG.log(Level.INFO, "The ledger is written again");
            }
            failingSince = null;
            lastError = null;
            alone = aloneByItself;
            droppedUntold -= toldOfDropped;
            lastDurable = clock.instant();
        } finally {
            lock.unlock();
        }
    }

    /** @param surelyAlone false if the ledger may belong to another process by now, so that this one must not command */
    void failed(String message, boolean surelyAlone) {
        lock.lock();
        try {
            if (failingSince == null || !message.equals(lastError)) {
                LOG.log(Level.ERROR, message);
            }
            if (failingSince == null) {
                failingSince = clock.instant();
            }
            lastError = message;
            alone = surelyAlone;
            goOnIfDue();
        } finally {
            lock.unlock();
        }
    }

    /** Since when writes fail, if they do. */
    Optional<Instant> failingSince() {
        lock.lock();
        try {
            return Optional.ofNullable(failingSince);
        } finally {
            lock.unlock();
        }
    }

    /** Waits; false when the thread is to end. */
    boolean pause(Duration wait) {
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
}
