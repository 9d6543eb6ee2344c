package io.github.joulekeeper.device;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads one model from its file, and checks that its parts fit each other. */
final class ModelReader {
    private static final Set<String> FIELDS =
            Set.of("id", "name", "serial-prefixes", "report-prefixes", "quotas", "settings", "commands");
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    private final YamlNode root;
    private final YamlNode.Fields fields;

    ModelReader(YamlNode root) {
        this.root = root;
        this.fields = root.fields(FIELDS);
    }

    Model read() {
        YamlNode idNode = fields.required("id");
        String id = idNode.text();
        if (!ID.matcher(id).matches()) {
            throw idNode.error("must be lower-case words with hyphens, such as delta-2, not '%s'".formatted(id));
        }
        Map<String, Quota> quotas = quotas();
        Map<String, YamlNode> commandNodes = nodes("commands");
        List<CommandTemplate> commands = new ArrayList<>();
        commandNodes.forEach((name, node) -> commands.add(CommandReader.read(name, node)));
        Collection<Setting> settings = settings(quotas, commands, commandNodes);
        try {
            return new Model(
                    id,
                    fields.required("name").text(),
                    fields.texts("serial-prefixes"),
                    List.copyOf(quotas.values()),
                    settings,
                    commands,
                    fields.map("report-prefixes", YamlNode::text));
        } catch (IllegalArgumentException e) {
            throw root.error(String.valueOf(e.getMessage()));
        }
    }

    private Map<String, YamlNode> nodes(String key) {
        return fields.optional(key).map(YamlNode::map).orElse(Map.of());
    }

    private Map<String, Quota> quotas() {
        Map<String, Quota> quotas = new LinkedHashMap<>();
        Map<String, String> names = new LinkedHashMap<>();
        fields.required("quotas").map().forEach((key, node) -> {
            Quota quota = QuotaReader.read(quotas.size(), key, node);
            List<String> own = new ArrayList<>(quota.aliases());
            own.add(key);
            for (String name : own) {
                String other = names.put(name, key);
                if (other != null) {
                    throw node.error(
                            "the name '%s' already belongs to %s. Give each quota its own".formatted(name, other));
                }
            }
            quotas.put(key, quota);
        });
        return quotas;
    }

    private Collection<Setting> settings(
            Map<String, Quota> quotas, List<CommandTemplate> commands, Map<String, YamlNode> commandNodes) {
        Map<String, YamlNode> settingNodes = nodes("settings");
        Map<String, Carrier> carriers = new LinkedHashMap<>();
        for (CommandTemplate command : commands) {
            YamlNode at = at(commandNodes, command.id());
            for (CommandTemplate.Parameter parameter : command.parameters()) {
                parameter.setting().ifPresent(setting -> {
                    if (!settingNodes.containsKey(setting)) {
                        throw at.error("carries the setting '%s', which is not among the settings. Add it there"
                                .formatted(setting));
                    }
                    Carrier other = carriers.put(setting, new Carrier(command.id(), parameter.name()));
                    if (other != null) {
                        throw at.error("carries the setting '%s', which %s carries already. One command must carry it"
                                .formatted(setting, other.command()));
                    }
                });
            }
        }
        Map<String, Setting> settings = new LinkedHashMap<>();
        settingNodes.forEach((name, node) -> {
            Carrier carrier = carriers.get(name);
            if (carrier == null) {
                throw node.error("no command carries it. Name it in a command's params");
            }
            settings.put(name, SettingReader.read(name, node, carrier, quotas));
        });
        settings.values().forEach(setting -> checkDependencies(setting, settings, at(settingNodes, setting.name())));
        return settings.values();
    }

    private void checkDependencies(Setting setting, Map<String, Setting> settings, YamlNode at) {
        Set<String> named = new HashSet<>();
        for (Dependency dependency : setting.dependencies()) {
            named.add(dependency.setting());
            dependency.unlessOff().ifPresent(name -> {
                named.add(name);
                Setting toggle = settings.get(name);
                if (toggle != null
                        && (toggle.kind() != Setting.Kind.SWITCH
                                || !toggle.command().equals(setting.command()))) {
                    throw at.error("unless-off names '%s', which must be a switch that the same command carries"
                            .formatted(name));
                }
            });
            Setting other = settings.get(dependency.setting());
            if (other != null && other.unit() != setting.unit()) {
                throw at.error("depends on '%s', which is in another unit (%s, not %s)"
                        .formatted(
                                other.name(),
                                other.unit().symbol(),
                                setting.unit().symbol()));
            }
        }
        for (String name : named) {
            if (!settings.containsKey(name)) {
                throw at.error("depends on '%s', which is not among the settings. Known are %s"
                        .formatted(name, String.join(", ", settings.keySet())));
            }
        }
    }

    private YamlNode at(Map<String, YamlNode> nodes, String name) {
        return nodes.getOrDefault(name, root);
    }

    /** What carries a setting. */
    record Carrier(String command, String parameter) {}
}
