package io.github.joulekeeper.replay;

import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.state.Report;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * What the commands of a replay have made of one station's settings. From the first command that sets a setting on, its
 * readings in the recording tell what became of the commands of the run that was recorded, not of this one: they keep
 * their instants, and so their freshness, but show the value that the replay has set.
 */
final class AssumedSettings {
    private final String serial;
    private final Model model;
    private final Map<Integer, Double> readings = new HashMap<>();
    private final Map<String, Double> values = new HashMap<>();

    AssumedSettings(String serial, Model model) {
        this.serial = serial;
        this.model = model;
    }

    /** Notes that a command has left; its values are by the settings' names, in their units. */
    void sent(Map<String, Double> settings) {
        values.putAll(settings);
    }

    /** The station did what a command said, and shows it by this report. */
    Report done(Map<String, Double> settings, Instant at) {
        int[] quotas = new int[settings.size()];
        double[] shown = new double[quotas.length];
        int count = 0;
        for (Map.Entry<String, Double> entry : settings.entrySet()) {
            Setting setting = model.setting(entry.getKey()).orElseThrow();
            if (setting.readBack().isPresent()) {
                quotas[count] = setting.readBack().get();
                shown[count] = reading(setting, entry.getValue());
                readings.put(quotas[count], shown[count]);
                count++;
            }
        }
        return new Report(
                serial,
                Report.Source.GET_REPLY,
                at,
                java.util.Arrays.copyOf(quotas, count),
                java.util.Arrays.copyOf(shown, count),
                Map.of());
    }

    private static double reading(Setting setting, double value) {
        for (Map.Entry<Double, Double> shown : setting.readBackValues().entrySet()) {
            if (shown.getValue() == value) {
                return shown.getKey();
            }
        }
        return value;
    }

    /** A recorded report as this station would have made it. */
    Report over(Report recorded) {
        if (readings.isEmpty()) {
            return recorded;
        }
        int[] quotas = new int[recorded.size()];
        double[] shown = new double[recorded.size()];
        for (int i = 0; i < quotas.length; i++) {
            quotas[i] = recorded.quota(i);
            shown[i] = readings.getOrDefault(quotas[i], recorded.value(i));
        }
        return new Report(recorded.serial(), recorded.source(), recorded.at(), quotas, shown, recorded.texts());
    }

    /** What was set last, by setting, in the settings' units. */
    Map<String, Double> values() {
        return values;
    }
}
