package io.github.joulekeeper.ledger.store;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How much of the past is kept.
 *
 * @param keep entries older than this are dropped; empty to keep them whatever their age
 * @param maxBytes the oldest entries are dropped while all together take more, by estimate; empty for no bound
 * @param step entries that one step drops at most, unless a single block holds more
 * @param every how long to wait after all was dropped that is too old or too much
 * @param between how long to wait between two steps, so that writing is not delayed
 */
public record RetentionPolicy(
        Optional<Duration> keep, OptionalLong maxBytes, int step, Duration every, Duration between) {
    public static final RetentionPolicy NONE = of(Optional.empty(), OptionalLong.empty());

    public RetentionPolicy {
        if (keep.isPresent() && keep.get().compareTo(Duration.ZERO) <= 0) {
            throw new IllegalArgumentException("The time to keep entries (%s) must be positive".formatted(keep.get()));
        }
        if (step < 1) {
            throw new IllegalArgumentException("A step (%d) must be 1 entry or more".formatted(step));
        }
    }

    /** With steps of 500 entries, twenty a second at most, and a look every ten minutes. */
    public static RetentionPolicy of(Optional<Duration> keep, OptionalLong maxBytes) {
        return new RetentionPolicy(keep, maxBytes, 500, Duration.ofMinutes(10), Duration.ofMillis(50));
    }
}
