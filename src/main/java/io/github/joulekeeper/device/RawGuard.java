package io.github.joulekeeper.device;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Keeps raw payloads from carrying what is known to be dangerous, such as a charging power of 0, which means full power
 * to the station.
 */
final class RawGuard {
    // A station might not mind the case of a name, so that this must not either.
    private final Map<String, Setting> guarded = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    RawGuard(Model model) {
        for (CommandTemplate command : model.commands()) {
            for (CommandTemplate.Parameter parameter : command.parameters()) {
                if (parameter.guarded()) {
                    parameter
                            .setting()
                            .flatMap(model::setting)
                            .ifPresent(setting -> guarded.put(parameter.name(), setting));
                }
            }
        }
    }

    Optional<String> refusal(Object payload) {
        return switch (payload) {
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .flatMap(entry -> refusal(String.valueOf(entry.getKey()), entry.getValue()).stream())
                        .findFirst();
            case List<?> list ->
                list.stream().flatMap(item -> refusal(item).stream()).findFirst();
            default -> Optional.empty();
        };
    }

    private Optional<String> refusal(String name, Object value) {
        Setting setting = guarded.get(name);
        if (setting == null) {
            return refusal(value);
        }
        boolean whole = value instanceof Integer || value instanceof Long;
        double number = whole ? ((Number) value).doubleValue() : Double.NaN;
        if (whole && setting.range().allows(setting.fromWire(number))) {
            return Optional.empty();
        }
        return Optional.of("A raw payload's %s must be %s as a whole number, not %s: other values are dangerous"
                .formatted(name, setting.formatRange(), value));
    }
}
