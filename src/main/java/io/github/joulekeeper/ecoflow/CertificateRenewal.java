package io.github.joulekeeper.ecoflow;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * When the next certificate may be asked for: at once if the last one is old enough, else after the cool-down, which
 * doubles while refusals go on. The cloud blocks accounts that call too often.
 */
final class CertificateRenewal {
    private static final int MOST_DOUBLINGS = 6;

    private final Duration cooldown;
    private final InstantSource clock;
    private @Nullable Instant last;
    private int inVain;

    CertificateRenewal(Duration cooldown, InstantSource clock) {
        this.cooldown = cooldown;
        this.clock = clock;
    }

    /** How long to wait before the next one; zero for the first. */
    Duration delay() {
        if (last == null) {
            return Duration.ZERO;
        }
        Duration pause = cooldown.multipliedBy(1L << Math.clamp(inVain - 1L, 0, MOST_DOUBLINGS));
        Duration since = Duration.between(last, clock.instant());
        if (since.isNegative()) {
            // The clock was set back; the wait must not grow by as much.
            return pause;
        }
        return since.compareTo(pause) >= 0 ? Duration.ZERO : pause.minus(since);
    }

    /** One was issued. */
    void issued() {
        last = clock.instant();
        inVain++;
    }

    /** The last one does all that it should: the next refusal starts with the plain cool-down. */
    void proved() {
        inVain = 0;
    }
}
