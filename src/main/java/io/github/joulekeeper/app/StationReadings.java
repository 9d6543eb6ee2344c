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

/**
 * The newest readings of a station, each with the event that told it: what changed is told once a second, and whoever
 * missed some of it is told what is different by now. The core's thread fills it and the feed's tells of it, so that a
 * report costs neither a queue nor a wake-up.
 */
final class StationReadings {
    /** A station that reports the same again and again is told of only so often. */
    private static final Duration SIGN_OF_LIFE_EVERY = Duration.ofSeconds(10);

    private final Station station;
    private final Model model;
    private final double[] values;
    private final long[] times;
    private final long[] toldBy;
    private final BitSet changed = new BitSet();
    private boolean online;
    private boolean onlineChanged;
    private Instant heardAt = Instant.MIN;
    private Instant toldAt = Instant.MIN;
    private long lastTold;

    StationReadings(Station station, Model model, boolean online) {
        this.station = station;
        this.model = model;
        this.online = online;
        this.values = new double[model.quotaCount()];
        this.times = new long[model.quotaCount()];
        this.toldBy = new long[model.quotaCount()];
        Arrays.fill(values, Double.NaN);
    }

    Station station() {
        return station;
    }

    synchronized void reported(Report report, boolean nowOnline) {
        setOnline(nowOnline, report.at());
        long at = report.at().toEpochMilli();
        for (int i = 0; i < report.size(); i++) {
            int quota = report.quota(i);
            if (values[quota] != report.value(i)) {
                values[quota] = report.value(i);
                changed.set(quota);
            }
            times[quota] = at;
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
        return onlineChanged || !changed.isEmpty() || alive;
    }

    /** What changed since the last time, told from now on by the event with this id; settings come with it. */
    synchronized List<ServiceEvent> take(long id) {
        List<ServiceEvent> events = new ArrayList<>();
        changed.stream().forEach(quota -> toldBy[quota] = id);
        events.add(readings(changed.stream()));
        for (Setting setting : model.settings()) {
            int quota = setting.readBack().orElse(-1);
            if (quota >= 0 && changed.get(quota)) {
                double value = setting.fromReadBack(values[quota]);
                if (!Double.isNaN(value)) {
                    events.add(
                            new ServiceEvent.SettingRead(station, setting, value, Instant.ofEpochMilli(times[quota])));
                }
            }
        }
        changed.clear();
        onlineChanged = false;
        toldAt = heardAt;
        lastTold = id;
        return events;
    }

    /** Whether anything was told after this event. */
    synchronized boolean toldAfter(long id) {
        return lastTold > id;
    }

    /** All that was told after this event, as it is now. */
    synchronized ServiceEvent.Readings since(long id) {
        return readings(IntStream.range(0, values.length).filter(quota -> toldBy[quota] > id));
    }

    private ServiceEvent.Readings readings(IntStream quotas) {
        List<ServiceEvent.Value> told = quotas.mapToObj(quota -> new ServiceEvent.Value(
                        model.quotas().get(quota), values[quota], Instant.ofEpochMilli(times[quota])))
                .toList();
        return new ServiceEvent.Readings(station, online, told, heardAt);
    }
}
