package io.github.joulekeeper.ecoflow;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Counts messages that cannot be read, and tells of them once a minute at most: a broken sender must not fill the log. */
final class MalformedMessages {
    private static final Logger LOG = Logger.getLogger(MalformedMessages.class);
    private static final Duration QUIET = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final AtomicLong count = new AtomicLong();
    private @Nullable Instant told;
    private long toldCount;

    MalformedMessages(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Notes one.
     *
     * @param reason completes "the message …"
     * @return whether it was logged
     */
    boolean add(String topic, int length, String reason) {
        long now = count.incrementAndGet();
        long untold;
        synchronized (this) {
            Instant instant = clock.instant();
            if (told != null && instant.isBefore(told.plus(QUIET)) && !instant.isBefore(told)) {
                return false;
            }
            told = instant;
            untold = now - toldCount;
            toldCount = now;
        }
        LOG.warnf(
                "Left out %d malformed message(s) since last told, %d in all. The last came on %s with %d bytes: it %s",
                untold, now, topic, length, reason);
        return true;
    }

    /** How many there were. */
    long count() {
        return count.get();
    }
}
