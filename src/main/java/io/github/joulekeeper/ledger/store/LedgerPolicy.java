package io.github.joulekeeper.ledger.store;

import java.time.Duration;

/**
 * How the ledger's thread writes.
 *
 * @param largestBatch entries that one transaction holds at most, unless a single append brings more
 * @param capacity entries that may wait while the database cannot be written; further appends are dropped, counted, and
 *     never reported durable, so that nothing of theirs leaves
 * @param firstRetry wait after a failed write; doubles with each further one
 * @param longestRetry longest wait after a failed write
 * @param flushWithin how long {@code close()} waits for what is still to be written
 */
public record LedgerPolicy(
        int largestBatch, int capacity, Duration firstRetry, Duration longestRetry, Duration flushWithin) {
    public static final LedgerPolicy DEFAULT =
            new LedgerPolicy(2_000, 100_000, Duration.ofMillis(100), Duration.ofSeconds(5), Duration.ofSeconds(10));

    public LedgerPolicy {
        if (largestBatch < 1 || capacity < 1) {
            throw new IllegalArgumentException(
                    "The largest batch (%d) and the capacity (%d) must be 1 or more".formatted(largestBatch, capacity));
        }
    }
}
