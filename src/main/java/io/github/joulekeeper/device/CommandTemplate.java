package io.github.joulekeeper.device;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A set command of a model, which carries one or more settings.
 *
 * @param id its name in the catalog, such as {@code acOutCfg}
 * @param envelope the fields beside {@code params} that select it, in order, such as {@code moduleType} and
 *     {@code operateType}
 * @param parameters the fields of {@code params}, in the vendor's order
 * @param query the fields that the get command for its settings carries beside {@code quotas}; empty in most families
 * @param description one line in our own words
 */
public record CommandTemplate(
        String id,
        Map<String, Object> envelope,
        List<Parameter> parameters,
        Map<String, Object> query,
        String description) {

    /**
     * One field of {@code params}.
     *
     * @param name the vendor's name, misspellings included
     * @param setting the setting that it carries; empty for a constant
     * @param constant the value of a field that carries no setting, such as {@code cmdSet}
     * @param keep the vendor's value that leaves the setting as it is, if there is one
     * @param guarded whether values outside the setting's range are dangerous, so that even raw payloads must keep to it
     */
    public record Parameter(
            String name, Optional<String> setting, OptionalDouble constant, OptionalDouble keep, boolean guarded) {
        /** A parameter that raw payloads may set freely. */
        public Parameter(String name, Optional<String> setting, OptionalDouble constant, OptionalDouble keep) {
            this(name, setting, constant, keep, false);
        }
    }

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
        envelope = Ordered.copyOf(envelope);
        parameters = List.copyOf(parameters);
        query = Ordered.copyOf(query);
    }

    /** A command whose get carries nothing but quotas. */
    public CommandTemplate(String id, Map<String, Object> envelope, List<Parameter> parameters) {
        this(id, envelope, parameters, Map.of(), "");
    }

    /** The names of the settings that it carries, in the vendor's order. */
    public List<String> settings() {
        return parameters.stream()
                .flatMap(parameter -> parameter.setting().stream())
                .toList();
    }

    /** Whether it carries the setting with this name. */
    public boolean carries(String settingName) {
        for (Parameter parameter : parameters) {
            if (parameter.setting().isPresent() && parameter.setting().get().equals(settingName)) {
                return true;
            }
        }
        return false;
    }

    private boolean carriesAll(Iterable<String> settingNames) {
        for (String name : settingNames) {
            if (!carries(name)) {
                return false;
            }
        }
        return true;
    }

    /** The keys of the quotas that read it back, in the vendor's order: what its get command asks for. */
    public List<String> readBackKeys(Model model) {
        return settings().stream()
                .flatMap(name -> model.setting(name).stream())
                .flatMap(setting -> setting.readBack().stream())
                .map(index -> model.quotas().get(index).key())
                .distinct()
                .toList();
    }

    /**
     * The {@code params} of the vendor's get command for its settings.
     *
     * @param model the model that this command belongs to
     */
    public Map<String, Object> queryParams(Model model) {
        Map<String, Object> params = new LinkedHashMap<>(query);
        params.put("quotas", readBackKeys(model));
        return Collections.unmodifiableMap(params);
    }

    /**
     * Makes the payload for the given set points. Fields that nobody asked for keep their value: by the vendor's keep
     * value, else by what was last read.
     *
     * @param model the model that this command belongs to
     * @param setPoints setting names and values; each must be a setting of this command and in its range
     * @param lastRead the last read value of a setting, in its unit; NaN when it was never read
     * @throws CommandRefusedException if a value is out of its range or breaks a dependency, a setting is foreign to this
     *     command, or the value of a companion is not known: it is never guessed
     */
    public Payload payload(Model model, Map<String, Double> setPoints, ToDoubleFunction<Setting> lastRead) {
        if (!carriesAll(setPoints.keySet())) {
            List<String> foreign = new ArrayList<>(setPoints.keySet());
            foreign.removeIf(this::carries);
            throw new CommandRefusedException("Command %s carries %s, not %s"
                    .formatted(id, String.join(", ", settings()), String.join(", ", foreign)));
        }
        if (setPoints.isEmpty()) {
            throw new CommandRefusedException("Command %s needs at least one set point".formatted(id));
        }
        Map<String, Object> params = LinkedHashMap.newLinkedHashMap(parameters.size());
        Map<String, Double> sent = LinkedHashMap.newLinkedHashMap(setPoints.size());
        for (Parameter parameter : parameters) {
            params.put(parameter.name(), number(wireValue(parameter, model, setPoints, lastRead, sent)));
        }
        checkDependencies(model, setPoints, sent, lastRead);
        return new Payload(id, envelope, Collections.unmodifiableMap(params), Ordered.copyOf(setPoints));
    }

    /**
     * The settings that parameters of this command write, and their values; without those that keep what they have.
     *
     * @param params as a payload holds them; what is no number gives NaN
     */
    public Map<Setting, Double> written(Model model, Map<String, Object> params) {
        Map<Setting, Double> written = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            Optional<Setting> setting = parameter.setting().flatMap(model::setting);
            if (setting.isPresent() && params.containsKey(parameter.name())) {
                double wire = wire(params.get(parameter.name()));
                if (parameter.keep().isEmpty() || parameter.keep().getAsDouble() != wire) {
                    written.put(setting.get(), setting.get().fromWire(wire));
                }
            }
        }
        return written;
    }

    private static double wire(@Nullable Object value) {
        try {
            return Double.parseDouble(String.valueOf(value));
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** The value for the payload; what goes out as a setting's value is noted in {@code sent}. */
    private double wireValue(
            Parameter parameter,
            Model model,
            Map<String, Double> setPoints,
            ToDoubleFunction<Setting> lastRead,
            Map<String, Double> sent) {
        if (parameter.setting().isEmpty()) {
            return parameter.constant().orElseThrow();
        }
        String name = parameter.setting().get();
        Setting setting = setting(model, name);
        Double asked = setPoints.get(name);
        if (asked == null && parameter.keep().isPresent()) {
            return parameter.keep().getAsDouble();
        }
        double value = asked != null ? asked : companion(setting, lastRead);
        setting.refusal(value).ifPresent(reason -> {
            throw new CommandRefusedException(reason);
        });
        sent.put(name, value);
        return setting.toWire(value);
    }

    private double companion(Setting setting, ToDoubleFunction<Setting> lastRead) {
        double value = lastRead.applyAsDouble(setting);
        if (Double.isNaN(value)) {
            throw new CommandRefusedException(
                    "Command %s must carry %s too, and its value was never read. Wait for a report that holds it, or set it as well"
                            .formatted(id, setting.name()));
        }
        setting.refusal(value).ifPresent(reason -> {
            throw new CommandRefusedException(
                    "Command %s must carry %s too, and the value last read may not be sent: %s. Set it as well"
                            .formatted(id, setting.name(), reason));
        });
        return value;
    }

    private static void checkDependencies(
            Model model, Map<String, Double> asked, Map<String, Double> sent, ToDoubleFunction<Setting> lastRead) {
        sent.forEach((name, value) -> {
            Setting setting = setting(model, name);
            for (Dependency dependency : setting.dependencies()) {
                boolean off = dependency
                        .unlessOff()
                        .map(sent::get)
                        .map(state -> state == 0)
                        .orElse(false);
                if (asked.containsKey(name) || !off) {
                    dependency
                            .refusal(setting, value, other -> present(model, other, sent, lastRead))
                            .ifPresent(reason -> {
                                throw new CommandRefusedException(reason);
                            });
                }
            }
        });
    }

    private static double present(
            Model model, String name, Map<String, Double> sent, ToDoubleFunction<Setting> lastRead) {
        Double value = sent.get(name);
        return value != null ? value : lastRead.applyAsDouble(setting(model, name));
    }

    private static Setting setting(Model model, String name) {
        return model.setting(name)
                .orElseThrow(() -> new CommandRefusedException("%s has no setting '%s'".formatted(model.name(), name)));
    }

    private static Object number(double value) {
        // Two branches, not a conditional: that would promote the long to a double.
        if (value == Math.rint(value)) {
            return (long) value;
        }
        return value;
    }
}
