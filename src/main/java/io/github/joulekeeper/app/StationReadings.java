package io.github.joulekeeper.app;

import io.github.joulekeeper.app.ServiceEvent.Station;
import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.state.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The newest readings of a station, each with the event that told it: what changed is told once a second, and whoever
 * missed some of it is told what is different by now. The core's thread fills it and the feed's tells of it, so that a
 * report costs neither a queue nor a wake-up. While nobody wants to be told, it keeps no readings.
 */
final class StationReadings {
    /** A station that reports the same again and again is told of only so often. */
    private static final Duration SIGN_OF_LIFE_EVERY = Duration.ofSeconds(10);

    private final Station station;
    private final Model model;
    private @Nullable Kept kept;
    private boolean online;
    private boolean onlineChanged;
    private Instant heardAt = Instant.MIN;
    private Instant toldAt = Instant.MIN;
    private long lastTold;

    StationReadings(Station station, Model model, boolean online) {
        this.station = station;
        this.model = model;
        this.online = online;
    }

    /** By the quota's index. */
    private static final class Kept {
        private final double[] values;
        private final long[] times;
        private final long[] toldBy;
        private final BitSet changed = new BitSet();

        Kept(int quotas) {
            values = new double[quotas];
            times = new long[quotas];
            toldBy = new long[quotas];
            Arrays.fill(values, Double.NaN);
        }
    }

    /** From now on readings are kept, since somebody wants to be told. */
    synchronized void keep() {
        if (kept == null) {
            kept = new Kept(model.quotaCount());
        }
    }

    /** Nobody wants to be told any more. */
    synchronized void forget() {
        kept = null;
    }

    Station station() {
        return station;
    }

    synchronized void reported(Report report, boolean nowOnline) {
        setOnline(nowOnline, report.at());
        if (kept == null) {
            return;
        }
        long at = report.at().toEpochMilli();
        for (int i = 0; i < report.size(); i++) {
            int quota = report.quota(i);
            if (kept.values[quota] != report.value(i)) {
                kept.values[quota] = report.value(i);
                kept.changed.set(quota);
            }
            kept.times[quota] = at;
        }
    }

    synchronized void setOnline(boolean nowOnline, Instant at) {
        onlineChanged |= nowOnline != online;
        online = nowOnline;
        heardAt = at.isAfter(heardAt) ? at : heardAt;
    }

    /** Whether there is something to tell. */
    synchronized boolean due(Instant now) {
        boolean alive =
                heardAt.isAfter(toldAt) && !toldAt.plus(SIGN_OF_LIFE_EVERY).isAfter(now);
        return kept != null && (onlineChanged || !kept.changed.isEmpty() || alive);
    }

    /** What changed since the last time, told from now on by the event with this id; settings come with it. */
    synchronized List<ServiceEvent> take(long id) {
        List<ServiceEvent> events = new ArrayList<>();
        Kept now = kept;
        if (now == null) {
            return events;
        }
        now.changed.stream().forEach(quota -> now.toldBy[quota] = id);
        events.add(readings(now, now.changed.stream()));
        for (Setting setting : model.settings()) {
            int quota = setting.readBack().orElse(-1);
            if (quota >= 0 && now.changed.get(quota)) {
                double value = setting.fromReadBack(now.values[quota]);
                if (!Double.isNaN(value)) {
                    events.add(new ServiceEvent.SettingRead(
                            station, setting, value, Instant.ofEpochMilli(now.times[quota])));
                }
            }
        }
        now.changed.clear();
        onlineChanged = false;
        toldAt = heardAt;
        lastTold = id;
        return events;
    }

    /** Whether anything was told after this event. */
    synchronized boolean toldAfter(long id) {
        return kept != null && lastTold > id;
    }

    /** All that was told after this event, as it is now. */
    synchronized ServiceEvent.Readings since(long id) {
        Kept now = kept;
        return now == null
                ? new ServiceEvent.Readings(station, online, List.of(), heardAt)
                : readings(now, IntStream.range(0, now.toldBy.length).filter(quota -> now.toldBy[quota] > id));
    }

    private ServiceEvent.Readings readings(Kept now, IntStream quotas) {
        List<ServiceEvent.Value> told = quotas.mapToObj(quota -> new ServiceEvent.Value(
                        model.quotas().get(quota), now.values[quota], Instant.ofEpochMilli(now.times[quota])))
                .toList();
        return new ServiceEvent.Readings(station, online, told, heardAt);
    }
}
