package io.github.joulekeeper.rule.file;

import io.github.joulekeeper.rule.language.ParsedCondition;
import io.github.joulekeeper.rule.language.RuleLanguage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads conditions: texts, and the maps {@code all}, {@code any} and {@code not} of them. */
final class ConditionReader {
    private static final int DEEPEST = 20;
    private static final int MOST_PARTS = 200;
    private static final List<String> MAPS = List.of("all", "any", "not");

    private final FileIssues issues;

    ConditionReader(FileIssues issues) {
        this.issues = issues;
    }

    /** The condition, or what is right of it, so that all that is wrong can be told at once. */
    Optional<ParsedCondition> read(Node node, String field) {
        return read(node, field, 0);
    }

    private Optional<ParsedCondition> read(Node node, String field, int depth) {
        if (depth > DEEPEST) {
            issues.error(node, "the condition is nested too deep: more than %d maps".formatted(DEEPEST));
            return Optional.empty();
        }
        if (Scalars.isMissing(node)) {
            issues.error(node, "'%s' needs a condition, such as soc < 20%%".formatted(field));
            return Optional.empty();
        }
        return switch (node) {
            case ScalarNode scalar -> text(scalar);
            case MappingNode mapping -> map(mapping, depth);
            case SequenceNode sequence -> {
                issues.error(
                        sequence,
                        "a list is not a condition. Write all: before it if all of it must hold, any: if one must");
                yield Optional.empty();
            }
            default -> Optional.empty();
        };
    }

    private Optional<ParsedCondition> text(ScalarNode scalar) {
        if (Scalars.isCutByComma(scalar, issues)) {
            issues.error(scalar, "a comma ends the text here. Put the condition in quotes");
            return Optional.empty();
        }
        return RuleLanguage.condition(Scalars.passage(scalar, issues), issues::add);
    }

    private Optional<ParsedCondition> map(MappingNode mapping, int depth) {
        Fields fields = Fields.of(mapping, "a condition", MAPS, issues);
        if (fields.all().size() != 1) {
            issues.error(
                    mapping,
                    "a condition is one of all, any and not, but here are %d. Put them as items under one all:"
                            .formatted(fields.all().size()));
            return Optional.empty();
        }
        Fields.Field field = fields.all().getFirst();
        return switch (field.name()) {
            case "not" -> read(field.value(), "not", depth + 1).map(RuleLanguage::not);
            case "all" -> parts(field, depth).map(RuleLanguage::all);
            case "any" -> parts(field, depth).map(RuleLanguage::any);
            default -> Optional.empty();
        };
    }

    private Optional<List<ParsedCondition>> parts(Fields.Field field, int depth) {
        if (!(field.value() instanceof SequenceNode sequence)
                || sequence.getValue().isEmpty()) {
            issues.error(
                    field.key(),
                    "'%s' must be followed by a list of conditions, each after a hyphen".formatted(field.name()));
            return Optional.empty();
        }
        if (sequence.getValue().size() > MOST_PARTS) {
            issues.error(field.key(), "'%s' has more than %d conditions".formatted(field.name(), MOST_PARTS));
            return Optional.empty();
        }
        List<ParsedCondition> parts = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            read(item, field.name(), depth + 1).ifPresent(parts::add);
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(parts);
    }
}
