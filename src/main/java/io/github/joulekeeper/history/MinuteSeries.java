package io.github.joulekeeper.history;

/**
 * Makes minutes of the readings of one quota. A reading holds until the next one, but not longer than readings stay
 * fresh; what follows is a gap. The mean of a minute is weighted by time, as {@code avg} is in rules. Not thread-safe.
 */
public final class MinuteSeries {
    private static final long MINUTE = 60_000;
    /** So that a value counts that came at the very end of a minute. */
    private static final double LEAST_SECONDS = 0.001;

    private final long holdMillis;
    private final Sink sink;

    private double value = Double.NaN;
    private long at = Long.MIN_VALUE;
    private long heldUntil;

    private long minute = Long.MIN_VALUE;
    private double last;
    private double min;
    private double max;
    private double weighted;
    private long covered;

    /** Takes minutes that are over. */
    @FunctionalInterface
    public interface Sink {
        /** @param minute since 1970 */
        void minute(long minute, Aggregate aggregate);
    }

    /** @param holdMillis how long a reading holds, more than 0 */
    public MinuteSeries(long holdMillis, Sink sink) {
        this.holdMillis = holdMillis;
        this.sink = sink;
    }

    /**
     * A reading came.
     *
     * @param reading finite
     * @param millis since 1970; one that is older than the reading before is let go
     */
    public void reading(double reading, long millis) {
        if (millis < at) {
            return;
        }
        advance(millis);
        value = reading;
        heldUntil = millis + holdMillis;
        touch(Math.floorDiv(millis, MINUTE));
    }

    /** From here on nothing is known until the next reading. */
    public void gap(long millis) {
        advance(Math.max(millis, at));
        value = Double.NaN;
    }

    /** Time went on; minutes that are over are handed out. */
    public void advance(long millis) {
        while (at < millis) {
            if (Double.isNaN(value)) {
                at = millis;
            } else {
                long minuteEnd = (Math.floorDiv(at, MINUTE) + 1) * MINUTE;
                long until = Math.min(Math.min(millis, minuteEnd), Math.max(heldUntil, at));
                hold(until - at);
                at = until;
                if (at >= heldUntil) {
                    value = Double.NaN;
                }
            }
            if (minute != Long.MIN_VALUE && Math.floorDiv(at, MINUTE) > minute) {
                handOut();
            }
        }
    }

    /** Hands out what there is of the minute that is not over. */
    public void finish() {
        if (minute != Long.MIN_VALUE) {
            handOut();
        }
    }

    private void hold(long millis) {
        if (millis > 0) {
            touch(Math.floorDiv(at, MINUTE));
            weighted += value * millis;
            covered += millis;
        }
    }

    private void touch(long of) {
        if (minute != of) {
            minute = of;
            min = value;
            max = value;
            weighted = 0;
            covered = 0;
        }
        last = value;
        min = Math.min(min, value);
        max = Math.max(max, value);
    }

    private void handOut() {
        double mean = covered == 0 ? last : Math.clamp(weighted / covered, min, max);
        sink.minute(minute, new Aggregate(last, min, max, mean, Math.max(covered / 1000.0, LEAST_SECONDS)));
        minute = Long.MIN_VALUE;
    }
}
