package io.github.joulekeeper.rule.file;

import io.github.joulekeeper.rule.Rule;
import io.github.joulekeeper.rule.language.Passage;
import io.github.joulekeeper.rule.language.SourceFile;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Scalars as they are written. YAML's own types are not asked for: {@code on}, {@code 010}, {@code 1:30} and
 * {@code 2026-01-01} are the texts that stand there.
 */
final class Scalars {
    private Scalars() {}

    /** Whether nothing is written, as after {@code when:}. */
    static boolean isMissing(Node node) {
        return node instanceof ScalarNode scalar
                && scalar.getScalarStyle() == ScalarStyle.PLAIN
                && scalar.getValue().isEmpty();
    }

    /**
     * Whether a comma between braces or brackets cut a text in two, as in {@code {ac-charging.watts: max(200, soc)}}.
     */
    static boolean isCutByComma(ScalarNode scalar, FileIssues issues) {
        String value = scalar.getValue();
        if (scalar.getScalarStyle() != ScalarStyle.PLAIN
                || value.chars().filter(c -> c == '(').count()
                        == value.chars().filter(c -> c == ')').count()) {
            return false;
        }
        String text = issues.file().text();
        int next = issues.offset(scalar.getEndMark().getIndex());
        while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
            next++;
        }
        return next < text.length() && text.charAt(next) == ',';
    }

    /** The text of a scalar, with the place of each of its characters in the file. */
    static Passage passage(ScalarNode scalar, FileIssues issues) {
        return new Tracer(scalar, issues).trace();
    }

    /** Follows the scalar's value and its source side by side. */
    private static final class Tracer {
        private final SourceFile file;
        private final String source;
        private final String value;
        private final ScalarStyle style;
        private final int end;
        private int at;

        Tracer(ScalarNode scalar, FileIssues issues) {
            this.file = issues.file();
            this.source = file.text();
            this.value = scalar.getValue();
            this.style = scalar.getScalarStyle();
            this.at = issues.offset(scalar.getStartMark().getIndex());
            this.end = issues.offset(scalar.getEndMark().getIndex());
            switch (style) {
                case SINGLE_QUOTED, DOUBLE_QUOTED -> at++;
                case LITERAL, FOLDED -> skipHeader();
                default -> {}
            }
        }

        private void skipHeader() {
            while (at < end && source.charAt(at) != '\n' && source.charAt(at) != '\r') {
                at++;
            }
        }

        Passage trace() {
            int[] lines = new int[value.length() + 1];
            int[] columns = new int[value.length() + 1];
            for (int i = 0; i <= value.length(); i++) {
                int offset = i == value.length() ? at : next(value.charAt(i));
                Rule.Position position = file.position(Math.min(offset, source.length()));
                lines[i] = position.line();
                columns[i] = position.column();
            }
            return new Passage(file, value, lines, columns);
        }

        /** The offset in the source of the next character of the value. */
        private int next(char c) {
            boolean escapes = style == ScalarStyle.DOUBLE_QUOTED;
            while (escapes && at + 1 < end && source.charAt(at) == '\\' && isBreak(source.charAt(at + 1))) {
                at++;
                skipSpace();
            }
            if (escapes && at < end && source.charAt(at) == '\\') {
                int start = at;
                at += Character.isLowSurrogate(c) ? 0 : escapeLength();
                return start;
            }
            if (Character.isWhitespace(c)) {
                return Math.min(at, Math.max(0, end - 1));
            }
            while (at < end && source.charAt(at) != c) {
                at++;
            }
            int found = at;
            at = Math.min(end, at + 1);
            if (style == ScalarStyle.SINGLE_QUOTED && c == '\'' && at < end && source.charAt(at) == '\'') {
                at++;
            }
            return found;
        }

        private int escapeLength() {
            char kind = at + 1 < end ? source.charAt(at + 1) : ' ';
            return switch (kind) {
                case 'x' -> 4;
                case 'u' -> 6;
                case 'U' -> 10;
                default -> 2;
            };
        }

        private void skipSpace() {
            while (at < end && Character.isWhitespace(source.charAt(at))) {
                at++;
            }
        }

        private static boolean isBreak(char c) {
            return c == '\n' || c == '\r';
        }
    }
}
