package io.github.joulekeeper.rule.file;

import io.github.joulekeeper.device.Catalog;
import io.github.joulekeeper.rule.Limit;
import io.github.joulekeeper.rule.Rule;
import io.github.joulekeeper.rule.RuleIssue;
import io.github.joulekeeper.rule.language.SourceFile;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads the bytes of one rule file. Whatever they are, what is wrong comes back as issues. */
final class RuleFileReader {
    /** The largest file, in bytes. */
    static final int LARGEST = 1_000_000;

    private static final List<String> FIELDS = List.of("rules", "limits");

    private final Catalog catalog;
    private final boolean rawAllowed;

    /** @param rawAllowed whether rules may hold raw payloads */
    RuleFileReader(Catalog catalog, boolean rawAllowed) {
        this.catalog = catalog;
        this.rawAllowed = rawAllowed;
    }

    FileContent read(String name, byte[] bytes) {
        if (bytes.length > LARGEST) {
            return broken(name, "the file is larger than %d bytes. Split it".formatted(LARGEST));
        }
        Optional<String> text = decode(bytes);
        if (text.isEmpty()) {
            return broken(name, "the file is not UTF-8 text. Save it as UTF-8");
        }
        return new Pass(new FileIssues(new SourceFile(name, text.get())), false).read();
    }

    /** Reads a text that is a whole file or the fields of one rule. */
    FileContent readText(String name, String text) {
        if (text.length() > LARGEST) {
            return broken(name, "the text is longer than %d characters. Split it".formatted(LARGEST));
        }
        String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
        return new Pass(new FileIssues(new SourceFile(name, plain)), true).read();
    }

    /** A file of which nothing could be read. */
    static FileContent broken(String name, String message) {
        RuleIssue issue = new RuleIssue(RuleIssue.Severity.ERROR, name, 1, 1, 1, "", message);
        return new FileContent(name, List.of(), List.of(), List.of(), Set.of(), List.of(issue));
    }

    private static Optional<String> decode(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** The reading of one file. */
    private final class Pass {
        private final FileIssues issues;
        private final RuleReader ruleReader;
        private final LimitReader limitReader;
        private final List<Rule> rules = new ArrayList<>();
        private final List<Rule> drafts = new ArrayList<>();
        private final List<Limit> limits = new ArrayList<>();
        private final Set<String> declared = new HashSet<>();
        private final boolean mayBeRule;

        /** @param mayBeRule whether the text may be the fields of one rule, too */
        Pass(FileIssues issues, boolean mayBeRule) {
            this.mayBeRule = mayBeRule;
            this.issues = issues;
            FieldReader fieldReader = new FieldReader(issues, catalog);
            SettingLookup settings = new SettingLookup(catalog, rawAllowed);
            this.ruleReader = new RuleReader(issues, fieldReader, settings);
            this.limitReader = new LimitReader(issues, fieldReader, settings);
        }

        FileContent read() {
            for (Node document : YamlDocuments.compose(issues)) {
                document(document);
            }
            duplicates();
            return new FileContent(issues.file().name(), rules, drafts, limits, declared, issues.all());
        }

        private void document(Node document) {
            if (Scalars.isMissing(document)) {
                return;
            }
            if (!(document instanceof MappingNode mapping)) {
                issues.error(document, "a rule file begins with rules: or limits:");
                return;
            }
            if (mayBeRule
                    && FIELDS.stream()
                            .noneMatch(name -> RuleText.value(mapping, name).isPresent())) {
                rule(mapping);
                return;
            }
            Fields fields = Fields.of(mapping, "a rule file", FIELDS, issues);
            fields.get("rules").ifPresent(field -> items(field, "rule", this::rule));
            fields.get("limits")
                    .ifPresent(field -> items(field, "limit", limitReader::read).forEach(limits::add));
        }

        private Optional<Rule> rule(MappingNode mapping) {
            mapping.getValue().stream()
                    .filter(tuple -> tuple.getKeyNode() instanceof ScalarNode key
                            && key.getValue().equals("id"))
                    .map(tuple -> tuple.getValueNode())
                    .filter(ScalarNode.class::isInstance)
                    .map(node -> ((ScalarNode) node).getValue())
                    .forEach(declared::add);
            int before = issues.count();
            Rule rule = ruleReader.read(mapping);
            (issues.count() > before ? drafts : rules).add(rule);
            return Optional.of(rule);
        }

        private <T> List<T> items(Fields.Field field, String what, Function<MappingNode, Optional<T>> read) {
            List<T> found = new ArrayList<>();
            if (Scalars.isMissing(field.value())) {
                return found;
            }
            if (!(field.value() instanceof SequenceNode sequence)) {
                issues.error(
                        field.value(),
                        "'%s' must be a list: begin each %s with a hyphen".formatted(field.name(), what));
                return found;
            }
            for (Node item : sequence.getValue()) {
                if (issues.isFull()) {
                    break;
                }
                if (item instanceof MappingNode mapping) {
                    read.apply(mapping).ifPresent(found::add);
                } else {
                    issues.error(item, "a %s is a map of fields, not a single value".formatted(what));
                }
            }
            return found;
        }

        private void duplicates() {
            Map<String, Rule> byId = new HashMap<>();
            for (Rule rule : List.copyOf(rules)) {
                Rule first = byId.putIfAbsent(rule.id(), rule);
                if (first != null) {
                    issues.add(RulePlaces.issue(
                            RuleIssue.Severity.ERROR,
                            rule,
                            "the id '%s' is used already at %s. Give each rule its own"
                                    .formatted(rule.id(), first.source())));
                }
            }
        }
    }
}
