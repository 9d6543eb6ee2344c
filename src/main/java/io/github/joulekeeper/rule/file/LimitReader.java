package io.github.joulekeeper.rule.file;

import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.rule.Limit;
import io.github.joulekeeper.rule.language.RuleLanguage;
import io.github.joulekeeper.rule.language.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads one limit. */
final class LimitReader {
    static final List<String> FIELDS = List.of("setting", "at-least", "at-most", "only", "devices");

    private final FileIssues issues;
    private final FieldReader fieldReader;
    private final SettingLookup settings;

    LimitReader(FileIssues issues, FieldReader fieldReader, SettingLookup settings) {
        this.issues = issues;
        this.fieldReader = fieldReader;
        this.settings = settings;
    }

    /** The limit, or empty if it is wrong and it was said why. */
    Optional<Limit> read(MappingNode mapping) {
        int before = issues.count();
        Fields fields = Fields.of(mapping, "a limit", FIELDS, issues);
        Optional<Setting> setting = setting(fields);
        if (setting.isEmpty()) {
            return Optional.empty();
        }
        Optional<Double> atLeast = bound(fields, "at-least", setting.get());
        Optional<Double> atMost = bound(fields, "at-most", setting.get());
        List<Double> only = only(fields, setting.get());
        if (fields.get("at-least").isEmpty()
                && fields.get("at-most").isEmpty()
                && fields.get("only").isEmpty()) {
            issues.error(mapping, "a limit needs at-least, at-most or only");
        }
        if (atLeast.isPresent() && atMost.isPresent() && atLeast.get() > atMost.get()) {
            fields.value("at-least").ifPresent(node -> issues.error(node, "'at-least' must not be above 'at-most'"));
        }
        Limit limit = new Limit(
                setting.get().name(), atLeast, atMost, only, fieldReader.devices(fields), issues.position(mapping));
        return issues.count() > before ? Optional.empty() : Optional.of(limit);
    }

    private Optional<Setting> setting(Fields fields) {
        Optional<Fields.Field> field = fields.get("setting");
        if (field.isEmpty()) {
            issues.error(fields.mapping(), "a limit needs a setting, as in setting: ac-charging.watts");
            return Optional.empty();
        }
        Optional<ScalarNode> name = fieldReader.scalar(field.get(), "the name of a setting");
        Optional<Setting> setting = name.flatMap(scalar -> settings.find(scalar.getValue()));
        if (name.isPresent() && setting.isEmpty()) {
            String near = Suggestion.didYouMean(name.get().getValue(), settings.names());
            issues.error(
                    name.get(),
                    "unknown setting '%s'.%s"
                            .formatted(
                                    name.get().getValue(),
                                    near.isEmpty() ? " Known are " + String.join(", ", settings.names()) : near));
        }
        return setting;
    }

    private Optional<Double> bound(Fields fields, String name, Setting setting) {
        Optional<Fields.Field> field = fields.get(name);
        if (field.isEmpty()) {
            return Optional.empty();
        }
        if (setting.kind() == Setting.Kind.SWITCH || setting.kind() == Setting.Kind.CHOICE) {
            issues.error(
                    field.get().key(),
                    "'%s' has no order. Write only: with a list of the allowed values".formatted(setting.name()));
            return Optional.empty();
        }
        return fieldReader
                .scalar(field.get(), "a value of " + setting.name())
                .flatMap(scalar -> constant(scalar, setting));
    }

    private List<Double> only(Fields fields, Setting setting) {
        Optional<Node> value = fields.value("only");
        if (value.isEmpty()) {
            return List.of();
        }
        List<Double> only = new ArrayList<>();
        if (!(value.get() instanceof SequenceNode sequence)
                || sequence.getValue().isEmpty()) {
            issues.error(value.get(), "'only' must be a list of the allowed values, as in [true]");
            return only;
        }
        for (Node item : sequence.getValue()) {
            if (item instanceof ScalarNode scalar && !Scalars.isMissing(scalar)) {
                constant(scalar, setting).ifPresent(constant -> allow(constant, setting, scalar, only));
            } else {
                issues.error(item, "an item of 'only' must be a value of %s".formatted(setting.name()));
            }
        }
        return only;
    }

    private void allow(double constant, Setting setting, ScalarNode scalar, List<Double> only) {
        Optional<String> refusal = setting.refusal(constant);
        refusal.ifPresent(reason -> issues.error(scalar, reason));
        only.add(constant);
    }

    private Optional<Double> constant(ScalarNode scalar, Setting setting) {
        return RuleLanguage.value(Scalars.passage(scalar, issues), issues::add)
                .flatMap(value -> settings.constant(value, setting.name(), issues));
    }
}
