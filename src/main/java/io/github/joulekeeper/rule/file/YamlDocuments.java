package io.github.joulekeeper.rule.file;

import io.github.joulekeeper.rule.Rule;
import io.github.joulekeeper.rule.language.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/** Composes the YAML documents of a file to nodes. Anchors and aliases are refused, so that no file grows when read. */
final class YamlDocuments {
    /** How deep a file may nest. */
    static final int DEEPEST = 60;

    private static final String UNCLOSED =
            "what begins here does not end before the file does. Check the quotes and the brackets";

    private YamlDocuments() {}

    /** All documents of the file; what follows a syntax error is not read. */
    static List<Node> compose(FileIssues issues) {
        SourceFile file = issues.file();
        List<Node> documents = new ArrayList<>();
        try {
            LoaderOptions options = new LoaderOptions();
            options.setNestingDepthLimit(DEEPEST);
            options.setCodePointLimit(Integer.MAX_VALUE);
            Parser parser = new WithoutAliases(new ParserImpl(new StreamReader(file.text()), options));
            Composer composer = new Composer(parser, new Resolver(), options);
            while (composer.checkNode()) {
                documents.add(composer.getNode());
            }
        } catch (Refused e) {
            add(issues, e.mark, e.length, String.valueOf(e.getMessage()));
        } catch (MarkedYAMLException e) {
            boolean open = String.valueOf(e.getProblem()).contains("stream end") && e.getContextMark() != null;
            add(issues, open ? e.getContextMark() : e.getProblemMark(), 1, open ? UNCLOSED : syntax(e));
        } catch (ReaderException e) {
            int offset = issues.offset(e.getPosition());
            Rule.Position position = file.position(offset);
            issues.add(file.error(
                    position.line(),
                    position.column(),
                    1,
                    "the character U+%04X is not allowed in YAML".formatted(e.getCodePoint())));
        } catch (YAMLException e) {
            String message = String.valueOf(e.getMessage());
            boolean deep = message.toLowerCase(Locale.ROOT).contains("nesting");
            issues.add(file.error(
                    1,
                    1,
                    1,
                    deep ? "the file is nested too deep: more than %d levels".formatted(DEEPEST) : oneLine(message)));
        }
        return documents;
    }

    private static void add(FileIssues issues, @Nullable Mark mark, int length, String message) {
        int offset = mark == null ? 0 : issues.offset(mark.getIndex());
        Rule.Position position = issues.file().position(offset);
        issues.add(issues.file().error(position.line(), position.column(), length, message));
    }

    private static String syntax(MarkedYAMLException e) {
        String problem = oneLine(String.valueOf(e.getProblem()));
        if (problem.contains("'\\t")) {
            return "YAML does not allow tabs here. Indent with spaces";
        }
        if (problem.contains("cannot start any token")) {
            return "this character cannot begin a YAML value. Put the value in quotes";
        }
        if (problem.contains("mapping values are not allowed here")) {
            return "a colon is not allowed here. Put the value in quotes, or check the indentation";
        }
        return "this is not valid YAML: %s. Check the indentation, the quotes and the brackets".formatted(problem);
    }

    private static String oneLine(String message) {
        return message.strip().replaceAll("\\s+", " ");
    }

    /** Thrown for what YAML allows and rule files do not. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Mark mark;
        private final int length;

        Refused(Mark mark, int length, String message) {
            super(message, null, false, false);
            this.mark = mark;
            this.length = length;
        }
    }

    private static @Nullable String tag(Event event) {
        return switch (event) {
            case ScalarEvent scalar -> scalar.getTag();
            case CollectionStartEvent start -> start.getTag();
            default -> null;
        };
    }

    /** Stops at the first anchor, alias or tag. */
    private record WithoutAliases(Parser parser) implements Parser {
        @Override
        public boolean checkEvent(Event.ID choice) {
            return parser.checkEvent(choice);
        }

        @Override
        public Event peekEvent() {
            return parser.peekEvent();
        }

        @Override
        public Event getEvent() {
            Event event = parser.getEvent();
            String tag = tag(event);
            if (tag != null) {
                throw new Refused(
                        event.getStartMark(),
                        tag.length(),
                        "a word that begins with '!' is a YAML tag, and tags are not allowed. To negate a condition write 'not'");
            }
            if (event instanceof NodeEvent node && node.getAnchor() != null) {
                boolean alias = event instanceof AliasEvent;
                String name = (alias ? "*" : "&") + node.getAnchor();
                throw new Refused(
                        event.getStartMark(),
                        name.length(),
                        "'%s': anchors and aliases are not allowed in rule files. Write the value out".formatted(name));
            }
            return event;
        }
    }
}
