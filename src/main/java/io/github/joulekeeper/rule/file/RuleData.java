package io.github.joulekeeper.rule.file;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.representer.Representer;

/** A rule as maps, lists, texts, numbers and truth values, and back to text. */
final class RuleData {
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d{0,14})(\\.\\d{1,9})?");

    private RuleData() {}

    /** What a node says; only what is written as a plain number or truth value is one, all else is text. */
    static @Nullable Object of(Node node) {
        return switch (node) {
            case MappingNode mapping -> of(mapping);
            case SequenceNode sequence -> {
                List<@Nullable Object> items = new ArrayList<>();
                sequence.getValue().forEach(item -> items.add(of(item)));
                yield items;
            }
            case ScalarNode scalar -> of(scalar);
            default -> null;
        };
    }

    static Map<String, @Nullable Object> of(MappingNode mapping) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode key) {
                fields.put(key.getValue(), of(tuple.getValueNode()));
            }
        }
        return fields;
    }

    private static @Nullable Object of(ScalarNode scalar) {
        String text = scalar.getValue();
        if (scalar.getScalarStyle() != DumperOptions.ScalarStyle.PLAIN) {
            return text;
        }
        if (text.isEmpty() || text.equals("null")) {
            return text.isEmpty() ? null : text;
        }
        if (text.equals("true") || text.equals("false")) {
            return Boolean.valueOf(text);
        }
        if (NUMBER.matcher(text).matches()) {
            BigDecimal number = new BigDecimal(text);
            return number.scale() == 0 ? (Object) number.longValueExact() : (Object) number;
        }
        return text;
    }

    /** Lines of YAML, each ended by a line feed. */
    static String yaml(Map<String, @Nullable Object> fields) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setLineBreak(DumperOptions.LineBreak.UNIX);
        options.setAllowUnicode(true);
        options.setSplitLines(false);
        Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()), new Representer(options), options);
        return yaml.dump(fields);
    }

    /** One line of JSON, which is YAML too: for places between brackets. */
    static String json(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Map<?, ?> map -> {
                List<String> fields = new ArrayList<>();
                map.forEach((key, item) -> fields.add(quoted(String.valueOf(key)) + ": " + json(item)));
                yield "{" + String.join(", ", fields) + "}";
            }
            case List<?> list ->
                "[" + String.join(", ", list.stream().map(RuleData::json).toList()) + "]";
            case String text -> quoted(text);
            case BigDecimal number -> number.toPlainString();
            default -> Objects.toString(value);
        };
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
            } else if (c < ' ' || (c >= 0x7f && c <= 0x9f) || c == 0x2028 || c == 0x2029 || c == 0xfeff) {
                out.append("\\u%04x".formatted(c));
            } else {
                out.append((char) c);
            }
        });
        return out.append('"').toString();
    }
}
