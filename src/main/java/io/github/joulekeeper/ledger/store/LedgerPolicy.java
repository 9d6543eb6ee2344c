package io.github.joulekeeper.ledger.store;

import java.time.Duration;

/**
 * How the ledger's thread writes.
 *
 * @param largestBatch entries that one transaction holds at most, unless a single append brings more
 * @param capacity entries that may wait while the database cannot be written; further appends are dropped, counted, and
 *     never reported durable, so that nothing of theirs leaves
 * @param firstRetry wait after a failed write; doubles with each further one
 * @param longestRetry longest wait after a failed write, and between two looks whether the database is still there
 * @param flushWithin how long {@code close()} waits for what is still to be written
 * @param whenUnavailable what becomes of commands while the database cannot be written
 * @param retention how much of the past is kept
 */
public record LedgerPolicy(
        int largestBatch,
        int capacity,
        Duration firstRetry,
        Duration longestRetry,
        Duration flushWithin,
        WhenUnavailable whenUnavailable,
        RetentionPolicy retention) {
    public static final LedgerPolicy DEFAULT = new LedgerPolicy(
            2_000,
            20_000,
            Duration.ofMillis(100),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            WhenUnavailable.STOP,
            RetentionPolicy.NONE);

    /** What becomes of commands while the database cannot be written. */
    public enum WhenUnavailable {
        /** None is decided, and none leaves. */
        STOP,
        /** They leave, and are recorded in order when the database is back, unless this process ends before. */
        GO_ON
    }

    public LedgerPolicy {
        if (largestBatch < 1 || capacity < 1) {
            throw new IllegalArgumentException(
                    "The largest batch (%d) and the capacity (%d) must be 1 or more".formatted(largestBatch, capacity));
        }
    }

    /** How long to wait after the next failure, when it was so long after the last. */
    Duration longerRetry(Duration last) {
        Duration doubled = last.multipliedBy(2);
        return doubled.compareTo(longestRetry) > 0 ? longestRetry : doubled;
    }

    public LedgerPolicy withCapacity(int entries) {
        return new LedgerPolicy(
                largestBatch, entries, firstRetry, longestRetry, flushWithin, whenUnavailable, retention);
    }

    public LedgerPolicy withRetries(Duration first, Duration longest) {
        return new LedgerPolicy(largestBatch, capacity, first, longest, flushWithin, whenUnavailable, retention);
    }

    public LedgerPolicy withFlushWithin(Duration duration) {
        return new LedgerPolicy(largestBatch, capacity, firstRetry, longestRetry, duration, whenUnavailable, retention);
    }

    public LedgerPolicy withWhenUnavailable(WhenUnavailable choice) {
        return new LedgerPolicy(largestBatch, capacity, firstRetry, longestRetry, flushWithin, choice, retention);
    }

    public LedgerPolicy withRetention(RetentionPolicy policy) {
        return new LedgerPolicy(largestBatch, capacity, firstRetry, longestRetry, flushWithin, whenUnavailable, policy);
    }
}
