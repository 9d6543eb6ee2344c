package io.github.joulekeeper.rule.language;

import io.github.joulekeeper.rule.Rule;
import io.github.joulekeeper.rule.RuleIssue;
import java.util.Arrays;

/**
 * The text of one condition or value, with the place in its file of each of its characters. Quotes, escapes and folded
 * lines are why places cannot be computed from the text alone.
 */
public final class Passage {
    private final SourceFile file;
    private final String text;
    private final int[] lines;
    private final int[] columns;

    /**
     * @param lines the line of each character, from 1, and of the end
     * @param columns the column of each character, from 1, and of the end
     */
    public Passage(SourceFile file, String text, int[] lines, int[] columns) {
        if (lines.length != text.length() + 1 || columns.length != text.length() + 1) {
            throw new IllegalArgumentException("A passage of %d characters must come with %d places, not %d and %d"
                    .formatted(text.length(), text.length() + 1, lines.length, columns.length));
        }
        this.file = file;
        this.text = text;
        this.lines = lines;
        this.columns = columns;
    }

    /** A passage that is the whole of a one-line text outside of any file. */
    public static Passage of(String name, String text) {
        int[] lines = new int[text.length() + 1];
        int[] columns = new int[text.length() + 1];
        for (int i = 0; i <= text.length(); i++) {
            lines[i] = 1;
            columns[i] = i + 1;
        }
        return new Passage(new SourceFile(name, text), text, lines, columns);
    }

    /** The part from {@code start} to before {@code end}. */
    public Passage part(int start, int end) {
        return new Passage(
                file,
                text.substring(start, end),
                Arrays.copyOfRange(lines, start, end + 1),
                Arrays.copyOfRange(columns, start, end + 1));
    }

    /** An error about the whole of it. */
    public RuleIssue error(String message) {
        return issue(RuleIssue.Severity.ERROR, 0, text.length(), message);
    }

    public SourceFile file() {
        return file;
    }

    public String text() {
        return text;
    }

    /** Where a character stands in the file. */
    public Rule.Position position(int offset) {
        return new Rule.Position(file.name(), lines[offset], columns[offset]);
    }

    /** An issue that marks the characters from {@code start} to before {@code end}. */
    public RuleIssue issue(RuleIssue.Severity severity, int start, int end, String message) {
        int last = Math.max(start, Math.min(end, text.length()) - 1);
        boolean oneLine = lines[start] == lines[last];
        int length = oneLine ? columns[last] - columns[start] + 1 : Integer.MAX_VALUE;
        return file.issue(severity, lines[start], columns[start], length, message);
    }
}
