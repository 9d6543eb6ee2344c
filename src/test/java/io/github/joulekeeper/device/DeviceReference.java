package io.github.joulekeeper.device;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the reference of a model's quotas, settings and commands for people, from the catalog alone. */
final class DeviceReference {
    private final Model model;
    private final StringBuilder text = new StringBuilder();

    private DeviceReference(Model model) {
        this.model = model;
    }

    /**
     * @param notes what was decided by hand about this model, as Markdown; empty if nothing was
     */
    static String of(Model model, String notes) {
        return new DeviceReference(model).write(notes);
    }

    private String write(String notes) {
        line("# " + model.name());
        line("");
        line("<!-- Made from devices/" + model.id() + ".yaml by DeviceReferenceTest. Do not edit. -->");
        line("");
        line("The catalog's id is `%s`. %s".formatted(model.id(), prefixes()));
        line("");
        settings();
        commands();
        quotas();
        if (!notes.isBlank()) {
            line(notes.strip());
        }
        return text.toString().stripTrailing() + "\n";
    }

    private String prefixes() {
        return model.serialPrefixes().isEmpty()
                ? "No beginning of a serial number is known to tell it."
                : "Serial numbers begin with "
                        + model.serialPrefixes().stream()
                                .map(DeviceReference::code)
                                .collect(Collectors.joining(" or "))
                        + ".";
    }

    private void settings() {
        line("## Settings");
        line("");
        row("Setting", "Values", "Depends on", "Read back at", "What it does");
        row("---", "---", "---", "---", "---");
        for (Setting setting : model.settings()) {
            row(
                    code(setting.name()),
                    setting.formatRange(),
                    setting.dependencies().stream()
                            .map(dependency -> dependency.format(setting.unit()))
                            .collect(Collectors.joining("; ")),
                    setting.readBack()
                            .map(index -> code(model.quotas().get(index).key()))
                            .orElse(""),
                    setting.description());
        }
        line("");
    }

    private void commands() {
        line("## Commands");
        line("");
        line("A field that nobody asks for goes out with its keep value, else with the value last read.");
        line("");
        row("Command", "Selected by", "Fields", "What it does");
        row("---", "---", "---", "---");
        for (CommandTemplate command : model.commands()) {
            row(
                    code(command.id()),
                    command.envelope().entrySet().stream()
                            .map(entry -> code(entry.getKey() + ": " + entry.getValue()))
                            .collect(Collectors.joining(", ")),
                    command.parameters().stream().map(DeviceReference::field).collect(Collectors.joining("<br>")),
                    command.description());
        }
        line("");
    }

    private static String field(CommandTemplate.Parameter parameter) {
        String value = parameter
                .setting()
                .map(setting -> code(parameter.name()) + " ← " + code(setting))
                .orElseGet(() -> code(parameter.name()) + " = "
                        + Numbers.plain(parameter.constant().orElseThrow()));
        return value
                + (parameter.keep().isPresent()
                        ? ", keep " + Numbers.plain(parameter.keep().getAsDouble())
                        : "")
                + (parameter.guarded() ? ", guarded" : "");
    }

    private void quotas() {
        line("## Quotas");
        line("");
        line("● is a key indicator of the vendor's; ○ is not in the vendor's list of quotas.");
        line("");
        Map<String, List<Quota>> groups = new LinkedHashMap<>();
        for (Quota quota : model.quotas()) {
            String group = quota.key().substring(0, quota.key().indexOf('.') + 1);
            groups.computeIfAbsent(group, key -> new ArrayList<>()).add(quota);
        }
        groups.forEach((group, quotas) -> {
            line("### " + code(group + "*"));
            line("");
            row("Key", "Alias", "Unit or kind", "Values", "What it tells");
            row("---", "---", "---", "---", "---");
            for (Quota quota : quotas) {
                row(
                        code(quota.key()) + (quota.keyIndicator() ? " ●" : "") + (quota.documented() ? "" : " ○"),
                        quota.aliases().stream().map(DeviceReference::code).collect(Collectors.joining(", ")),
                        quota.unit() != Unit.NONE
                                ? quota.unit().symbol()
                                : quota.kind() == Quota.Kind.NUMBER
                                        ? ""
                                        : quota.kind().name().toLowerCase(Locale.ROOT),
                        values(quota),
                        quota.description());
            }
            line("");
        });
    }

    private static String values(Quota quota) {
        List<String> parts = new ArrayList<>();
        if (quota.min().isPresent() && quota.max().isPresent()) {
            parts.add(Numbers.plain(quota.min().getAsDouble()) + " to "
                    + Numbers.plain(quota.max().getAsDouble()));
        } else if (quota.min().isPresent()) {
            parts.add("from " + Numbers.plain(quota.min().getAsDouble()));
        }
        quota.labels().forEach((code, label) -> parts.add(code + " " + label));
        quota.bits().forEach((bit, name) -> parts.add("bit " + bit + " " + name));
        quota.bytes().forEach((part, name) -> parts.add("byte " + part + " " + name));
        quota.sentinels().forEach((value, meaning) -> parts.add(Numbers.plain(value) + " " + meaning));
        quota.signs().ifPresent(signs -> parts.add("above 0 " + signs.positive() + ", below 0 " + signs.negative()));
        return String.join("; ", parts);
    }

    private static String code(String text) {
        return "`" + text + "`";
    }

    private void row(String... cells) {
        line("| " + String.join(" | ", cells) + " |");
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
