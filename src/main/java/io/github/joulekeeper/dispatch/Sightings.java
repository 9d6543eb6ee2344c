package io.github.joulekeeper.dispatch;

import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.state.Report;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    private final Model model;
    /** The settings that a quota reads back, by its index; null for none. */
    private final @Nullable List<Setting>[] byQuota;

    private final double[] seen;

    Sightings(Model model) {
        this.model = model;
        this.seen = new double[model.quotaCount()];
        Arrays.fill(seen, Double.NaN);
        this.byQuota = byQuota(model);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static @Nullable List<Setting>[] byQuota(Model model) {
        @Nullable List<Setting>[] byQuota = new List[model.quotaCount()];
        for (Setting setting : model.settings()) {
            setting.readBack().ifPresent(quota -> {
                List<Setting> settings = byQuota[quota];
                if (settings == null) {
                    settings = new ArrayList<>();
                    byQuota[quota] = settings;
                }
                settings.add(setting);
            });
        }
        return byQuota;
    }

    boolean of(Model other) {
        return model == other;
    }

    Seen see(Report report) {
        List<Change> changes = List.of();
        boolean news = false;
        for (int i = 0; i < report.size(); i++) {
            int quota = report.quota(i);
            List<Setting> settings = byQuota[quota];
            if (settings == null || seen[quota] == report.value(i)) {
                continue;
            }
            double before = seen[quota];
            double value = report.value(i);
            news = true;
            if (Double.isNaN(before)) {
                seen[quota] = value;
            } else if (report.source() != Report.Source.SNAPSHOT) {
                seen[quota] = value;
                changes = changes.isEmpty() ? new ArrayList<>() : changes;
                for (Setting setting : settings) {
                    changes.add(new Change(setting, setting.fromReadBack(before), setting.fromReadBack(value)));
                }
            }
        }
        return news ? new Seen(changes, true) : Seen.NOTHING;
    }
}
