package io.github.joulekeeper.rule.file;

import io.github.joulekeeper.device.RawCommand;
import io.github.joulekeeper.rule.Rule.SourceAssignment;
import io.github.joulekeeper.rule.language.ParsedRaw;
import io.github.joulekeeper.rule.language.Passage;
import io.github.joulekeeper.rule.language.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads {@code raw}: a vendor payload that stands in the place of a setting. */
final class RawReader {
    static final String FIELD = "raw";

    private static final String EXAMPLE = "raw: {moduleType: 1, operateType: name, params: {x: 1}}";
    private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]{0,17})");
    private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9][0-9]{0,14})\\.[0-9]{1,15}");

    private final FileIssues issues;
    private final boolean allowed;

    RawReader(FileIssues issues, boolean allowed) {
        this.issues = issues;
        this.allowed = allowed;
    }

    Optional<SourceAssignment> read(Fields.Field field) {
        if (!allowed) {
            issues.error(
                    field.key(),
                    "raw payloads are not allowed: nothing checks what they do. To allow them, start Joulekeeper with joulekeeper.allow-raw=true");
            return Optional.empty();
        }
        if (!(field.value() instanceof MappingNode mapping)) {
            issues.error(field.key(), "'raw' must be a vendor payload, as in " + EXAMPLE);
            return Optional.empty();
        }
        int before = issues.count();
        Map<String, Object> payload = map(mapping);
        if (issues.count() > before) {
            return Optional.empty();
        }
        try {
            RawCommand command = new RawCommand(payload);
            return Optional.of(new SourceAssignment(
                    command.setting().name(),
                    new ParsedRaw(command, whole(Scalars.passage(field.key(), issues))),
                    Optional.empty(),
                    Optional.empty(),
                    issues.position(field.key())));
        } catch (IllegalArgumentException e) {
            issues.error(mapping, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static Span whole(Passage passage) {
        return new Span(passage, 0, passage.text().length());
    }

    private Map<String, Object> map(MappingNode mapping) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                issues.error(tuple.getKeyNode(), "a payload's field must have a name");
            } else if (fields.put(key.getValue(), value(tuple.getValueNode())) != null) {
                issues.error(key, "the field '%s' stands here twice. Remove one of them".formatted(key.getValue()));
            }
        }
        return fields;
    }

    private Object value(Node node) {
        return switch (node) {
            case MappingNode mapping -> map(mapping);
            case SequenceNode sequence -> {
                List<Object> items = new ArrayList<>();
                sequence.getValue().forEach(item -> items.add(value(item)));
                yield items;
            }
            case ScalarNode scalar when scalar.getScalarStyle() == ScalarStyle.PLAIN -> plain(scalar);
            case ScalarNode scalar -> scalar.getValue();
            default -> throw new IllegalStateException("YAML has no such node: " + node.getNodeId());
        };
    }

    private Object plain(ScalarNode scalar) {
        String text = scalar.getValue();
        if (text.isEmpty()) {
            issues.error(scalar, "a payload's field needs a value; write \"\" for an empty text");
            return text;
        }
        if (WHOLE.matcher(text).matches()) {
            return Long.parseLong(text);
        }
        if (DECIMAL.matcher(text).matches()) {
            return Double.parseDouble(text);
        }
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> text;
        };
    }
}
