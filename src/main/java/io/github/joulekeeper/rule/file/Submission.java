package io.github.joulekeeper.rule.file;

import io.github.joulekeeper.rule.RuleIssue;
import io.github.joulekeeper.rule.language.SourceFile;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/**
 * One rule that somebody handed in.
 *
 * @param id its id, empty if it has none
 * @param text its lines as they go into a file, without indentation
 * @param data what it says
 */
record Submission(String id, String text, Map<String, @Nullable Object> data) {
    /**
     * Reads a text that is one rule: its fields, as block or between braces; JSON is the latter.
     *
     * @throws RuleEditException if it is no YAML, or not a rule's fields
     */
    static Submission of(String text) throws RuleEditException {
        String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
        FileIssues issues = new FileIssues(new SourceFile(RuleEditor.SUBMITTED, plain));
        List<Node> documents = YamlDocuments.compose(issues);
        if (!issues.all().isEmpty()) {
            throw refused(issues.all());
        }
        if (documents.size() != 1 || !(documents.getFirst() instanceof MappingNode rule)) {
            issues.add(
                    issues.file().error(1, 1, 1, "the text must be the fields of one rule, as in id: night-charging"));
            throw refused(issues.all());
        }
        if (RuleText.value(rule, "rules").isPresent()
                || RuleText.value(rule, "limits").isPresent()) {
            issues.error(rule, "this is a whole file. Send the fields of one rule, beginning with id:");
            throw refused(issues.all());
        }
        Map<String, @Nullable Object> data = RuleData.of(rule);
        boolean braces = rule.getFlowStyle() == FlowStyle.FLOW;
        try {
            String lines = braces ? RuleData.yaml(data) : dedented(plain);
            return new Submission(RuleText.id(rule).orElse(""), lines, data);
        } catch (YAMLException unwritable) {
            issues.error(rule, "a text in this rule holds half a character, which no file can hold");
            throw refused(issues.all());
        }
    }

    private static RuleEditException refused(List<RuleIssue> issues) {
        return new RuleEditException(RuleEditException.Kind.INVALID, "The rule has errors", issues);
    }

    /** Takes away the indentation that all lines share, empty ones aside, and the marks of a document. */
    private static String dedented(String text) {
        List<String> lines = text.lines()
                .dropWhile(line -> line.isBlank() || line.strip().equals("---"))
                .toList();
        int shared = lines.stream()
                .filter(line -> !line.isBlank())
                .mapToInt(line -> line.length() - line.stripLeading().length())
                .min()
                .orElse(0);
        StringBuilder out = new StringBuilder();
        lines.forEach(
                line -> out.append(line.isBlank() ? "" : line.substring(shared)).append('\n'));
        return out.toString();
    }
}
