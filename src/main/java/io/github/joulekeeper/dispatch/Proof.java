package io.github.joulekeeper.dispatch;

import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.state.DeviceState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Whether a station's readings show the values of a command. */
final class Proof {
    /** What the readings say. */
    sealed interface Sight {}

    /** Every value that can be read back is shown. */
    record Shown() implements Sight {}

    /** A reading that answers the command shows another value. */
    record Differs(String what) implements Sight {}

    /** Nothing yet. */
    record Nothing() implements Sight {}

    private final Map<Setting, Double> sets;
    private final List<String> keys;

    Proof(Map<Setting, Double> sets, Model model) {
        this.sets = sets;
        Set<String> sorted = new TreeSet<>();
        for (Setting setting : sets.keySet()) {
            setting.readBack()
                    .ifPresent(quota -> sorted.add(model.quotas().get(quota).key()));
        }
        this.keys = List.copyOf(sorted);
    }

    /** The vendor's keys of the quotas that show the values; empty when nothing can be read back. */
    List<String> keys() {
        return keys;
    }

    /** The values, as a person reads them. */
    String wanted() {
        List<String> texts = new ArrayList<>(sets.size());
        sets.forEach((setting, value) -> texts.add(setting.name() + " = " + setting.format(value)));
        Collections.sort(texts);
        return String.join(", ", texts);
    }

    /**
     * @param sent when the command first left; only later readings count
     * @param provoked from when on a reading that differs is an answer, not older news that is still under way
     */
    Sight look(DeviceState device, Instant sent, Instant provoked, Instant now) {
        boolean all = !keys.isEmpty();
        String differs = null;
        for (Map.Entry<Setting, Double> set : sets.entrySet()) {
            Setting setting = set.getKey();
            if (setting.readBack().isEmpty()) {
                continue;
            }
            Instant at = device.lastAt(setting.readBack().get());
            double value = device.knownSetting(setting, now);
            boolean shows = value == set.getValue() && after(at, sent);
            all &= shows;
            if (!shows && !Double.isNaN(value) && after(at, provoked)) {
                differs = "%s is %s, not %s"
                        .formatted(setting.name(), setting.format(value), setting.format(set.getValue()));
            }
        }
        return all ? new Shown() : differs != null ? new Differs(differs) : new Nothing();
    }

    private static boolean after(@Nullable Instant at, Instant since) {
        return at != null && at.isAfter(since);
    }
}
