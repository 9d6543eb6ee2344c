package io.github.joulekeeper.rule.file;

import io.github.joulekeeper.device.Catalog;
import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.rule.Rule.DeviceSelector;
import io.github.joulekeeper.rule.language.Passage;
import io.github.joulekeeper.rule.language.RuleLanguage;
import io.github.joulekeeper.rule.language.Suggestion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads fields of simple types. What is wrong is noted, and the result is then empty or the default. */
final class FieldReader {
    private static final int LONGEST_TEXT = 2_000;

    private final FileIssues issues;
    private final Catalog catalog;

    FieldReader(FileIssues issues, Catalog catalog) {
        this.issues = issues;
        this.catalog = catalog;
    }

    /** The text of a field that must hold one. */
    Optional<ScalarNode> scalar(Fields.Field field, String expected) {
        if (field.value() instanceof ScalarNode scalar && !Scalars.isMissing(scalar)) {
            if (scalar.getValue().length() <= LONGEST_TEXT) {
                return Optional.of(scalar);
            }
            issues.error(scalar, "'%s' is longer than %d characters".formatted(field.name(), LONGEST_TEXT));
            return Optional.empty();
        }
        Node marked = Scalars.isMissing(field.value()) ? field.key() : field.value();
        issues.error(marked, "'%s' must be %s".formatted(field.name(), expected));
        return Optional.empty();
    }

    String text(Fields fields, String name) {
        return fields.get(name)
                .flatMap(field -> scalar(field, "a text"))
                .map(ScalarNode::getValue)
                .orElse("");
    }

    boolean flag(Fields fields, String name, boolean otherwise) {
        Optional<ScalarNode> scalar = fields.get(name).flatMap(field -> scalar(field, "true or false"));
        if (scalar.isEmpty()) {
            return otherwise;
        }
        return switch (scalar.get().getValue()) {
            case "true" -> true;
            case "false" -> false;
            default -> {
                issues.error(
                        scalar.get(),
                        "'%s' must be true or false, not '%s'"
                                .formatted(name, scalar.get().getValue()));
                yield otherwise;
            }
        };
    }

    int integer(Fields fields, String name, int least, int most, int otherwise) {
        String expected = "a whole number from %d to %d".formatted(least, most);
        Optional<ScalarNode> scalar = fields.get(name).flatMap(field -> scalar(field, expected));
        if (scalar.isEmpty()) {
            return otherwise;
        }
        String text = scalar.get().getValue();
        if (text.matches("0|[1-9]\\d{0,8}")) {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        }
        issues.error(scalar.get(), "'%s' must be %s, not '%s'".formatted(name, expected, text));
        return otherwise;
    }

    Optional<Duration> duration(Fields fields, String name) {
        return fields.get(name)
                .flatMap(field -> scalar(field, "a length of time such as 30s, 10m or 1h30m"))
                .flatMap(scalar -> duration(Scalars.passage(scalar, issues)));
    }

    Optional<Duration> duration(Passage passage) {
        return RuleLanguage.duration(passage, issues::add);
    }

    /** As {@link #duration(Fields, String)}, but 0 is an error. */
    Optional<Duration> positiveDuration(Fields fields, String name) {
        Optional<Duration> duration = duration(fields, name);
        if (duration.isPresent() && duration.get().isZero()) {
            fields.value(name).ifPresent(node -> issues.error(node, "'%s' must be above 0".formatted(name)));
            return Optional.empty();
        }
        return duration;
    }

    /** The field {@code devices}; all, if there is none. */
    DeviceSelector devices(Fields fields) {
        Optional<Fields.Field> field = fields.get("devices");
        if (field.isEmpty()) {
            return new DeviceSelector.All();
        }
        return switch (field.get().value()) {
            case ScalarNode scalar when scalar.getValue().equals("all") -> new DeviceSelector.All();
            case SequenceNode sequence when !sequence.getValue().isEmpty() -> named(sequence);
            case MappingNode mapping -> ofModel(mapping);
            case ScalarNode scalar
            when !scalar.getValue().isEmpty() -> {
                issues.error(
                        scalar,
                        "'devices' must be all, a list of names or serial numbers, or {model: …}. For one station write [%s]"
                                .formatted(scalar.getValue()));
                yield new DeviceSelector.All();
            }
            default -> {
                issues.error(
                        field.get().key(),
                        "'devices' must be all, a list of names or serial numbers such as [garage], or {model: delta-2}");
                yield new DeviceSelector.All();
            }
        };
    }

    private DeviceSelector named(SequenceNode sequence) {
        List<String> names = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            if (item instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
                names.add(scalar.getValue());
            } else {
                issues.error(item, "an item of 'devices' must be the name or serial number of a station");
            }
        }
        return new DeviceSelector.Named(names);
    }

    private DeviceSelector ofModel(MappingNode mapping) {
        Fields fields = Fields.of(mapping, "devices", List.of("model"), issues);
        Optional<Fields.Field> field = fields.get("model");
        if (field.isEmpty()) {
            if (fields.all().isEmpty()) {
                issues.error(mapping, "'devices' must name a model, as in {model: delta-2}");
            }
            return new DeviceSelector.All();
        }
        List<String> known = catalog.models().stream().map(Model::id).sorted().toList();
        Optional<ScalarNode> model = scalar(field.get(), "the id of a model, such as delta-2");
        if (model.isPresent() && !known.contains(model.get().getValue())) {
            String near = Suggestion.didYouMean(model.get().getValue(), known);
            issues.error(
                    model.get(),
                    "unknown model '%s'.%s"
                            .formatted(
                                    model.get().getValue(),
                                    near.isEmpty() ? " Known are " + String.join(", ", known) : near));
        }
        return model.<DeviceSelector>map(scalar -> new DeviceSelector.OfModel(scalar.getValue()))
                .orElse(new DeviceSelector.All());
    }
}
