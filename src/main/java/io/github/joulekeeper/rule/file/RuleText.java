package io.github.joulekeeper.rule.file;

import io.github.joulekeeper.rule.RuleIssue;
import io.github.joulekeeper.rule.language.SourceFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** The text of a rule file, and where in it each rule stands. */
final class RuleText {
    private static final String BREAKS = "\n\r\u0085\u2028\u2029";

    private final FileIssues issues;
    private final String text;
    private final List<Node> documents;
    private final Map<String, Place> places = new LinkedHashMap<>();

    /**
     * Where a rule stands. To it belongs all from the first character of its fields to the end of the last line of them;
     * the hyphen before it and the comments around it do not.
     *
     * @param start offset of the first character
     * @param end offset after the last character
     * @param bracketed whether it stands in a list in brackets, where it ends with its own brace
     */
    record Place(String id, MappingNode node, int start, int end, boolean bracketed) {}

    private RuleText(FileIssues issues, List<Node> documents) {
        this.issues = issues;
        this.text = issues.file().text();
        this.documents = documents;
        for (Node document : documents) {
            rules(document).ifPresent(this::locate);
        }
    }

    /**
     * Finds the rules of a file.
     *
     * @throws RuleEditException if the text is not YAML, so that nothing can be found in it
     */
    static RuleText of(String name, String text) throws RuleEditException {
        FileIssues issues = new FileIssues(new SourceFile(name, text));
        List<Node> documents = YamlDocuments.compose(issues);
        List<RuleIssue> wrong = issues.all();
        if (!wrong.isEmpty()) {
            throw new RuleEditException(
                    RuleEditException.Kind.CONFLICT,
                    "The file has errors, so that its rules cannot be told apart. Correct it by hand first",
                    wrong);
        }
        return new RuleText(issues, documents);
    }

    private void locate(SequenceNode rules) {
        boolean bracketed = rules.getFlowStyle() == FlowStyle.FLOW;
        for (Node item : rules.getValue()) {
            if (item instanceof MappingNode mapping) {
                int start = offset(mapping.getStartMark().getIndex());
                int end = bracketed ? end(mapping) : lineEnd(trimmed(start, end(mapping)));
                id(mapping).ifPresent(id -> places.putIfAbsent(id, new Place(id, mapping, start, end, bracketed)));
            }
        }
    }

    static Optional<String> id(MappingNode rule) {
        return value(rule, "id").filter(ScalarNode.class::isInstance).map(node -> ((ScalarNode) node).getValue());
    }

    static Optional<Node> value(MappingNode mapping, String name) {
        return mapping.getValue().stream()
                .filter(tuple -> tuple.getKeyNode() instanceof ScalarNode key
                        && key.getValue().equals(name))
                .map(NodeTuple::getValueNode)
                .findFirst();
    }

    /** The list of rules of a document, if it holds one. */
    static Optional<SequenceNode> rules(Node document) {
        return document instanceof MappingNode mapping
                ? value(mapping, "rules").filter(SequenceNode.class::isInstance).map(SequenceNode.class::cast)
                : Optional.empty();
    }

    /** Offset after the last character that says something. */
    private int end(Node node) {
        if (node instanceof CollectionNode<?> collection && collection.getFlowStyle() != FlowStyle.FLOW) {
            int end = offset(node.getStartMark().getIndex());
            for (Node part : parts(collection)) {
                end = Math.max(end, end(part));
            }
            return end;
        }
        return offset(node.getEndMark().getIndex());
    }

    private static List<Node> parts(CollectionNode<?> collection) {
        List<Node> parts = new ArrayList<>();
        for (Object part : collection.getValue()) {
            if (part instanceof NodeTuple tuple) {
                parts.add(tuple.getKeyNode());
                parts.add(tuple.getValueNode());
            } else if (part instanceof Node node) {
                parts.add(node);
            }
        }
        return parts;
    }

    private int trimmed(int start, int end) {
        int last = end;
        while (last > start && Character.isWhitespace(text.charAt(last - 1))) {
            last--;
        }
        return last;
    }

    int lineEnd(int offset) {
        int end = offset;
        while (end < text.length() && BREAKS.indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    int lineStart(int offset) {
        int start = offset;
        while (start > 0 && BREAKS.indexOf(text.charAt(start - 1)) < 0) {
            start--;
        }
        return start;
    }

    /** Offset after the line break that begins here, if one does. */
    int afterBreak(int offset) {
        if (text.startsWith("\r\n", offset)) {
            return offset + 2;
        }
        return offset < text.length() && BREAKS.indexOf(text.charAt(offset)) >= 0 ? offset + 1 : offset;
    }

    /** How lines end in this file. */
    String lineBreak() {
        int first = lineEnd(0);
        return first == text.length() ? "\n" : text.substring(first, afterBreak(first));
    }

    int offset(int codePoint) {
        return issues.offset(codePoint);
    }

    int line(Place place) {
        return issues.file().position(place.start()).line();
    }

    String text() {
        return text;
    }

    List<Node> documents() {
        return documents;
    }

    Map<String, Place> places() {
        return places;
    }

    @Nullable
    Place place(String id) {
        return places.get(id);
    }

    /** How far a rule's lines after the first are indented. */
    int indent(Place place) {
        return place.start() - lineStart(place.start());
    }

    /** A rule's own text, as it stands in the file. */
    String own(Place place) {
        return text.substring(place.start(), place.end());
    }

    /** A rule's text on its own, without the indentation that it has in its file; ended by a line feed. */
    String dedented(Place place) {
        String own = own(place);
        if (place.bracketed()) {
            return own + "\n";
        }
        String indent = " ".repeat(indent(place));
        StringBuilder lines = new StringBuilder();
        own.lines()
                .forEach(line -> lines.append(
                                line.startsWith(indent) && !lines.isEmpty() ? line.substring(indent.length()) : line)
                        .append('\n'));
        return lines.toString();
    }

    /** Changes with each character of the rule, and with nothing else. */
    String tag(Place place) {
        return Digest.of(own(place).getBytes(StandardCharsets.UTF_8), 12);
    }
}
