package io.github.joulekeeper.simulator;

import java.time.Duration;
import java.util.Optional;

/**
 * Something that is to go wrong.
 *
 * @param kind what
 * @param code the vendor's code of {@link FaultKind#REFUSE}, or the status of {@link FaultKind#HTTP_ERROR}; else 0
 * @param delay how late, for {@link FaultKind#SLOW} and {@link FaultKind#LATE}; else zero
 * @param times how many times it happens before it is over; {@link Integer#MAX_VALUE} for until it is cleared
 * @param call the only HTTP call that it concerns; empty for all. {@link FaultKind#REFUSE} without one concerns set
 *     commands
 */
public record Fault(FaultKind kind, int code, Duration delay, int times, Optional<ApiCall> call) {
    public Fault {
        if (times < 1) {
            throw new IllegalArgumentException("A fault must happen at least once, not %d times".formatted(times));
        }
        if (delay.isNegative()) {
            throw new IllegalArgumentException("A fault's delay (%s) must not be negative".formatted(delay));
        }
    }

    /** A fault without code and delay, until it is cleared. */
    public static Fault of(FaultKind kind) {
        return new Fault(
                kind, kind == FaultKind.HTTP_ERROR ? 500 : 0, Duration.ZERO, Integer.MAX_VALUE, Optional.empty());
    }

    /** Set commands are refused with a vendor's code. */
    public static Fault refuse(int code) {
        return new Fault(FaultKind.REFUSE, code, Duration.ZERO, Integer.MAX_VALUE, Optional.empty());
    }

    /** Answers come late. */
    public static Fault slow(Duration delay) {
        return new Fault(FaultKind.SLOW, 0, delay, Integer.MAX_VALUE, Optional.empty());
    }

    /** Settings are applied late. */
    public static Fault late(Duration delay) {
        return new Fault(FaultKind.LATE, 0, delay, Integer.MAX_VALUE, Optional.empty());
    }

    /** The same, over after some times. */
    public Fault times(int limit) {
        return new Fault(kind, code, delay, limit, call);
    }

    /** The same for one HTTP call only. */
    public Fault on(ApiCall only) {
        return new Fault(kind, code, delay, times, Optional.of(only));
    }
}
