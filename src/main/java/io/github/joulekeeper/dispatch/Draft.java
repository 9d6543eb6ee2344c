package io.github.joulekeeper.dispatch;

import io.github.joulekeeper.device.CommandTemplate;
import io.github.joulekeeper.device.RawCommand;
import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.state.DeviceState;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * A payload that may leave if the gate lets it.
 *
 * @param sets the settings that were asked for
 * @param companions the settings that nobody asked for and that have no keep value, with the values they go out with
 */
record Draft(CommandTemplate.Payload payload, Map<Setting, Double> sets, Map<Setting, Double> companions) {

    /**
     * @param present the value of a companion; NaN when it is not known
     * @throws io.github.joulekeeper.device.CommandRefusedException if the catalog forbids it
     */
    static Draft of(
            DeviceState device,
            CommandTemplate template,
            Map<Setting, Double> sets,
            ToDoubleFunction<Setting> present) {
        Optional<RawCommand> raw = RawCommand.of(sets.keySet().iterator().next());
        if (raw.isPresent()) {
            return new Draft(raw.get().toSend(), Map.copyOf(sets), Map.of());
        }
        Map<Setting, Double> companions = HashMap.newHashMap(2);
        Map<String, Double> byName = HashMap.newHashMap(sets.size());
        for (Map.Entry<Setting, Double> set : sets.entrySet()) {
            byName.put(set.getKey().name(), set.getValue());
        }
        CommandTemplate.Payload payload = template.payload(device.model(), byName, setting -> {
            double value = present.applyAsDouble(setting);
            // Values of other commands' settings are asked for too, to compare with; they do not go out.
            if (template.carries(setting.name())) {
                companions.put(setting, value);
            }
            return value;
        });
        return new Draft(payload, Map.copyOf(sets), Map.copyOf(companions));
    }

    /** Why the gate does not let it pass, empty when it does. */
    Optional<String> objection(Guard guard, DeviceState device) {
        Optional<String> asked = objection(sets, guard, device);
        return asked.isPresent() ? asked : objection(companions, guard, device);
    }

    private static Optional<String> objection(Map<Setting, Double> values, Guard guard, DeviceState device) {
        for (Map.Entry<Setting, Double> entry : values.entrySet()) {
            Optional<String> objection = guard.objection(device, entry.getKey(), entry.getValue());
            if (objection.isPresent()) {
                return objection;
            }
        }
        return Optional.empty();
    }
}
