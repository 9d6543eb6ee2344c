package io.github.joulekeeper.rule.file;

import io.github.joulekeeper.rule.Rule;
import io.github.joulekeeper.rule.Rule.SourceAssignment;
import io.github.joulekeeper.rule.Rule.SourceEnding;
import io.github.joulekeeper.rule.language.ParsedCondition;
import io.github.joulekeeper.rule.language.Passage;
import io.github.joulekeeper.rule.language.RuleLanguage;
import io.github.joulekeeper.rule.language.Suggestion;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads one rule. */
final class RuleReader {
    static final List<String> FIELDS = List.of(
            "id",
            "description",
            "enabled",
            "devices",
            "when",
            "until",
            "set",
            "otherwise",
            "enforce",
            "priority",
            "min-active",
            "max-active",
            "cooldown",
            "if-unknown");

    static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
    private static final int DEFAULT_PRIORITY = 50;
    private static final Pattern END_AFTER = Pattern.compile("end\\s+after\\s+(\\S.*)", Pattern.DOTALL);

    private final FileIssues issues;
    private final FieldReader fieldReader;
    private final ConditionReader conditions;
    private final AssignmentReader assignments;

    RuleReader(FileIssues issues, FieldReader fieldReader, SettingLookup settings) {
        this.issues = issues;
        this.fieldReader = fieldReader;
        this.conditions = new ConditionReader(issues);
        this.assignments = new AssignmentReader(issues, fieldReader, settings);
    }

    /**
     * The rule. If something is wrong, that is noted, and the rule holds what is right of it, so that this can be checked
     * too.
     */
    Rule read(MappingNode mapping) {
        Fields fields = Fields.of(mapping, "a rule", FIELDS, issues);
        Optional<Fields.Field> id = fields.get("id");
        String name = id(mapping, id);
        Optional<ParsedCondition> when = required(fields, "when", name).flatMap(node -> conditions.read(node, "when"));
        Optional<ParsedCondition> until = fields.value("until").flatMap(node -> conditions.read(node, "until"));
        List<SourceAssignment> set =
                required(fields, "set", name).map(this::set).orElse(List.of());
        Duration minActive = fieldReader.duration(fields, "min-active").orElse(Duration.ZERO);
        Optional<Duration> maxActive = fieldReader.positiveDuration(fields, "max-active");
        if (maxActive.isPresent() && maxActive.get().compareTo(minActive) < 0) {
            fields.value("max-active")
                    .ifPresent(node -> issues.error(node, "'max-active' must not be shorter than 'min-active'"));
        }
        return new Rule(
                name,
                fieldReader.text(fields, "description"),
                fieldReader.flag(fields, "enabled", true),
                fieldReader.devices(fields),
                when.<Rule.SourceCondition>map(condition -> condition).orElse(RuleLanguage.always()),
                until.map(condition -> condition),
                set,
                fields.get("otherwise").map(this::ending).orElse(new SourceEnding.Keep()),
                fieldReader.flag(fields, "enforce", false),
                fieldReader.integer(fields, "priority", 0, 100, DEFAULT_PRIORITY),
                minActive,
                maxActive,
                fieldReader.duration(fields, "cooldown").orElse(Duration.ZERO),
                fields.get("if-unknown").flatMap(this::endWhenUnknownFor),
                issues.position(id.<Node>map(Fields.Field::value).orElse(mapping)));
    }

    private String id(MappingNode mapping, Optional<Fields.Field> field) {
        if (field.isEmpty()) {
            issues.error(mapping, "a rule needs an id, such as id: night-charging");
            return "";
        }
        Optional<ScalarNode> id = fieldReader.scalar(field.get(), "a word such as night-charging");
        if (id.isPresent() && !ID.matcher(id.get().getValue()).matches()) {
            issues.error(
                    id.get(),
                    "'id' must be made of a-z, 0-9 and hyphens, at most 64 characters, not '%s'"
                            .formatted(id.get().getValue()));
        }
        return id.map(ScalarNode::getValue).orElse("");
    }

    private Optional<Node> required(Fields fields, String name, String id) {
        Optional<Node> value = fields.value(name);
        if (value.isEmpty() && fields.all().stream().noneMatch(field -> meant(field, name))) {
            Node marked = fields.get("id").<Node>map(Fields.Field::value).orElse(fields.mapping());
            issues.error(
                    marked,
                    id.isEmpty() ? "a rule needs '%s'".formatted(name) : "rule '%s' needs '%s'".formatted(id, name));
        }
        return value;
    }

    /** Whether the field is this one, misspelt, which was told already. */
    private static boolean meant(Fields.Field field, String name) {
        return !FIELDS.contains(field.name())
                && Suggestion.nearest(field.name(), FIELDS).equals(Optional.of(name));
    }

    private List<SourceAssignment> set(Node node) {
        if (node instanceof MappingNode mapping) {
            return assignments.read(mapping, "set");
        }
        issues.error(node, "'set' must be settings with values, as in ac-charging.watts: 400");
        return List.of();
    }

    private SourceEnding ending(Fields.Field field) {
        if (field.value() instanceof MappingNode mapping) {
            return new SourceEnding.Assign(assignments.read(mapping, "otherwise"));
        }
        String expected = "keep, restore, or settings with values";
        Optional<ScalarNode> scalar = fieldReader.scalar(field, expected);
        return switch (scalar.map(ScalarNode::getValue).orElse("keep")) {
            case "keep" -> new SourceEnding.Keep();
            case "restore" -> new SourceEnding.Restore();
            default -> {
                issues.error(
                        field.value(),
                        "'otherwise' must be %s, not '%s'"
                                .formatted(expected, scalar.orElseThrow().getValue()));
                yield new SourceEnding.Keep();
            }
        };
    }

    private Optional<Duration> endWhenUnknownFor(Fields.Field field) {
        String expected = "hold, or end after a length of time, as in end after 10m";
        Optional<ScalarNode> scalar = fieldReader.scalar(field, expected);
        if (scalar.isEmpty() || scalar.get().getValue().equals("hold")) {
            return Optional.empty();
        }
        Matcher matcher = END_AFTER.matcher(scalar.get().getValue());
        if (!matcher.matches()) {
            issues.error(
                    scalar.get(),
                    "'if-unknown' must be %s, not '%s'"
                            .formatted(expected, scalar.get().getValue()));
            return Optional.empty();
        }
        Passage passage = Scalars.passage(scalar.get(), issues).part(matcher.start(1), matcher.end(1));
        return fieldReader.duration(passage);
    }
}
