package io.github.joulekeeper.engine;

import io.github.joulekeeper.device.Quota;
import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.state.DeviceState;
import io.github.joulekeeper.state.Report;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A station as conditions see it: for each quota the known value, or NaN. It follows {@link DeviceState} event by event,
 * so that a change can be told from a repetition and a reading that grows stale is noticed.
 */
final class DeviceView extends WakeQueue.Sleeper {
    private static final long NEVER_READ = Long.MIN_VALUE;

    private final DeviceState state;
    private final int ordinal;
    private final long staleMillis;
    private final List<Quota> quotas;
    private final double[] values;
    private final long[] times;
    private final @Nullable Listeners[] listeners;
    private final @Nullable Series[] series;
    /** Quotas whose listeners must hear of each report, not only of a new value. */
    private final BitSet everyReport = new BitSet();
    /** Quotas whose last value came from the cloud's memory while the station was offline. */
    private final BitSet untrusted = new BitSet();
    /** Everybody who depends on this station being online. */
    private final Listeners onlineListeners = new Listeners();

    private final Map<String, RuleInstance> instances = new LinkedHashMap<>();
    private final Map<String, SettingClaims> settings = new TreeMap<>();
    private boolean online;

    /** @param ordinal its place among the stations, for a fixed order of evaluation */
    DeviceView(DeviceState state, int ordinal) {
        this.state = state;
        this.ordinal = ordinal;
        this.staleMillis = state.staleAfter().toMillis();
        this.quotas = state.model().quotas();
        this.values = new double[quotas.size()];
        this.times = new long[quotas.size()];
        this.listeners = new Listeners[quotas.size()];
        this.series = new Series[quotas.size()];
        this.online = state.online();
        for (int quota = 0; quota < values.length; quota++) {
            Instant at = state.lastAt(quota);
            times[quota] = at == null ? NEVER_READ : at.toEpochMilli();
        }
        Arrays.fill(values, Double.NaN);
    }

    DeviceState state() {
        return state;
    }

    String serial() {
        return state.serial();
    }

    int ordinal() {
        return ordinal;
    }

    boolean online() {
        return online;
    }

    long staleMillis() {
        return staleMillis;
    }

    /** The known value in the quota's unit, NaN when it is unknown. */
    double value(int quota) {
        return values[quota];
    }

    /** When it was last read, in epoch milliseconds; {@link Long#MIN_VALUE} if never. */
    long time(int quota) {
        return times[quota];
    }

    boolean everRead(int quota) {
        return times[quota] != NEVER_READ;
    }

    /** A setting's known value in its unit, NaN when it is unknown. */
    double setting(Setting setting, int readBack, long now) {
        if (!Double.isNaN(values[readBack])) {
            return setting.readBackValues().isEmpty() ? values[readBack] : setting.fromReadBack(values[readBack]);
        }
        // A quota's sentinel may well be a value of the setting, such as "never".
        return known(readBack, now) ? setting.fromReadBack(state.last(readBack)) : Double.NaN;
    }

    @Nullable
    Series series(int quota) {
        return series[quota];
    }

    Map<String, RuleInstance> instances() {
        return instances;
    }

    Map<String, SettingClaims> settings() {
        return settings;
    }

    Listeners onlineListeners() {
        return onlineListeners;
    }

    /**
     * Makes a rule hear of a quota.
     *
     * @param every whether of each report, because it depends on when the value was read
     * @param windowMillis how long a window over it reaches back, 0 for none
     */
    void listen(int quota, RuleInstance listener, boolean every, long windowMillis, long now) {
        Listeners those = listeners[quota];
        if (those == null) {
            those = new Listeners();
            listeners[quota] = those;
            values[quota] = known(quota, now) ? meaning(quota) : Double.NaN;
        }
        those.add(listener);
        if (every || !quotas.get(quota).sentinels().isEmpty()) {
            everyReport.set(quota);
        }
        if (windowMillis > 0) {
            Series kept = series[quota];
            if (kept == null) {
                kept = new Series();
                series[quota] = kept;
                kept.record(times[quota], values[quota]);
            }
            kept.keep(windowMillis);
        }
    }

    void unlisten(int quota, RuleInstance listener) {
        Listeners those = listeners[quota];
        if (those != null) {
            those.remove(listener);
        }
    }

    /** Whether the reading is there, fresh, trustworthy, and of a station that is online. */
    private boolean known(int quota, long now) {
        return online && times[quota] != NEVER_READ && !untrusted.get(quota) && now - times[quota] <= staleMillis;
    }

    private double meaning(int quota) {
        double value = state.last(quota);
        Map<Double, String> sentinels = quotas.get(quota).sentinels();
        return !sentinels.isEmpty() && sentinels.containsKey(value) ? Double.NaN : value;
    }

    /** Takes over a report that the state already holds; hands on who must be evaluated. */
    void apply(Report report, long now, Consumer<Listeners> changed) {
        if (online != state.online()) {
            refreshOnline(now, changed);
        }
        long at = Math.min(report.at().toEpochMilli(), now);
        boolean memoryOnly = !report.source().ofTheStation() && !online;
        for (int i = 0; i < report.size(); i++) {
            int quota = report.quota(i);
            untrusted.set(quota, memoryOnly);
            if (!memoryOnly) {
                times[quota] = at;
            }
            Listeners those = listeners[quota];
            if (those != null) {
                take(quota, those, now, changed);
            }
        }
    }

    private void take(int quota, Listeners those, long now, Consumer<Listeners> changed) {
        double value = known(quota, now) ? meaning(quota) : Double.NaN;
        if (value == values[quota] && !everyReport.get(quota)) {
            return;
        }
        values[quota] = value;
        Series kept = series[quota];
        if (kept != null) {
            kept.record(times[quota], value);
        }
        changed.accept(those);
    }

    /** Notes that the station came or went: all its readings become known or unknown. */
    void refreshOnline(long now, Consumer<Listeners> changed) {
        if (online == state.online()) {
            return;
        }
        online = state.online();
        for (int quota = 0; quota < values.length; quota++) {
            if (listeners[quota] != null) {
                values[quota] = known(quota, now) ? meaning(quota) : Double.NaN;
                Series kept = series[quota];
                if (kept != null) {
                    kept.record(now, values[quota]);
                }
            }
        }
        changed.accept(onlineListeners);
    }

    /** Makes readings that have grown stale unknown, and hands on who must be evaluated. */
    void refreshStale(long now, Consumer<Listeners> changed) {
        for (int quota = 0; quota < values.length; quota++) {
            Listeners those = listeners[quota];
            if (those != null && !Double.isNaN(values[quota]) && now - times[quota] > staleMillis) {
                values[quota] = Double.NaN;
                Series kept = series[quota];
                if (kept != null) {
                    kept.record(now, Double.NaN);
                }
                changed.accept(those);
            }
        }
    }

    /** When the next reading that somebody depends on grows stale, {@link WakeQueue#NEVER} if none will. */
    long nextStale() {
        long oldest = Long.MAX_VALUE;
        for (int quota = 0; quota < values.length; quota++) {
            if (listeners[quota] != null && !Double.isNaN(values[quota])) {
                oldest = Math.min(oldest, times[quota]);
            }
        }
        return oldest == Long.MAX_VALUE ? WakeQueue.NEVER : oldest + staleMillis + 1;
    }

    /** Moves all that is remembered about time, for a clock that jumped. */
    void shift(long millis) {
        for (int quota = 0; quota < times.length; quota++) {
            if (times[quota] != NEVER_READ) {
                times[quota] += millis;
            }
            Series kept = series[quota];
            if (kept != null) {
                kept.shift(millis);
            }
        }
    }

    /** Rules on stations, without order and without repetition. */
    static final class Listeners {
        private final List<RuleInstance> items = new ArrayList<>(2);

        void add(RuleInstance instance) {
            if (items.isEmpty() || items.getLast() != instance) {
                items.add(instance);
            }
        }

        void remove(RuleInstance instance) {
            int place = items.lastIndexOf(instance);
            if (place >= 0) {
                RuleInstance last = items.removeLast();
                if (place < items.size()) {
                    items.set(place, last);
                }
            }
        }

        int size() {
            return items.size();
        }

        RuleInstance get(int i) {
            return items.get(i);
        }
    }
}
