package io.github.joulekeeper.engine;

import java.util.Arrays;

/**
 * How one quota went over time: the points at which its value changed. A value holds until the next one. When the quota
 * becomes unknown everything is forgotten, so that a window must be covered anew after a gap, as a {@code for} must.
 */
final class Series {
    private static final long NOT_COVERED = Long.MAX_VALUE;

    private long keepMillis;
    private long[] times = new long[8];
    private double[] values = new double[8];
    private int first;
    private int end;

    /** Keeps at least the points of the last {@code millis}. */
    void keep(long millis) {
        keepMillis = Math.max(keepMillis, millis);
    }

    /** The value from {@code at} on, NaN for unknown. Times do not fall; an earlier one counts as the last. */
    void record(long at, double value) {
        if (Double.isNaN(value)) {
            first = 0;
            end = 0;
            return;
        }
        if (end > first && values[end - 1] == value) {
            return;
        }
        long time = end > first ? Math.max(at, times[end - 1]) : at;
        if (end > first && times[end - 1] == time) {
            end--;
            if (end > first && values[end - 1] == value) {
                return;
            }
        }
        forgetBefore(time - keepMillis);
        if (end == times.length) {
            makeRoom();
        }
        times[end] = time;
        values[end++] = value;
    }

    private void forgetBefore(long time) {
        // The last point at or before the time tells the value at that time: it stays.
        while (first + 1 < end && times[first + 1] <= time) {
            first++;
        }
    }

    private void makeRoom() {
        int length = end - first;
        if (first < end / 2) {
            times = Arrays.copyOf(times, times.length * 2);
            values = Arrays.copyOf(values, values.length * 2);
        }
        System.arraycopy(times, first, times, 0, length);
        System.arraycopy(values, first, values, 0, length);
        first = 0;
        end = length;
    }

    /** Since when the value is known without a gap; {@link Long#MAX_VALUE} if it is not known. */
    long coveredSince() {
        return end == first ? NOT_COVERED : times[first];
    }

    boolean covers(long from) {
        return coveredSince() <= from;
    }

    /** The time-weighted mean between two times that are covered, {@code from < to}. */
    double average(long from, long to) {
        double sum = 0;
        long until = to;
        int i = end - 1;
        while (true) {
            long start = Math.max(times[i], from);
            sum += values[i] * (until - start);
            if (start == from) {
                return sum / (to - from);
            }
            until = start;
            i--;
        }
    }

    /** The smallest value that held between {@code from}, which is covered, and now. */
    double lowest(long from) {
        int i = at(from);
        double lowest = values[i];
        for (i++; i < end; i++) {
            lowest = Math.min(lowest, values[i]);
        }
        return lowest;
    }

    /** The largest value that held between {@code from}, which is covered, and now. */
    double highest(long from) {
        int i = at(from);
        double highest = values[i];
        for (i++; i < end; i++) {
            highest = Math.max(highest, values[i]);
        }
        return highest;
    }

    /** What it rose by since {@code from}, which is covered. */
    double rise(long from) {
        return values[end - 1] - values[at(from)];
    }

    /** Whether it took another value after {@code from}, which is covered. */
    boolean changedAfter(long from) {
        return at(from) < end - 1;
    }

    /** The first change after {@code from}, {@link Long#MAX_VALUE} if there is none. */
    long firstChangeAfter(long from) {
        int i = at(from) + 1;
        return i < end ? times[i] : Long.MAX_VALUE;
    }

    /** The last change, which is after {@code from} if {@link #changedAfter} says so. */
    long lastChange() {
        return times[end - 1];
    }

    void shift(long millis) {
        for (int i = first; i < end; i++) {
            times[i] += millis;
        }
    }

    private int at(long time) {
        int place = Arrays.binarySearch(times, first, end, time);
        return place >= 0 ? place : -place - 2;
    }
}
