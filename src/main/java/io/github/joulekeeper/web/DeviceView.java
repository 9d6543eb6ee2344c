package io.github.joulekeeper.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.joulekeeper.device.Quota;
import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.state.DeviceState;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A station as the API shows it. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeviceView(
        String serial,
        String name,
        String model,
        String modelReason,
        boolean online,
        @Nullable Instant onlineSince,
        @Nullable Instant lastHeard,
        @Nullable List<ReadingView> readings,
        @Nullable List<SettingView> settings) {

    /**
     * A reading.
     *
     * @param value in {@code unit}; a number, or JSON text for lists and undocumented keys
     * @param shown the value as a person reads it
     * @param at null for what only the cloud remembers of an offline station
     * @param known whether conditions may use it: fresh, and the station is online
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ReadingView(
            String key,
            @Nullable List<String> aliases,
            Object value,
            @Nullable String unit,
            String shown,
            @Nullable Instant at,
            boolean known,
            boolean documented) {}

    /** A setting with the value that was read back last. */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SettingView(String name, @Nullable String value, String allowed, boolean known) {}

    /** The station without its readings. */
    static DeviceView summary(DeviceState device, String modelReason) {
        return new DeviceView(
                device.serial(),
                device.name(),
                device.model().id(),
                modelReason,
                device.online(),
                device.onlineSince(),
                device.lastHeard(),
                null,
                null);
    }

    /** The station with all that is known of it at an instant. */
    static DeviceView whole(DeviceState device, String modelReason, Instant now) {
        List<ReadingView> readings = new ArrayList<>();
        for (Quota quota : device.model().quotas()) {
            double value = device.last(quota.index());
            if (!Double.isNaN(value)) {
                readings.add(new ReadingView(
                        quota.key(),
                        quota.aliases(),
                        value,
                        quota.unit().symbol(),
                        quota.format(value),
                        device.lastAt(quota.index()),
                        device.isKnown(quota.index(), now),
                        quota.documented()));
            }
        }
        device.texts()
                .forEach((key, text) -> readings.add(new ReadingView(
                        key,
                        null,
                        text.value(),
                        null,
                        text.value(),
                        text.at(),
                        false,
                        device.model().indexOf(key) >= 0)));
        List<SettingView> settings = device.model().settings().stream()
                .map(setting -> setting(device, setting, now))
                .toList();
        DeviceView summary = summary(device, modelReason);
        return new DeviceView(
                summary.serial(),
                summary.name(),
                summary.model(),
                summary.modelReason(),
                summary.online(),
                summary.onlineSince(),
                summary.lastHeard(),
                readings,
                settings);
    }

    private static SettingView setting(DeviceState device, Setting setting, Instant now) {
        double last = device.lastSetting(setting);
        return new SettingView(
                setting.name(),
                Double.isNaN(last) ? null : setting.format(last),
                setting.formatRange(),
                !Double.isNaN(device.knownSetting(setting, now)));
    }
}
