package io.github.joulekeeper.dispatch;

import io.github.joulekeeper.device.RawCommand;
import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.rule.Limit;
import io.github.joulekeeper.state.DeviceState;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The one gate that every command passes, at every try: range of the catalog, limits of the user, mode. */
final class Guard {
    private List<Limit> limits = List.of();
    private Mode mode = Mode.CONTROL;
    private boolean rawAllowed;

    void setLimits(List<Limit> limits) {
        this.limits = List.copyOf(limits);
    }

    void setMode(Mode mode) {
        this.mode = mode;
    }

    void setRawAllowed(boolean allowed) {
        this.rawAllowed = allowed;
    }

    Mode mode() {
        return mode;
    }

    /** Why a value may not go to a station, empty when it may. */
    Optional<String> objection(DeviceState device, Setting setting, double value) {
        Optional<RawCommand> raw = RawCommand.of(setting);
        if (raw.isPresent()) {
            return objection(device, raw.get());
        }
        Optional<String> refusal = setting.refusal(value);
        return refusal.isPresent() ? refusal : brokenLimit(device, setting, value);
    }

    private Optional<String> objection(DeviceState device, RawCommand raw) {
        if (!rawAllowed) {
            return Optional.of(
                    "raw payloads are not allowed. To allow them, start Joulekeeper with joulekeeper.allow-raw=true");
        }
        return device.model()
                .rawRefusal(raw.payload())
                .or(() -> raw.settings(device.model()).entrySet().stream()
                        .flatMap(set -> brokenLimit(device, set.getKey(), set.getValue()).stream())
                        .findFirst());
    }

    private Optional<String> brokenLimit(DeviceState device, Setting setting, double value) {
        for (Limit limit : limits) {
            if (limit.setting().equals(setting.name())
                    && limit.devices()
                            .selects(
                                    device.serial(),
                                    device.name(),
                                    device.model().id())
                    && !limit.allows(value)) {
                return Optional.of("%s = %s breaks the limit at %s: %s"
                        .formatted(setting.name(), setting.format(value), limit.source(), bounds(limit, setting)));
            }
        }
        return Optional.empty();
    }

    private static String bounds(Limit limit, Setting setting) {
        StringBuilder text = new StringBuilder();
        limit.atLeast().ifPresent(bound -> text.append("at least ").append(setting.format(bound)));
        limit.atMost()
                .ifPresent(bound -> text.append(text.isEmpty() ? "" : ", ")
                        .append("at most ")
                        .append(setting.format(bound)));
        if (!limit.only().isEmpty()) {
            String list = limit.only().stream().map(setting::format).collect(Collectors.joining(", "));
            text.append(text.isEmpty() ? "" : ", ").append("only ").append(list);
        }
        return text.toString();
    }
}
