package io.github.joulekeeper.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads one entry of a file's {@code settings}. */
final class SettingReader {
    private static final Set<String> FIELDS = Set.of(
            "kind",
            "unit",
            "min",
            "max",
            "step",
            "values",
            "labels",
            "wire",
            "read-back",
            "read-back-values",
            "dependencies",
            "description");
    private static final Set<String> DEPENDENCY_FIELDS = Set.of("at-least", "at-most", "plus", "unless-off");

    private static final Pattern NAME =
            Pattern.compile("[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*\\.[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*");

    private SettingReader() {}

    static Setting read(String name, YamlNode node, ModelReader.Carrier carrier, Map<String, Quota> quotas) {
        if (!NAME.matcher(name).matches()) {
            throw node.error(
                    "the name '%s' must be two lower-case words with a dot, such as ac-charging.watts".formatted(name));
        }
        YamlNode.Fields fields = node.fields(FIELDS);
        Setting.Kind kind = QuotaReader.choice(fields.required("kind"), Setting.Kind.class, Setting.Kind.values());
        Unit unit = QuotaReader.unit(fields);
        if (kind == Setting.Kind.DURATION && unit.dimension() != Dimension.DURATION) {
            throw node.error("a duration needs a unit of time, such as unit: min");
        }
        Map<Double, String> labels = fields.byNumber("labels", YamlNode::text);
        ValueRange range = range(kind, labels, fields);
        if (kind == Setting.Kind.CHOICE && !labels.keySet().containsAll(range.values())) {
            throw node.error("a choice needs a label for each of its values");
        }
        return new Setting(
                name,
                kind,
                unit,
                range,
                labels,
                carrier.command(),
                carrier.parameter(),
                fields.byNumber("wire", YamlNode::number),
                readBack(fields, unit, quotas),
                fields.byNumber("read-back-values", YamlNode::number),
                dependencies(fields),
                fields.required("description").text());
    }

    private static ValueRange range(Setting.Kind kind, Map<Double, String> labels, YamlNode.Fields fields) {
        if (kind == Setting.Kind.SWITCH) {
            return ValueRange.oneOf(List.of(0.0, 1.0));
        }
        Optional<YamlNode> values = fields.optional("values");
        if (values.isPresent()) {
            List<Double> allowed =
                    values.get().list().stream().map(YamlNode::number).toList();
            if (allowed.isEmpty()) {
                throw values.get().error("needs at least one value");
            }
            return ValueRange.oneOf(allowed);
        }
        if (kind == Setting.Kind.CHOICE) {
            return ValueRange.oneOf(List.copyOf(labels.keySet()));
        }
        YamlNode least = fields.required("min");
        double min = least.number();
        double max = fields.required("max").number();
        double step = QuotaReader.number(fields, "step").orElse(0);
        try {
            return ValueRange.between(min, max, step);
        } catch (IllegalArgumentException e) {
            throw least.error(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<Integer> readBack(YamlNode.Fields fields, Unit unit, Map<String, Quota> quotas) {
        return fields.optional("read-back").map(node -> {
            Quota quota = quotas.get(node.text());
            if (quota == null || !quota.numeric()) {
                throw node.error("'%s' is no quota of this file that holds a number. Add it to the quotas"
                        .formatted(node.text()));
            }
            boolean mapped = fields.optional("read-back-values").isPresent();
            if (quota.unit() != unit && !mapped) {
                throw node.error("%s is in '%s' and the setting in '%s'. Give both one unit, or read-back-values"
                        .formatted(quota.key(), quota.unit().symbol(), unit.symbol()));
            }
            return quota.index();
        });
    }

    private static List<Dependency> dependencies(YamlNode.Fields fields) {
        List<Dependency> dependencies = new ArrayList<>();
        for (YamlNode node : fields.optional("dependencies").map(YamlNode::list).orElse(List.of())) {
            YamlNode.Fields entry = node.fields(DEPENDENCY_FIELDS);
            Optional<YamlNode> atLeast = entry.optional("at-least");
            if (atLeast.isPresent() == entry.optional("at-most").isPresent()) {
                throw node.error("needs either at-least or at-most, with the name of another setting");
            }
            dependencies.add(new Dependency(
                    atLeast.isPresent() ? Dependency.Bound.AT_LEAST : Dependency.Bound.AT_MOST,
                    entry.required(atLeast.isPresent() ? "at-least" : "at-most").text(),
                    QuotaReader.number(entry, "plus").orElse(0),
                    entry.optional("unless-off").map(YamlNode::text)));
        }
        return dependencies;
    }
}
