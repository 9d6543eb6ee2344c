package io.github.joulekeeper.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What all stations of an account share: a budget of requests in a minute, and one cool-down. A throttled answer or
 * several failures in a row begin the cool-down; after it one command goes out as a probe, and only its answer lets the
 * others go on.
 */
final class AccountGate {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final long NO_PROBE = -1;

    private final DispatchPolicy policy;
    private final ArrayDeque<Instant> requests = new ArrayDeque<>();
    private int failuresInRow;
    private Duration pause;
    private @Nullable Instant coolUntil;
    private long probe = NO_PROBE;

    AccountGate(DispatchPolicy policy) {
        this.policy = policy;
        this.pause = policy.firstCoolDown();
    }

    /** Whether a command may leave now. */
    boolean free(Instant now) {
        return (coolUntil == null || !now.isBefore(coolUntil)) && left(now) > 0;
    }

    /** Whether quotas may be asked for now: not in a cool-down, and never with the last quarter of the budget. */
    boolean freeForReading(Instant now) {
        return coolUntil == null && left(now) > policy.requestsPerMinute() / 4;
    }

    private int left(Instant now) {
        if (unlimited()) {
            return Integer.MAX_VALUE;
        }
        while (!requests.isEmpty() && !requests.getFirst().plus(MINUTE).isAfter(now)) {
            requests.removeFirst();
        }
        return policy.requestsPerMinute() - requests.size();
    }

    /** When a waiting command may leave, as far as is known now. */
    Instant freeAt() {
        Instant budget = unlimited() || requests.size() < policy.requestsPerMinute()
                ? Instant.MIN
                : requests.getFirst().plus(MINUTE);
        return coolUntil == null || coolUntil.isBefore(budget) ? budget : coolUntil;
    }

    boolean cooling() {
        return coolUntil != null;
    }

    void sent(long messageId, Instant now) {
        asked(now);
        if (coolUntil != null) {
            probe = messageId;
            // Should the transport never answer, another probe goes out.
            coolUntil = now.plus(policy.deliverWithin()).plus(pause);
        }
    }

    void asked(Instant now) {
        if (!unlimited()) {
            requests.addLast(now);
        }
    }

    private boolean unlimited() {
        return policy.requestsPerMinute() == 0;
    }

    /** The cloud answered a command; true if that ends a cool-down. */
    boolean answered(long messageId) {
        failuresInRow = 0;
        if (coolUntil == null || messageId != probe) {
            return false;
        }
        coolUntil = null;
        probe = NO_PROBE;
        pause = policy.firstCoolDown();
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
        probe = NO_PROBE;
        coolUntil = now.plus(pause);
        return true;
    }

    Duration pause() {
        return pause;
    }
}
