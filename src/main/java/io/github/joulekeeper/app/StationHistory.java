package io.github.joulekeeper.app;

import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.device.Quota;
import io.github.joulekeeper.history.Aggregate;
import io.github.joulekeeper.history.MinuteSeries;
import io.github.joulekeeper.history.SeriesKey;
import io.github.joulekeeper.state.Report;
import org.jspecify.annotations.Nullable;

/** The minutes that are under way of a station's key quotas. The core's thread fills it, the history's empties it. */
final class StationHistory {
    private final String serial;
    private final Model model;
    private final long holdMillis;
    private final Sink sink;
    /** By the quota's index; null where nothing was read yet, or is kept. */
    private final @Nullable MinuteSeries[] series;

    /** Takes minutes that are over, on either thread. */
    interface Sink {
        void minute(SeriesKey key, long minute, Aggregate aggregate);
    }

    /** @param holdMillis how long a reading holds, more than 0 */
    StationHistory(String serial, Model model, long holdMillis, Sink sink) {
        this.serial = serial;
        this.model = model;
        this.holdMillis = holdMillis;
        this.sink = sink;
        this.series = new @Nullable MinuteSeries[model.quotaCount()];
    }

    synchronized void take(Report report) {
        long at = report.at().toEpochMilli();
        for (int i = 0; i < report.size(); i++) {
            Quota quota = model.quotas().get(report.quota(i));
            if (quota.history()) {
                MinuteSeries minutes = of(quota);
                double value = report.value(i);
                if (!quota.sentinels().isEmpty() && quota.sentinels().containsKey(value)) {
                    minutes.gap(at);
                } else {
                    minutes.reading(value, at);
                }
            }
        }
    }

    private MinuteSeries of(Quota quota) {
        MinuteSeries known = series[quota.index()];
        if (known == null) {
            SeriesKey key = new SeriesKey(serial, quota.key());
            known = new MinuteSeries(holdMillis, (minute, aggregate) -> sink.minute(key, minute, aggregate));
            series[quota.index()] = known;
        }
        return known;
    }

    /** From here on nothing is known of the station. */
    synchronized void gap(long millis) {
        for (MinuteSeries each : series) {
            if (each != null) {
                each.gap(millis);
            }
        }
    }

    /** Time went on. */
    synchronized void advance(long millis) {
        for (MinuteSeries each : series) {
            if (each != null) {
                each.advance(millis);
            }
        }
    }

    /** Hands out what there is of the minute that is not over. */
    synchronized void finish() {
        for (MinuteSeries each : series) {
            if (each != null) {
                each.finish();
            }
        }
    }
}
