package io.github.joulekeeper.app.standby;

import java.time.Duration;

/**
 * How a lease is held.
 *
 * @param duration how long after its last renewal another may take it
 * @param deadline how long after its last renewal the owner itself stops; shorter than the duration, so that it has stopped
 *     before another begins
 * @param retry how often it is renewed, and tried to be taken
 */
public record LeaseTimes(Duration duration, Duration deadline, Duration retry) {
    /** A standby takes over within about 12 s of a crash. */
    public static final LeaseTimes DEFAULT =
            new LeaseTimes(Duration.ofSeconds(10), Duration.ofSeconds(6), Duration.ofSeconds(2));

    /** @throws IllegalArgumentException unless retry is positive and retry &lt; deadline &lt; duration */
    public LeaseTimes {
        if (!retry.isPositive() || retry.compareTo(deadline) >= 0 || deadline.compareTo(duration) >= 0) {
            throw new IllegalArgumentException(
                    "The times of a lease must rise: retry (%s) < deadline (%s) < duration (%s)"
                            .formatted(retry, deadline, duration));
        }
    }
}
