package io.github.joulekeeper.device;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * A set command of a model, which carries one or more settings.
 *
 * @param id its name in the catalog, such as {@code acOutCfg}
 * @param envelope the fields beside {@code params} that select it, in order, such as {@code moduleType} and
 *     {@code operateType}
 * @param parameters the fields of {@code params}, in the vendor's order
 */
public record CommandTemplate(String id, Map<String, Object> envelope, List<Parameter> parameters) {

    /**
     * One field of {@code params}.
     *
     * @param name the vendor's name, misspellings included
     * @param setting the setting that it carries; empty for a constant
     * @param constant the value of a field that carries no setting, such as {@code cmdSet}
     * @param keep the vendor's value that leaves the setting as it is, if there is one
     */
    public record Parameter(String name, Optional<String> setting, OptionalDouble constant, OptionalDouble keep) {}

    /**
     * A payload ready to be put into a vendor message.
     *
     * @param command the template's id
     * @param envelope as in the template
     * @param params the fields of {@code params} in the vendor's order; numbers without a fraction are Long, others Double
     * @param setPoints the settings that were asked for, with their values in the settings' units
     */
    public record Payload(
            String command, Map<String, Object> envelope, Map<String, Object> params, Map<String, Double> setPoints) {}

    public CommandTemplate {
        envelope = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(envelope));
        parameters = List.copyOf(parameters);
    }

    /**
     * Makes the payload for the given set points. Fields that nobody asked for keep their value: by the vendor's keep
     * value, else by what was last read.
     *
     * @param model the model that this command belongs to
     * @param setPoints setting names and values; each must be a setting of this command and in its range
     * @param lastRead the last read value of a setting, in its unit; NaN when it was never read
     * @throws CommandRefusedException if a value is out of its range, a setting is foreign to this command, or the value
     *     of a companion is not known: it is never guessed
     */
    public Payload payload(Model model, Map<String, Double> setPoints, ToDoubleFunction<Setting> lastRead) {
        Map<String, Object> params = new LinkedHashMap<>();
        Map<String, Double> open = new LinkedHashMap<>(setPoints);
        for (Parameter parameter : parameters) {
            params.put(parameter.name(), number(wireValue(parameter, model, open, lastRead)));
        }
        if (!open.isEmpty()) {
            throw new CommandRefusedException(
                    "Command %s does not carry %s".formatted(id, String.join(", ", open.keySet())));
        }
        return new Payload(id, envelope, java.util.Collections.unmodifiableMap(params), Map.copyOf(setPoints));
    }

    private double wireValue(
            Parameter parameter, Model model, Map<String, Double> open, ToDoubleFunction<Setting> lastRead) {
        if (parameter.setting().isEmpty()) {
            return parameter.constant().orElseThrow();
        }
        String name = parameter.setting().get();
        Setting setting = model.setting(name)
                .orElseThrow(() -> new CommandRefusedException("%s has no setting '%s'".formatted(model.name(), name)));
        Double asked = open.remove(name);
        if (asked == null && parameter.keep().isPresent()) {
            return parameter.keep().getAsDouble();
        }
        double value = asked != null ? asked : lastRead.applyAsDouble(setting);
        if (Double.isNaN(value)) {
            throw new CommandRefusedException(
                    "Command %s must carry %s too, and its value was never read".formatted(id, name));
        }
        setting.refusal(value).ifPresent(reason -> {
            throw new CommandRefusedException(reason);
        });
        return setting.toWire(value);
    }

    private static Object number(double value) {
        // Two branches, not a conditional: that would promote the long to a double.
        if (value == Math.rint(value)) {
            return (long) value;
        }
        return value;
    }
}
