package io.github.joulekeeper.simulator.station;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The present values of a station's quotas, and which of them were not reported yet. Not thread-safe. */
final class QuotaBoard {
    private final Map<String, JsonNode> values;
    private final Set<String> changed = new LinkedHashSet<>();

    QuotaBoard(Map<String, JsonNode> initial) {
        values = new LinkedHashMap<>(initial);
        changed.addAll(values.keySet());
    }

    /** @throws IllegalArgumentException if the station has no such quota */
    void put(String key, JsonNode value) {
        JsonNode previous = values.get(key);
        if (previous == null) {
            throw new IllegalArgumentException("The station has no quota '%s'".formatted(key));
        }
        if (!previous.equals(value)) {
            values.put(key, value);
            changed.add(key);
        }
    }

    double number(String key) {
        JsonNode value = values.get(key);
        return value == null ? Double.NaN : value.asDouble(Double.NaN);
    }

    Map<String, JsonNode> all() {
        return new LinkedHashMap<>(values);
    }

    /** The quotas with this prefix that changed since they were taken last, or all of them, by their bare keys. */
    Map<String, JsonNode> take(String prefix, boolean all) {
        Map<String, JsonNode> taken = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(prefix) && (all || changed.contains(key))) {
                taken.put(key.substring(prefix.length()), value);
            }
        });
        changed.removeIf(key -> key.startsWith(prefix));
        return taken;
    }
}
