package io.github.joulekeeper.dispatch;

import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.state.DeviceState;
import io.github.joulekeeper.state.Report;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The last value that a station itself showed of each setting. The cloud's memory answers with old values too, so a
 * snapshot only fills in what was never seen and never counts as a change.
 */
final class Sightings {
    /** A setting that was seen with another value than before, in the setting's unit. */
    record Change(Setting setting, double from, double to) {}

    /**
     * What a report brought.
     *
     * @param news whether any setting's value is another than was known before, be it only from the cloud's memory
     */
    record Seen(List<Change> changes, boolean news) {
        private static final Seen NOTHING = new Seen(List.of(), false);
    }

    private final ReadBacks readBacks;
    /** By the quota's place among those that read something back. */
    private final double[] seen;

    Sightings(ReadBacks readBacks) {
        this.readBacks = readBacks;
        this.seen = new double[readBacks.count()];
        Arrays.fill(seen, Double.NaN);
    }

    boolean of(Model other) {
        return readBacks.of(other);
    }

    /**
     * A command of ours is proven, be it by the cloud's word: that the station itself shows its values next is no change.
     *
     * @param settings what the command set
     */
    void proven(DeviceState device, Set<Setting> settings) {
        for (Setting setting : settings) {
            if (setting.readBack().isPresent()) {
                int quota = setting.readBack().get();
                int place = readBacks.place(quota);
                if (!Double.isNaN(seen[place])) {
                    seen[place] = device.last(quota);
                }
            }
        }
    }

    Seen see(Report report) {
        List<Change> changes = List.of();
        boolean news = false;
        for (int i = 0; i < report.size(); i++) {
            int place = readBacks.place(report.quota(i));
            if (place < 0 || seen[place] == report.value(i)) {
                continue;
            }
            double before = seen[place];
            double value = report.value(i);
            news = true;
            if (Double.isNaN(before)) {
                seen[place] = value;
            } else if (report.source() != Report.Source.SNAPSHOT) {
                seen[place] = value;
                changes = changes.isEmpty() ? new ArrayList<>() : changes;
                for (Setting setting : readBacks.settings(place)) {
                    changes.add(new Change(setting, setting.fromReadBack(before), setting.fromReadBack(value)));
                }
            }
        }
        return news ? new Seen(changes, true) : Seen.NOTHING;
    }
}
