package io.github.joulekeeper.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.joulekeeper.device.Quota;
import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.engine.Explanation;
import io.github.joulekeeper.state.DeviceState;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
     * @param ageSeconds how long ago that was, 0 or more
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
            @Nullable Long ageSeconds,
            boolean known,
            boolean documented) {}

    /**
     * A setting with the value that was read back last, who claims it, and what was commanded last.
     *
     * @param value as a person reads it; absent if it was never read or cannot be
     * @param number the same in the unit of {@code range}
     * @param readAt when it was read
     * @param allowed what it may be set to, as a person reads it
     * @param range the same for programs
     * @param known whether conditions may use the value: fresh, and the station is online
     * @param claim the claim that wins, absent if nobody claims it
     * @param shadowed the claims that do not win, strongest first; absent if nobody claims it
     * @param setPoint what was asked of the dispatcher last, if that still stands
     * @param before what was read before the first claim began; comes back where a rule says {@code restore}
     * @param lastCommand the last command that set it, absent if none is among the station's latest 500
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SettingView(
            String name,
            String description,
            @Nullable String value,
            @Nullable Double number,
            @Nullable Instant readAt,
            String allowed,
            RangeView range,
            boolean known,
            @Nullable ClaimView claim,
            @Nullable List<ClaimView> shadowed,
            @Nullable String setPoint,
            @Nullable String before,
            @Nullable LastCommandView lastCommand) {

        SettingView with(@Nullable LastCommandView last) {
            return new SettingView(
                    name,
                    description,
                    value,
                    number,
                    readAt,
                    allowed,
                    range,
                    known,
                    claim,
                    shadowed,
                    setPoint,
                    before,
                    last);
        }
    }

    /**
     * A claim on a setting.
     *
     * @param origin a rule's id, or {@code manual:AUTHOR}
     * @param value as a person reads it; {@code unknown} while what it follows was never known
     * @param priority 0 to 100; 101 for a person's claim, which outranks every rule
     * @param until when it ends by itself, if that is known
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ClaimView(
            String origin,
            String value,
            int priority,
            Instant since,
            @Nullable Instant until,
            String reason) {

        static ClaimView of(Explanation.OfClaim claim) {
            return new ClaimView(
                    claim.origin(),
                    Double.isNaN(claim.value()) ? "unknown" : claim.setting().format(claim.value()),
                    claim.priority(),
                    claim.since(),
                    claim.until().orElse(null),
                    claim.reason());
        }
    }

    /**
     * The last command that set a setting; {@code /api/commands} tells more.
     *
     * @param value what it set the setting to
     * @param state the outcome, or the last step while the command is under way
     * @param outcome absent while the command is under way
     * @param detail what the end says
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record LastCommandView(
            long id,
            List<String> rules,
            String value,
            String reason,
            String state,
            @Nullable String outcome,
            @Nullable String detail,
            Instant openedAt,
            @Nullable Instant endedAt) {

        static LastCommandView of(CommandView command, String value) {
            return new LastCommandView(
                    command.id(),
                    command.rules(),
                    value,
                    command.reason(),
                    command.state(),
                    command.outcome(),
                    command.detail(),
                    command.openedAt(),
                    command.endedAt());
        }
    }

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

    /** The station with all that is known of it at an instant, save its last commands. */
    static DeviceView whole(DeviceState device, String modelReason, List<Explanation.OfSetting> claimed, Instant now) {
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
                        age(device.lastAt(quota.index()), now),
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
                        age(text.at(), now),
                        false,
                        device.model().indexOf(key) >= 0)));
        List<SettingView> settings = device.model().settings().stream()
                .map(setting -> setting(
                        device,
                        setting,
                        claimed.stream()
                                .filter(one -> one.setting().name().equals(setting.name()))
                                .findFirst()
                                .orElse(null),
                        now))
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

    private static @Nullable Long age(@Nullable Instant at, Instant now) {
        return at == null ? null : Math.max(0, Duration.between(at, now).toSeconds());
    }

    private static SettingView setting(
            DeviceState device, Setting setting, Explanation.@Nullable OfSetting claims, Instant now) {
        double last = device.lastSetting(setting);
        return new SettingView(
                setting.name(),
                setting.description(),
                Double.isNaN(last) ? null : setting.format(last),
                Double.isNaN(last) ? null : last,
                setting.readBack().map(device::lastAt).orElse(null),
                setting.formatRange(),
                RangeView.of(setting),
                !Double.isNaN(device.knownSetting(setting, now)),
                claims == null ? null : claims.winner().map(ClaimView::of).orElse(null),
                claims == null
                        ? null
                        : claims.shadowed().stream().map(ClaimView::of).toList(),
                claims == null
                        ? null
                        : claims.setPoint()
                                .map(point -> setting.format(point.value()))
                                .orElse(null),
                claims == null ? null : claims.before().map(setting::format).orElse(null),
                null);
    }

    /** The same with the last command of each setting, by setting. */
    DeviceView with(Map<String, LastCommandView> lastCommands) {
        return new DeviceView(
                serial,
                name,
                model,
                modelReason,
                online,
                onlineSince,
                lastHeard,
                readings,
                settings == null
                        ? null
                        : settings.stream()
                                .map(setting -> setting.with(lastCommands.get(setting.name())))
                                .toList());
    }
}
