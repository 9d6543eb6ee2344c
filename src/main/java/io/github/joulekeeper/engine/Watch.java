package io.github.joulekeeper.engine;

import io.github.joulekeeper.device.Quota;
import io.github.joulekeeper.engine.CompiledRule.Input;
import org.jspecify.annotations.Nullable;

/** A quota of a station that rules depend on: what is known of it, and who is to hear of it. */
final class Watch {
    static final long NEVER_READ = Long.MIN_VALUE;

    private final Quota quota;
    /** The known value in the quota's unit, NaN while it is unknown. */
    private double value = Double.NaN;
    /** The same in the unit's base unit, which rules reckon in. */
    private double base = Double.NaN;
    /** No number that a rule compares it with lies between these two, in base units; NaN while none are known. */
    private double clearAbove = Double.NaN;

    private double clearBelow = Double.NaN;
    /** When it was last read, in epoch milliseconds. */
    private long time;
    /** Whether the last value came from the cloud's memory while the station was offline. */
    private boolean untrusted;
    /** Whether the listeners must hear of each report, not only of a new value. */
    private boolean everyReport;

    private @Nullable Series series;
    private @Nullable Crossings crossings;
    /** The rules that must hear of each new value; null while there are none, as mostly. */
    private @Nullable Listeners listeners;

    Watch(Quota quota, long time) {
        this.quota = quota;
        this.time = time;
    }

    int quota() {
        return quota.index();
    }

    double value() {
        return value;
    }

    double base() {
        return base;
    }

    long time() {
        return time;
    }

    boolean untrusted() {
        return untrusted;
    }

    @Nullable
    Series series() {
        return series;
    }

    void listen(RuleInstance listener, Input input) {
        Bounds bounds = input.bounds().orElse(null);
        if (bounds == null) {
            if (listeners == null) {
                listeners = new Listeners();
            }
            listeners.add(listener);
            // A sentinel is no quantity but may well be a setting's value.
            everyReport |= input.everyReport() || !quota.sentinels().isEmpty();
        } else {
            if (crossings == null) {
                crossings = new Crossings();
            }
            crossings.add(listener, bounds.values());
            clearAbove = Double.NaN;
        }
        if (input.windowMillis() > 0) {
            if (series == null) {
                series = new Series();
                series.record(time, value);
            }
            series.keep(input.windowMillis());
        }
    }

    void unlisten(RuleInstance listener) {
        if (listeners != null) {
            listeners.remove(listener);
        }
        if (crossings != null) {
            crossings.remove(listener);
        }
    }

    /** The reading as it is said to mean: NaN for a value that stands for something other than a quantity. */
    double meaning(double reading) {
        return !quota.sentinels().isEmpty() && quota.sentinels().containsKey(reading) ? Double.NaN : reading;
    }

    /** Notes when a report brought it; {@code memoryOnly} if the cloud told it from its memory. */
    void reported(long at, boolean memoryOnly) {
        untrusted = memoryOnly;
        if (!memoryOnly) {
            time = at;
        }
    }

    /** Takes a value and lets those wait to whom it matters. */
    void take(double next, long at, Worklist worklist) {
        if (next == value && !everyReport) {
            return;
        }
        double before = base;
        takeQuietly(next, at);
        if (listeners != null) {
            worklist.stirAll(listeners);
        }
        if (crossings != null && !clear(before, base)) {
            crossings.crossed(before, base, worklist);
            clearAbove = crossings.under(base);
            clearBelow = crossings.over(base);
        }
    }

    /** Whether both are known and no rule compares with a number between them. */
    private boolean clear(double before, double after) {
        return before > clearAbove && before < clearBelow && after > clearAbove && after < clearBelow;
    }

    /** Takes a value of which everybody is told otherwise. */
    void takeQuietly(double next, long at) {
        value = next;
        base = quota.unit().toBase(next);
        if (series != null) {
            series.record(at, next);
        }
    }

    void shift(long millis) {
        if (time != NEVER_READ) {
            time += millis;
        }
        if (series != null) {
            series.shift(millis);
        }
    }
}
