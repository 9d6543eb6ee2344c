package io.github.joulekeeper.dispatch;

import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.state.Report;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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
    record Seen(List<Change> changes, boolean news) {}

    private final Model model;
    private final List<List<Setting>> byQuota;
    private final double[] seen;

    Sightings(Model model) {
        this.model = model;
        this.seen = new double[model.quotaCount()];
        Arrays.fill(seen, Double.NaN);
        this.byQuota = new ArrayList<>();
        for (int quota = 0; quota < model.quotaCount(); quota++) {
            byQuota.add(List.of());
        }
        for (Setting setting : model.settings()) {
            setting.readBack().ifPresent(quota -> {
                List<Setting> settings = new ArrayList<>(byQuota.get(quota));
                settings.add(setting);
                byQuota.set(quota, settings);
            });
        }
    }

    boolean of(Model other) {
        return model == other;
    }

    Seen see(Report report) {
        List<Change> changes = new ArrayList<>();
        boolean news = false;
        for (int i = 0; i < report.size(); i++) {
            int quota = report.quota(i);
            List<Setting> settings = byQuota.get(quota);
            double before = seen[quota];
            double value = report.value(i);
            if (settings.isEmpty() || before == value) {
                continue;
            }
            news = true;
            if (Double.isNaN(before)) {
                seen[quota] = value;
            } else if (report.source() != Report.Source.SNAPSHOT) {
                seen[quota] = value;
                settings.forEach(setting ->
                        changes.add(new Change(setting, setting.fromReadBack(before), setting.fromReadBack(value))));
            }
        }
        return new Seen(changes, news);
    }
}
