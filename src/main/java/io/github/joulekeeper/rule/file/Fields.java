package io.github.joulekeeper.rule.file;

import io.github.joulekeeper.rule.language.Suggestion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** The fields of a mapping, by name. */
final class Fields {
    /** A field: where its name stands and its value. */
    record Field(ScalarNode key, Node value) {
        String name() {
            return key.getValue();
        }
    }

    private final MappingNode mapping;
    private final Map<String, Field> byName = new LinkedHashMap<>();

    private Fields(MappingNode mapping) {
        this.mapping = mapping;
    }

    /** The fields of a mapping with any names; duplicate ones are errors. */
    static Fields of(MappingNode mapping, String what, FileIssues issues) {
        Fields fields = new Fields(mapping);
        for (NodeTuple tuple : mapping.getValue()) {
            if (issues.isFull()) {
                break;
            }
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                issues.error(tuple.getKeyNode(), "the name of a field of %s must be a word".formatted(what));
                continue;
            }
            Field previous = fields.byName.putIfAbsent(key.getValue(), new Field(key, tuple.getValueNode()));
            if (previous != null) {
                issues.error(
                        key,
                        "'%s' stands twice in %s; the first is in line %d. Remove one"
                                .formatted(
                                        key.getValue(),
                                        what,
                                        issues.position(previous.key()).line()));
            }
        }
        return fields;
    }

    /** The fields of a mapping that may have only these names. */
    static Fields of(MappingNode mapping, String what, List<String> known, FileIssues issues) {
        Fields fields = of(mapping, what, issues);
        for (Field field : fields.byName.values()) {
            if (!known.contains(field.name())) {
                String near = Suggestion.didYouMean(field.name(), known);
                String list = " The fields of %s are %s".formatted(what, String.join(", ", known));
                issues.error(
                        field.key(),
                        "unknown field '%s' of %s.%s".formatted(field.name(), what, near.isEmpty() ? list : near));
            }
        }
        return fields;
    }

    MappingNode mapping() {
        return mapping;
    }

    List<Field> all() {
        return List.copyOf(byName.values());
    }

    Optional<Field> get(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    Optional<Node> value(String name) {
        return get(name).map(Field::value);
    }
}
