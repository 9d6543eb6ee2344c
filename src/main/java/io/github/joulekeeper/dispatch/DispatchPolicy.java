package io.github.joulekeeper.dispatch;

import java.time.Duration;

/**
 * How patiently commands are sent. All durations are positive, all counts at least 1, unless it says otherwise.
 *
 * @param minInterval shortest time between two commands that carry the same setting of a station; may be zero
 * @param readBackAfter how long a report may take to bring the values before they are asked for
 * @param confirmWithin how long one try has to show its values once it was accepted
 * @param recoverWithin the same for a command that a crashed run left in doubt
 * @param deliverWithin how long the transport may take to say what became of a command; longer than its own time-outs
 * @param confirmTries how often a command that is accepted but does not show is sent
 * @param deliveryTries how often a command that does not arrive is sent, while the account as a whole is well
 * @param giveUpAfter how old a command may get that never arrived, whatever the reason
 * @param passingRetries retries of a refusal whose code is known to pass
 * @param firstBackoff wait before the first retry; doubles with each further one
 * @param longestBackoff longest wait before a retry
 * @param heldPause wait before a set point whose command was refused, unconfirmed or failed is tried again unchanged
 * @param onlinePause the same when its station came back online in between
 * @param firstCoolDown the account's first pause after it was throttled; doubles with each failing probe
 * @param probeInterval the account's longest pause: it is back at most so long after the cloud is
 * @param failuresToCoolDown failures in a row, of any command, after which the account pauses
 * @param requestsPerMinute budget of commands and read-back requests in any minute, all stations together; 0 for none
 * @param doubtFor how long a command that ended without proof may still take effect
 * @param oneShotLifetime how long a value to be set once is kept trying for
 */
public record DispatchPolicy(
        Duration minInterval,
        Duration readBackAfter,
        Duration confirmWithin,
        Duration recoverWithin,
        Duration deliverWithin,
        int confirmTries,
        int deliveryTries,
        Duration giveUpAfter,
        int passingRetries,
        Duration firstBackoff,
        Duration longestBackoff,
        Duration heldPause,
        Duration onlinePause,
        Duration firstCoolDown,
        Duration probeInterval,
        int failuresToCoolDown,
        int requestsPerMinute,
        Duration doubtFor,
        Duration oneShotLifetime) {

    /** The settings of a fresh installation. */
    public static final DispatchPolicy DEFAULT = new DispatchPolicy(
            Duration.ofSeconds(10),
            Duration.ofSeconds(2),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            3,
            8,
            Duration.ofMinutes(30),
            1,
            Duration.ofSeconds(1),
            Duration.ofSeconds(60),
            Duration.ofMinutes(15),
            Duration.ofMinutes(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            5,
            120,
            Duration.ofMinutes(5),
            Duration.ofHours(24));

    public DispatchPolicy {
        if (minInterval.isNegative()) {
            throw new IllegalArgumentException(
                    "The min-interval (%s) must not be negative. Give a duration such as 10s".formatted(minInterval));
        }
        positive("read-back-after", readBackAfter);
        positive("confirm-within", confirmWithin);
        positive("recover-within", recoverWithin);
        positive("deliver-within", deliverWithin);
        positive("give-up-after", giveUpAfter);
        positive("first-backoff", firstBackoff);
        positive("longest-backoff", longestBackoff);
        positive("held-pause", heldPause);
        positive("online-pause", onlinePause);
        positive("first-cool-down", firstCoolDown);
        positive("probe-interval", probeInterval);
        positive("doubt-for", doubtFor);
        positive("one-shot-lifetime", oneShotLifetime);
        atLeastOne("confirm-tries", confirmTries);
        atLeastOne("delivery-tries", deliveryTries);
        atLeastOne("passing-retries", passingRetries);
        atLeastOne("failures-to-cool-down", failuresToCoolDown);
        if (requestsPerMinute < 0) {
            throw new IllegalArgumentException(
                    "The requests-per-minute (%d) must be 1 or more, or 0 for no budget".formatted(requestsPerMinute));
        }
    }

    private static void positive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(
                    "The %s (%s) must be positive. Give a duration such as 10s".formatted(name, value));
        }
    }

    private static void atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("The %s (%d) must be 1 or more".formatted(name, value));
        }
    }

    /** The same with another {@code minInterval}. */
    public DispatchPolicy withMinInterval(Duration other) {
        return with(other, confirmWithin, heldPause, probeInterval, requestsPerMinute);
    }

    /** The same with another {@code confirmWithin}. */
    public DispatchPolicy withConfirmWithin(Duration other) {
        return with(minInterval, other, heldPause, probeInterval, requestsPerMinute);
    }

    /** The same with another {@code heldPause}. */
    public DispatchPolicy withHeldPause(Duration other) {
        return with(minInterval, confirmWithin, other, probeInterval, requestsPerMinute);
    }

    /** The same with another {@code requestsPerMinute}. */
    public DispatchPolicy withRequestsPerMinute(int other) {
        return with(minInterval, confirmWithin, heldPause, probeInterval, other);
    }

    /** The same with another {@code probeInterval}. */
    public DispatchPolicy withProbeInterval(Duration other) {
        return with(minInterval, confirmWithin, heldPause, other, requestsPerMinute);
    }

    private DispatchPolicy with(Duration interval, Duration confirm, Duration held, Duration probe, int requests) {
        return new DispatchPolicy(
                interval,
                readBackAfter,
                confirm,
                recoverWithin,
                deliverWithin,
                confirmTries,
                deliveryTries,
                giveUpAfter,
                passingRetries,
                firstBackoff,
                longestBackoff,
                held,
                onlinePause,
                firstCoolDown.compareTo(probe) < 0 ? firstCoolDown : probe,
                probe,
                failuresToCoolDown,
                requests,
                doubtFor,
                oneShotLifetime);
    }
}
