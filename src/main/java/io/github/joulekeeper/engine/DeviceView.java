package io.github.joulekeeper.engine;

import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.state.DeviceState;
import io.github.joulekeeper.state.Report;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A station as conditions see it: for each quota that a rule depends on the known value, or NaN. It follows
 * {@link DeviceState} event by event, so that a change can be told from a repetition and a reading that grows stale is
 * noticed. Of the other quotas it holds nothing: of some two hundred, rules read a handful.
 */
final class DeviceView extends WakeQueue.Sleeper {
    private final DeviceState state;
    private final int ordinal;
    private final long staleMillis;
    /** By quota; null where no rule depends on it. */
    private final @Nullable Watch[] watches;

    private final List<Watch> watched = new ArrayList<>(4);
    /** The rules of other stations that depend on this one being online; all of its own do. */
    private final Listeners onlineListeners = new Listeners();

    private final Instances instances = new Instances();
    private final Map<String, SettingClaims> settings = new TreeMap<>();
    private boolean online;

    /** @param ordinal its place among the stations, for a fixed order of evaluation */
    DeviceView(DeviceState state, int ordinal) {
        this.state = state;
        this.ordinal = ordinal;
        this.staleMillis = state.staleAfter().toMillis();
        this.watches = new Watch[state.model().quotaCount()];
        this.online = state.online();
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

    /** The known value in the quota's unit, NaN when it is unknown; of a quota that is listened to. */
    double value(int quota) {
        Watch watch = watches[quota];
        return watch == null ? Double.NaN : watch.value();
    }

    /** As {@link #value}, in the unit's base unit. */
    double base(int quota) {
        Watch watch = watches[quota];
        return watch == null ? Double.NaN : watch.base();
    }

    /** When it was last read, in epoch milliseconds; {@link Long#MIN_VALUE} if never. */
    long time(int quota) {
        Watch watch = watches[quota];
        return watch == null ? lastRead(quota) : watch.time();
    }

    boolean everRead(int quota) {
        return time(quota) != Watch.NEVER_READ;
    }

    private long lastRead(int quota) {
        Instant at = state.lastAt(quota);
        return at == null ? Watch.NEVER_READ : at.toEpochMilli();
    }

    /** A setting's known value in its unit, NaN when it is unknown. */
    double setting(Setting setting, int readBack, long now) {
        Watch watch = watches[readBack];
        if (watch == null) {
            return Double.NaN;
        }
        if (!Double.isNaN(watch.value())) {
            return setting.readBackValues().isEmpty() ? watch.value() : setting.fromReadBack(watch.value());
        }
        // A quota's sentinel may well be a value of the setting, such as "never".
        return known(watch, now) ? setting.fromReadBack(state.last(readBack)) : Double.NaN;
    }

    @Nullable
    Series series(int quota) {
        Watch watch = watches[quota];
        return watch == null ? null : watch.series();
    }

    Instances instances() {
        return instances;
    }

    Map<String, SettingClaims> settings() {
        return settings;
    }

    Listeners onlineListeners() {
        return onlineListeners;
    }

    /** Makes a rule hear of a quota. */
    void listen(RuleInstance listener, CompiledRule.Input input, long now) {
        Watch watch = watches[input.quota()];
        if (watch == null) {
            // A time in the future is one of before the clock was put back.
            watch = new Watch(state.model().quotas().get(input.quota()), Math.min(lastRead(input.quota()), now));
            watches[input.quota()] = watch;
            watched.add(watch);
            watch.takeQuietly(knownValue(watch, now), watch.time());
        }
        watch.listen(listener, input);
    }

    void unlisten(int quota, RuleInstance listener) {
        Watch watch = watches[quota];
        if (watch != null) {
            watch.unlisten(listener);
        }
    }

    /** Whether the reading is there, fresh, trustworthy, and of a station that is online. */
    private boolean known(Watch watch, long now) {
        return online && watch.time() != Watch.NEVER_READ && !watch.untrusted() && now - watch.time() <= staleMillis;
    }

    private double knownValue(Watch watch, long now) {
        return known(watch, now) ? watch.meaning(state.last(watch.quota())) : Double.NaN;
    }

    /** Takes over a report that the state already holds; lets those wait who must be evaluated. */
    void apply(Report report, long now, Worklist worklist) {
        if (online != state.online()) {
            refreshOnline(now, worklist);
        }
        long at = Math.min(report.at().toEpochMilli(), now);
        boolean memoryOnly = !report.source().ofTheStation() && !online;
        for (int i = 0; i < report.size(); i++) {
            Watch watch = watches[report.quota(i)];
            if (watch != null) {
                watch.reported(at, memoryOnly);
                watch.take(knownValue(watch, now), watch.time(), worklist);
            }
        }
    }

    /** Notes that the station came or went: all its readings become known or unknown. */
    void refreshOnline(long now, Worklist worklist) {
        if (online == state.online()) {
            return;
        }
        online = state.online();
        for (Watch watch : watched) {
            watch.takeQuietly(knownValue(watch, now), now);
        }
        worklist.addAll(instances.all());
        worklist.addAll(onlineListeners);
    }

    /** Makes readings that have grown stale unknown, and lets those wait who must be evaluated. */
    void refreshStale(long now, Worklist worklist) {
        for (Watch watch : watched) {
            if (!Double.isNaN(watch.value()) && now - watch.time() > staleMillis) {
                watch.take(Double.NaN, now, worklist);
            }
        }
    }

    /** When the next reading that somebody depends on grows stale, {@link WakeQueue#NEVER} if none will. */
    long nextStale() {
        long oldest = Long.MAX_VALUE;
        for (Watch watch : watched) {
            if (!Double.isNaN(watch.value())) {
                oldest = Math.min(oldest, watch.time());
            }
        }
        return oldest == Long.MAX_VALUE ? WakeQueue.NEVER : oldest + staleMillis + 1;
    }

    /** Moves all that is remembered about time, for a clock that jumped. */
    void shift(long millis) {
        watched.forEach(watch -> watch.shift(millis));
    }
}
