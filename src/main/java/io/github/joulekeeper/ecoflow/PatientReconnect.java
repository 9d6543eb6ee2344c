package io.github.joulekeeper.ecoflow;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Waits before reconnects, twice as long each time, up to a limit. A connection that broke at once does not start the
 * waits anew: two clients with one id throw each other out, and would do so every second. The waits vary by a fifth, lest
 * many installations come back at one instant after an outage.
 */
final class PatientReconnect {
    private static final Duration STABLE = Duration.ofSeconds(30);

    private final Duration first;
    private final Duration last;
    private final InstantSource clock;
    private final RandomGenerator random;
    private int count;
    private @Nullable Instant connectedAt;

    PatientReconnect(Duration first, Duration last, InstantSource clock, RandomGenerator random) {
        this.first = first;
        this.last = last;
        this.clock = clock;
        this.random = random;
    }

    /** How long to wait before the next attempt. */
    Duration nextDelay() {
        if (connectedAt != null && !clock.instant().isBefore(connectedAt.plus(STABLE))) {
            count = 0;
        }
        connectedAt = null;
        long doubled = first.toMillis() << Math.min(count, 20);
        count++;
        long delay = Math.min(last.toMillis(), doubled);
        return Duration.ofMillis(Math.max(1, delay - (long) (delay * 0.2 * random.nextDouble())));
    }

    /** The session connected. */
    void reset() {
        connectedAt = clock.instant();
    }
}
