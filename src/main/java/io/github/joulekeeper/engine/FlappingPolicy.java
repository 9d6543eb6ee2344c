package io.github.joulekeeper.engine;

import java.time.Duration;
import java.util.Optional;

/**
 * When a rule flaps, and what becomes of it: a rule that would start more than {@code starts} times within {@code within}
 * is suspended instead.
 *
 * @param starts how many starts are borne, at least 1
 * @param within in which time, positive
 * @param suspension how long it is suspended; empty until somebody resumes it
 */
public record FlappingPolicy(int starts, Duration within, Optional<Duration> suspension) {
    /** More than 6 starts in 10 minutes; for an hour, so that a rule nobody looks at comes back by itself. */
    public static final FlappingPolicy DEFAULT =
            new FlappingPolicy(6, Duration.ofMinutes(10), Optional.of(Duration.ofHours(1)));

    public FlappingPolicy {
        if (starts < 1) {
            throw new IllegalArgumentException(
                    "The number of starts that a rule may have (%d) must be 1 or more".formatted(starts));
        }
        requirePositive("The time in which starts are counted", within);
        suspension.ifPresent(duration -> requirePositive("The suspension of a flapping rule", duration));
    }

    private static void requirePositive(String what, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("%s (%s) must be longer than zero".formatted(what, duration));
        }
    }
}
