package io.github.joulekeeper.rule.file;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Changes one rule in the text of a file and leaves every other character as it is. Each answers with the whole text. */
final class TextEdits {
    private final RuleText file;
    private final String text;
    private final String lineBreak;

    TextEdits(RuleText file) {
        this.file = file;
        this.text = file.text();
        this.lineBreak = file.lineBreak();
    }

    String replace(RuleText.Place place, Submission rule) {
        String now = place.bracketed() ? RuleData.json(rule.data()) : block(rule, file.indent(place));
        return splice(place.start(), place.end(), now);
    }

    String delete(RuleText.Place place) throws RuleEditException {
        if (place.bracketed()) {
            return deleteBracketed(place);
        }
        int dash = dashBefore(place.start());
        int lineStart = file.lineStart(dash);
        if (!text.substring(lineStart, dash).isBlank()) {
            throw unusual();
        }
        return splice(lineStart, file.afterBreak(place.end()), "");
    }

    private String deleteBracketed(RuleText.Place place) {
        int next = skipSpace(place.end());
        if (next < text.length() && text.charAt(next) == ',') {
            return splice(place.start(), skipSpace(next + 1), "");
        }
        int before = place.start();
        while (before > 0 && Character.isWhitespace(text.charAt(before - 1))) {
            before--;
        }
        boolean comma = before > 0 && text.charAt(before - 1) == ',';
        return splice(comma ? before - 1 : place.start(), place.end(), "");
    }

    private int skipSpace(int offset) {
        int next = offset;
        while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
            next++;
        }
        return next;
    }

    /** The hyphen that begins the item of the list; between them only spaces, empty lines and comments stand. */
    private int dashBefore(int start) throws RuleEditException {
        int lineStart = file.lineStart(start);
        String before = text.substring(lineStart, start).stripTrailing();
        while (before.isEmpty() || before.stripLeading().startsWith("#")) {
            if (lineStart == 0) {
                throw unusual();
            }
            int end = lineStart - (lineStart > 1 && text.startsWith("\r\n", lineStart - 2) ? 2 : 1);
            lineStart = file.lineStart(end);
            before = text.substring(lineStart, end).stripTrailing();
        }
        int dash = before.indexOf('-');
        if (dash < 0 || !before.substring(0, dash).isBlank()) {
            throw unusual();
        }
        return lineStart + dash;
    }

    String enable(RuleText.Place place, boolean enabled) throws RuleEditException {
        Optional<Node> field = RuleText.value(place.node(), "enabled");
        if (field.isPresent()) {
            Node value = field.get();
            if (Scalars.isMissing(value) || !(value instanceof ScalarNode)) {
                throw unusual();
            }
            return splice(
                    file.offset(value.getStartMark().getIndex()),
                    file.offset(value.getEndMark().getIndex()),
                    String.valueOf(enabled));
        }
        if (enabled) {
            return text;
        }
        Node id = RuleText.value(place.node(), "id").orElseThrow(TextEdits::unusual);
        int end = file.offset(id.getEndMark().getIndex());
        if (place.node().getFlowStyle() == FlowStyle.FLOW) {
            return splice(end, end, ", enabled: false");
        }
        int lineEnd = file.lineEnd(end);
        return splice(lineEnd, lineEnd, lineBreak + " ".repeat(file.indent(place)) + "enabled: false");
    }

    /** Puts a rule at the end of the file's rules. */
    String append(Submission rule) throws RuleEditException {
        List<Node> documents = file.documents();
        Node last = documents.isEmpty() ? null : documents.getLast();
        if (last == null || Scalars.isMissing(last)) {
            return atEnd(rule);
        }
        if (!(last instanceof MappingNode mapping)) {
            throw unusual();
        }
        Optional<Node> rules = RuleText.value(mapping, "rules");
        if (rules.isEmpty()) {
            if (mapping.getFlowStyle() == FlowStyle.FLOW) {
                throw unusual();
            }
            return atEnd(rule);
        }
        if (Scalars.isMissing(rules.get())) {
            int end = file.lineEnd(keyEnd(mapping));
            return splice(end, end, lineBreak + item(rule, 2));
        }
        return rules.get() instanceof SequenceNode sequence ? append(sequence, rule) : unexpected();
    }

    private String append(SequenceNode rules, Submission rule) throws RuleEditException {
        List<Node> items = rules.getValue();
        if (rules.getFlowStyle() == FlowStyle.FLOW) {
            int at = items.isEmpty()
                    ? file.offset(rules.getStartMark().getIndex()) + 1
                    : file.offset(items.getLast().getEndMark().getIndex());
            return splice(at, at, (items.isEmpty() ? "" : ", ") + RuleData.json(rule.data()));
        }
        Node last = items.getLast();
        RuleText.Place place = file.places().values().stream()
                .filter(one -> one.node() == last)
                .findFirst()
                .orElseThrow(TextEdits::unusual);
        int dash = dashBefore(place.start());
        return splice(place.end(), place.end(), lineBreak + item(rule, dash - file.lineStart(dash)));
    }

    private int keyEnd(MappingNode mapping) throws RuleEditException {
        return mapping.getValue().stream()
                .map(NodeTuple::getKeyNode)
                .filter(node -> node instanceof ScalarNode key && key.getValue().equals("rules"))
                .map(node -> file.offset(node.getEndMark().getIndex()))
                .findFirst()
                .orElseThrow(TextEdits::unusual);
    }

    private String atEnd(Submission rule) {
        boolean open = !text.isEmpty()
                && file.afterBreak(file.lineEnd(file.lineStart(text.length()))) == text.length()
                && !text.endsWith("\n")
                && !text.endsWith("\r");
        return text + (open ? lineBreak : "") + "rules:" + lineBreak + item(rule, 2) + lineBreak;
    }

    private String item(Submission rule, int indent) {
        return " ".repeat(indent) + "- " + block(rule, indent + 2);
    }

    /** The rule's lines, the first without and the others with indentation, the last without a line break. */
    private String block(Submission rule, int indent) {
        String spaces = " ".repeat(indent);
        return rule.text()
                .lines()
                .map(line -> line.isBlank() ? "" : spaces + line)
                .collect(Collectors.joining(lineBreak))
                .stripTrailing()
                .substring(indent);
    }

    private String splice(int from, int to, String now) {
        return text.substring(0, from) + now + text.substring(to);
    }

    private static String unexpected() throws RuleEditException {
        throw unusual();
    }

    private static RuleEditException unusual() {
        return new RuleEditException(
                RuleEditException.Kind.CONFLICT,
                "The rules of this file are laid out in a way that only a person can change. Edit it by hand, or name"
                        + " another file");
    }
}
