package io.github.joulekeeper.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.joulekeeper.device.CommandTemplate;
import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.device.Quota;
import io.github.joulekeeper.device.Setting;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A device model of the catalog as the API shows it. */
@RegisterForReflection
public record ModelView(
        String id,
        String name,
        List<String> serialPrefixes,
        List<QuotaView> quotas,
        List<SettingView> settings,
        List<CommandTemplateView> commands) {

    /** What a station of the model reports. */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record QuotaView(
            String key,
            List<String> aliases,
            String kind,
            String unit,
            @Nullable Double min,
            @Nullable Double max,
            Map<Integer, String> labels,
            Map<Integer, String> bits,
            boolean keyIndicator,
            boolean documented,
            String description) {}

    /** What can be set on a station of the model. */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SettingView(
            String name,
            String kind,
            String unit,
            String allowed,
            String command,
            @Nullable String readBack,
            String description) {}

    /** A vendor command that carries settings. */
    @RegisterForReflection
    public record CommandTemplateView(String id, Map<String, Object> envelope, List<String> parameters) {}

    static ModelView of(Model model) {
        return new ModelView(
                model.id(),
                model.name(),
                model.serialPrefixes(),
                model.quotas().stream().map(ModelView::of).toList(),
                model.settings().stream().map(setting -> of(model, setting)).toList(),
                model.commands().stream().map(ModelView::of).toList());
    }

    private static QuotaView of(Quota quota) {
        return new QuotaView(
                quota.key(),
                quota.aliases(),
                word(quota.kind()),
                quota.unit().symbol(),
                orNull(quota.min()),
                orNull(quota.max()),
                new TreeMap<>(quota.labels()),
                new TreeMap<>(quota.bits()),
                quota.keyIndicator(),
                quota.documented(),
                quota.description());
    }

    private static SettingView of(Model model, Setting setting) {
        return new SettingView(
                setting.name(),
                word(setting.kind()),
                setting.unit().symbol(),
                setting.formatRange(),
                setting.command(),
                setting.readBack().map(index -> model.quotas().get(index).key()).orElse(null),
                setting.description());
    }

    private static CommandTemplateView of(CommandTemplate command) {
        return new CommandTemplateView(
                command.id(),
                command.envelope(),
                command.parameters().stream()
                        .map(CommandTemplate.Parameter::name)
                        .collect(Collectors.toList()));
    }

    private static @Nullable Double orNull(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
