package io.github.joulekeeper.dispatch;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether one way is open to commands: its connection is there, and it does not cool down. A throttled answer or several
 * failures in a row begin the cool-down; after it one command goes out as a probe, and only its answer lets the others go on.
 */
final class WayGate {
    private static final long NO_PROBE = -1;

    private final DispatchPolicy policy;
    private boolean connected;
    private int failuresInRow;
    private Duration pause;
    private @Nullable Instant coolUntil;
    private long probe = NO_PROBE;

    /** @param connected whether it needs no connection that could be missing, or has it */
    WayGate(DispatchPolicy policy, boolean connected) {
        this.policy = policy;
        this.pause = policy.firstCoolDown();
        this.connected = connected;
    }

    /** Whether a command may leave now, be it as a probe. */
    boolean open(Instant now) {
        return connected && (coolUntil == null || !now.isBefore(coolUntil));
    }

    /** Whether nothing is known against it. */
    boolean well() {
        return connected && coolUntil == null;
    }

    boolean cooling() {
        return coolUntil != null;
    }

    /** When it opens as far as is known now; {@link Instant#MAX} without a connection. */
    Instant openAt() {
        if (!connected) {
            return Instant.MAX;
        }
        return coolUntil == null ? Instant.MIN : coolUntil;
    }

    /** Its connection came or went; true if it was otherwise before. What failed over the old one does not count. */
    boolean connected(boolean now) {
        if (connected == now) {
            return false;
        }
        connected = now;
        if (now) {
            recover();
        }
        return true;
    }

    void sent(long messageId, Instant now) {
        if (coolUntil != null) {
            probe = messageId;
            // Should the transport never answer, another probe goes out.
            coolUntil = now.plus(policy.deliverWithin()).plus(pause);
        }
    }

    /** The cloud answered a command; true if that ends a cool-down. */
    boolean answered(long messageId) {
        failuresInRow = 0;
        if (coolUntil == null || messageId != probe) {
            return false;
        }
        recover();
        return true;
    }

    /** A command did not arrive; true if that begins a cool-down, or begins it again after a probe. */
    boolean failed(long messageId, boolean throttled, Instant now) {
        failuresInRow++;
        if (coolUntil == null) {
            if (!throttled && failuresInRow < policy.failuresToCoolDown()) {
                return false;
            }
        } else if (messageId != probe) {
            return false;
        } else {
            Duration doubled = pause.multipliedBy(2);
            pause = doubled.compareTo(policy.probeInterval()) > 0 ? policy.probeInterval() : doubled;
        }
        cool(now.plus(pause), pause);
        return true;
    }

    /** Cools down until an instant; the pauses go on doubling from the one that is given. */
    void cool(Instant until, Duration afterPause) {
        probe = NO_PROBE;
        coolUntil = until;
        pause = afterPause;
    }

    private void recover() {
        failuresInRow = 0;
        coolUntil = null;
        probe = NO_PROBE;
        pause = policy.firstCoolDown();
    }

    Duration pause() {
        return pause;
    }
}
