package io.github.joulekeeper.dispatch;

import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.device.Setting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Which quotas of a model read settings back; the same for all its stations. */
final class ReadBacks {
    private final Model model;
    /** By the quota's index: its place among those that read something back, -1 for none. */
    private final int[] places;
    /** By place: the settings that it reads back. */
    private final List<List<Setting>> settings = new ArrayList<>();

    ReadBacks(Model model) {
        this.model = model;
        this.places = new int[model.quotaCount()];
        Arrays.fill(places, -1);
        for (Setting setting : model.settings()) {
            setting.readBack().ifPresent(quota -> {
                if (places[quota] < 0) {
                    places[quota] = settings.size();
                    settings.add(new ArrayList<>());
                }
                settings.get(places[quota]).add(setting);
            });
        }
    }

    boolean of(Model other) {
        return model == other;
    }

    /** How many quotas read something back. */
    int count() {
        return settings.size();
    }

    int place(int quota) {
        return places[quota];
    }

    List<Setting> settings(int place) {
        return settings.get(place);
    }
}
