package io.github.joulekeeper.device;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads one entry of a file's {@code quotas}. */
final class QuotaReader {
    private static final Set<String> FIELDS = Set.of(
            "kind",
            "unit",
            "min",
            "max",
            "labels",
            "bits",
            "bytes",
            "sentinels",
            "positive",
            "negative",
            "aliases",
            "key-indicator",
            "documented",
            "history",
            "description");

    // A hyphen before a digit is a minus in rules, so that no name may hold one.
    private static final Pattern ALIAS = Pattern.compile("[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*");
    private static final Map<Integer, String> OFF_ON = new TreeMap<>(Map.of(0, "off", 1, "on"));

    private QuotaReader() {}

    static Quota read(int index, String key, YamlNode node) {
        YamlNode.Fields fields = node.fields(FIELDS);
        Quota.Kind kind = fields.optional("kind")
                .map(at -> choice(at, Quota.Kind.class, Quota.Kind.values()))
                .orElse(Quota.Kind.NUMBER);
        Map<Integer, String> labels = fields.byCode("labels");
        if (kind == Quota.Kind.SWITCH && labels.isEmpty()) {
            labels = OFF_ON;
        }
        return new Quota(
                index,
                key,
                aliases(fields),
                kind,
                unit(fields),
                number(fields, "min"),
                number(fields, "max"),
                labels,
                fields.byCode("bits"),
                fields.byCode("bytes"),
                fields.byNumber("sentinels", YamlNode::text),
                signs(fields),
                fields.flag("key-indicator", false),
                fields.flag("documented", true),
                fields.flag("history", false),
                fields.required("description").text());
    }

    private static List<String> aliases(YamlNode.Fields fields) {
        List<YamlNode> nodes = fields.optional("aliases").map(YamlNode::list).orElse(List.of());
        for (YamlNode alias : nodes) {
            if (!ALIAS.matcher(alias.text()).matches()) {
                throw alias.error(
                        "the alias '%s' must be lower-case words with hyphens, none before a digit, such as solar-watts"
                                .formatted(alias.text()));
            }
        }
        return nodes.stream().map(YamlNode::text).toList();
    }

    private static Optional<Quota.Signs> signs(YamlNode.Fields fields) {
        if (fields.optional("positive").isEmpty() && fields.optional("negative").isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Quota.Signs(
                fields.required("positive").text(), fields.required("negative").text()));
    }

    static OptionalDouble number(YamlNode.Fields fields, String key) {
        return fields.optional(key)
                .map(node -> OptionalDouble.of(node.number()))
                .orElse(OptionalDouble.empty());
    }

    static Unit unit(YamlNode.Fields fields) {
        return fields.optional("unit")
                .map(node -> Unit.ofSymbol(node.text())
                        .orElseThrow(() -> node.error("'%s' is no known unit. Known are %s"
                                .formatted(
                                        node.text(),
                                        Arrays.stream(Unit.values())
                                                .map(Unit::symbol)
                                                .filter(symbol -> !symbol.isEmpty())
                                                .collect(Collectors.joining(", "))))))
                .orElse(Unit.NONE);
    }

    /** The constant that is written in lower case with hyphens. */
    static <E extends Enum<E>> E choice(YamlNode node, Class<E> type, E[] values) {
        String text = node.text();
        return Arrays.stream(values)
                .filter(value -> word(value).equals(text))
                .findFirst()
                .orElseThrow(() -> node.error("'%s' is no %s. Known are %s"
                        .formatted(
                                text,
                                type.getSimpleName().toLowerCase(Locale.ROOT),
                                Arrays.stream(values).map(QuotaReader::word).collect(Collectors.joining(", ")))));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
