package io.github.joulekeeper.rule.file;

import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.rule.Rule.SourceAssignment;
import io.github.joulekeeper.rule.language.ParsedValue;
import io.github.joulekeeper.rule.language.RuleLanguage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads settings with their values: {@code set}, and {@code otherwise} where it is a map. */
final class AssignmentReader {
    private static final List<String> FIELDS = List.of("value", "step", "every");

    private final FileIssues issues;
    private final FieldReader fieldReader;
    private final SettingLookup settings;
    private final RawReader rawReader;

    AssignmentReader(FileIssues issues, FieldReader fieldReader, SettingLookup settings) {
        this.issues = issues;
        this.fieldReader = fieldReader;
        this.settings = settings;
        this.rawReader = new RawReader(issues, settings.rawAllowed());
    }

    List<SourceAssignment> read(MappingNode mapping, String field) {
        List<SourceAssignment> assignments = new ArrayList<>();
        for (Fields.Field setting : Fields.of(mapping, field, issues).all()) {
            read(setting).ifPresent(assignments::add);
            if (setting.value() instanceof ScalarNode scalar && Scalars.isCutByComma(scalar, issues)) {
                // What follows is the rest of this value.
                break;
            }
        }
        if (mapping.getValue().isEmpty()) {
            issues.error(mapping, "'%s' must name at least one setting, as in ac-charging.watts: 400".formatted(field));
        }
        return assignments;
    }

    private Optional<SourceAssignment> read(Fields.Field setting) {
        if (setting.name().equals(RawReader.FIELD)) {
            return rawReader.read(setting);
        }
        if (setting.value() instanceof MappingNode mapping) {
            return followed(setting, mapping);
        }
        return value(setting.name(), setting.key(), setting.value())
                .map(value -> assignment(setting, value, Optional.empty(), Optional.empty()));
    }

    private SourceAssignment assignment(
            Fields.Field setting, ParsedValue value, Optional<Double> step, Optional<Duration> every) {
        return new SourceAssignment(setting.name(), value, step, every, issues.position(setting.key()));
    }

    private Optional<SourceAssignment> followed(Fields.Field setting, MappingNode mapping) {
        Fields fields = Fields.of(mapping, "a followed value", FIELDS, issues);
        Optional<Fields.Field> value = fields.get("value");
        if (value.isEmpty()) {
            issues.error(mapping, "'%s' needs a field value with an expression".formatted(setting.name()));
            return Optional.empty();
        }
        int before = issues.count();
        Optional<Double> step = fields.get("step").flatMap(field -> step(setting, field));
        Optional<Duration> every = fieldReader.positiveDuration(fields, "every");
        Optional<ParsedValue> parsed =
                value(setting.name(), value.get().key(), value.get().value());
        return issues.count() > before ? Optional.empty() : parsed.map(it -> assignment(setting, it, step, every));
    }

    private Optional<ParsedValue> value(String setting, ScalarNode key, Node node) {
        if (!(node instanceof ScalarNode scalar) || Scalars.isMissing(node)) {
            Node marked = Scalars.isMissing(node) ? key : node;
            issues.error(marked, "'%s' needs a value: a literal or an expression".formatted(setting));
            return Optional.empty();
        }
        if (Scalars.isCutByComma(scalar, issues)) {
            issues.error(scalar, "a comma ends the text here. Put the value in quotes");
            return Optional.empty();
        }
        return RuleLanguage.value(Scalars.passage(scalar, issues), issues::add);
    }

    private Optional<Double> step(Fields.Field setting, Fields.Field field) {
        Optional<Setting> known = settings.find(setting.name());
        Optional<ParsedValue> value = value("step", field.key(), field.value());
        if (known.isEmpty() || value.isEmpty()) {
            return Optional.empty();
        }
        Setting.Kind kind = known.get().kind();
        if (kind != Setting.Kind.NUMBER && kind != Setting.Kind.DURATION) {
            issues.error(field.key(), "'%s' is no number and has no step".formatted(setting.name()));
            return Optional.empty();
        }
        Optional<Double> step = settings.constant(value.get(), setting.name(), issues);
        if (step.isPresent() && !(step.get() > 0)) {
            issues.error(field.value(), "'step' must be above 0");
            return Optional.empty();
        }
        return step;
    }
}
