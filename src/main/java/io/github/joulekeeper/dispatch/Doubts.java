package io.github.joulekeeper.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Values that were sent to a station, were never proven, and may still take effect. */
final class Doubts {
    private record Doubt(double value, Instant at) {}

    private final Duration lifetime;
    private final Map<String, List<Doubt>> bySetting = new HashMap<>();

    Doubts(Duration lifetime) {
        this.lifetime = lifetime;
    }

    void add(String setting, double value, Instant now) {
        List<Doubt> doubts = bySetting.computeIfAbsent(setting, name -> new ArrayList<>());
        // The latest of a value outlives the others: without this, a rule that goes to and fro would fill the memory.
        doubts.removeIf(doubt -> doubt.value() == value);
        doubts.add(new Doubt(value, now));
    }

    /** Whether the setting may still change to another value than this one by what was sent. */
    boolean contradict(String setting, double value, Instant now) {
        return live(setting, now).stream().anyMatch(doubt -> doubt.value() != value);
    }

    /** Whether a change to this value may be the late effect of what was sent. */
    boolean explain(String setting, double value, Instant now) {
        return live(setting, now).stream().anyMatch(doubt -> doubt.value() == value);
    }

    private List<Doubt> live(String setting, Instant now) {
        List<Doubt> doubts = bySetting.isEmpty() ? null : bySetting.get(setting);
        if (doubts == null) {
            return List.of();
        }
        doubts.removeIf(doubt -> !doubt.at().plus(lifetime).isAfter(now));
        if (doubts.isEmpty()) {
            bySetting.remove(setting);
        }
        return doubts;
    }
}
