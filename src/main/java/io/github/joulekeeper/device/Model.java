package io.github.joulekeeper.device;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One device model of the catalog: what its stations report, what can be set on them, and by which commands. */
public final class Model {
    private final String id;
    private final String name;
    private final List<String> serialPrefixes;
    private final List<Quota> quotas;
    private final Map<String, Integer> indexByName = new HashMap<>();
    private final Map<String, Map<String, Integer>> indexByPrefix = new HashMap<>();
    private final Map<String, Setting> settings = new LinkedHashMap<>();
    private final Map<String, CommandTemplate> commands = new LinkedHashMap<>();
    private final Map<String, String> quotaPrefixes;

    /**
     * @param id the catalog's id, such as {@code delta-2}
     * @param name the name that people know, such as {@code DELTA 2}
     * @param serialPrefixes beginnings of serial numbers that tell this model; may be empty
     * @param quotas in the order of their indices
     * @param settings everything that can be set
     * @param commands the commands that carry the settings
     * @param quotaPrefixes a nested report's {@code typeCode} to the prefix of its keys, such as {@code pdStatus} to
     *     {@code pd.}
     */
    public Model(
            String id,
            String name,
            List<String> serialPrefixes,
            List<Quota> quotas,
            Collection<Setting> settings,
            Collection<CommandTemplate> commands,
            Map<String, String> quotaPrefixes) {
        this.id = id;
        this.name = name;
        this.serialPrefixes = List.copyOf(serialPrefixes);
        this.quotas = List.copyOf(quotas);
        this.quotaPrefixes = Map.copyOf(quotaPrefixes);
        for (Quota quota : quotas) {
            if (quotas.get(quota.index()) != quota) {
                throw new IllegalArgumentException(
                        "Model %s: quota %s must stand at its index %d".formatted(id, quota.key(), quota.index()));
            }
            addName(quota.key(), quota.index());
            quota.aliases().forEach(alias -> addName(alias, quota.index()));
            int end = quota.key().indexOf('.') + 1;
            indexByPrefix
                    .computeIfAbsent(quota.key().substring(0, end), prefix -> new HashMap<>())
                    .put(quota.key().substring(end), quota.index());
        }
        commands.forEach(command -> this.commands.put(command.id(), command));
        settings.forEach(setting -> this.settings.put(setting.name(), setting));
    }

    private void addName(String name, int index) {
        Integer previous = indexByName.put(name, index);
        if (previous != null) {
            throw new IllegalArgumentException(
                    "Model %s: the name '%s' belongs to both %s and %s. Give each quota its own"
                            .formatted(
                                    id,
                                    name,
                                    quotas.get(previous).key(),
                                    quotas.get(index).key()));
        }
    }

    public String id() {
        return id;
    }

    public String name() {
        return name;
    }

    public List<String> serialPrefixes() {
        return serialPrefixes;
    }

    /** All quotas in the order of their indices. */
    public List<Quota> quotas() {
        return quotas;
    }

    public int quotaCount() {
        return quotas.size();
    }

    /** The index of the quota with this key or alias, or -1. */
    public int indexOf(String keyOrAlias) {
        return indexByName.getOrDefault(keyOrAlias, -1);
    }

    /**
     * The index of the quota with this key, given in its two parts as a nested report brings them, or -1: no text is put
     * together for it.
     *
     * @param prefix as {@link #quotaPrefix} gives it, such as {@code pd.}
     * @param bareKey the rest of the key, such as {@code soc}
     */
    public int indexOf(String prefix, String bareKey) {
        Map<String, Integer> keys = indexByPrefix.get(prefix);
        return keys == null ? -1 : keys.getOrDefault(bareKey, -1);
    }

    /** The quota with this key or alias. */
    public Optional<Quota> quota(String keyOrAlias) {
        int index = indexOf(keyOrAlias);
        return index < 0 ? Optional.empty() : Optional.of(quotas.get(index));
    }

    public Collection<Setting> settings() {
        return settings.values();
    }

    public Optional<Setting> setting(String settingName) {
        return Optional.ofNullable(settings.get(settingName));
    }

    public Collection<CommandTemplate> commands() {
        return commands.values();
    }

    /** The command with this id. @throws IllegalArgumentException if the model has none */
    public CommandTemplate command(String commandId) {
        CommandTemplate command = commands.get(commandId);
        if (command == null) {
            throw new IllegalArgumentException("Model %s has no command '%s'".formatted(id, commandId));
        }
        return command;
    }

    /** A setting of the model, or of a raw command, whose name holds all of it. */
    public Optional<Setting> settingOrRaw(String settingName) {
        return setting(settingName).or(() -> RawCommand.named(settingName).map(RawCommand::setting));
    }

    /** The command that carries a setting of the model, or of a raw command. */
    public CommandTemplate carrier(Setting setting) {
        return RawCommand.of(setting).map(RawCommand::template).orElseGet(() -> command(setting.command()));
    }

    /**
     * Why a raw payload, one that no template made, may not be sent to a station of this model; empty when nothing is
     * known against it. Parameters whose values are dangerous out of their range must keep to it here too.
     *
     * @param payload the vendor's payload: maps, lists, numbers and text
     */
    public Optional<String> rawRefusal(Map<String, ?> payload) {
        return new RawGuard(this).refusal(payload);
    }

    /** The prefix of the keys of a nested report with this {@code typeCode}, if the model knows it. */
    public Optional<String> quotaPrefix(String typeCode) {
        return Optional.ofNullable(quotaPrefixes.get(typeCode));
    }

    @Override
    public String toString() {
        return "Model[" + id + "]";
    }
}
