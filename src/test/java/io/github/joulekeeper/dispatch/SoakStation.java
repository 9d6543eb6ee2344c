package io.github.joulekeeper.dispatch;

import io.github.joulekeeper.device.CommandTemplate;
import io.github.joulekeeper.device.Setting;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a station of the soak test holds: its settings, as the station itself knows them. */
final class SoakStation {
    final String serial;
    final Map<String, Double> values = new HashMap<>();
    boolean online = true;
    /** What happened to it last, for the message of a broken invariant. */
    final java.util.ArrayDeque<String> trail = new java.util.ArrayDeque<>();
    /** When the last message to it arrives; none overtakes another on the way. */
    java.time.Instant lastArrival = java.time.Instant.MIN;

    SoakStation(String serial, Iterable<String> settings) {
        this.serial = serial;
        settings.forEach(name -> {
            Setting setting = Bench.DELTA_2.setting(name).orElseThrow();
            values.put(name, setting.nearest(name.equals("charge-limit.soc") ? 100 : 0));
        });
    }

    /** The settings that a payload writes, fields with their keep value left out. */
    static Map<Setting, Double> writes(CommandTemplate.Payload payload) {
        Map<Setting, Double> writes = new LinkedHashMap<>();
        CommandTemplate template = Bench.DELTA_2.command(payload.command());
        for (CommandTemplate.Parameter parameter : template.parameters()) {
            double wire = ((Number) payload.params().get(parameter.name())).doubleValue();
            boolean kept = parameter.keep().isPresent() && parameter.keep().getAsDouble() == wire;
            if (parameter.setting().isPresent() && !kept) {
                Setting setting =
                        Bench.DELTA_2.setting(parameter.setting().get()).orElseThrow();
                writes.put(setting, setting.fromWire(wire));
            }
        }
        return writes;
    }

    void note(java.time.Instant now, Object what) {
        trail.addLast(now + " " + what);
        if (trail.size() > 60) {
            trail.removeFirst();
        }
    }

    void apply(CommandTemplate.Payload payload) {
        writes(payload).forEach((setting, value) -> values.put(setting.name(), value));
    }
}
