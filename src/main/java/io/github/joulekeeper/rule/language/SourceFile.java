package io.github.joulekeeper.rule.language;

import io.github.joulekeeper.rule.RuleIssue;
import java.util.ArrayList;
import java.util.List;

/** The text of a rule file, cut into lines, from which issues with their line and caret are made. */
public final class SourceFile {
    private static final int LONGEST_SHOWN = 400;

    private final String name;
    private final List<String> lines;

    /**
     * @param name how the file is called in messages
     * @param text its whole text
     */
    public SourceFile(String name, String text) {
        this.name = name;
        this.lines = split(text);
    }

    /** Cuts where YAML does, so that line numbers agree. */
    private static List<String> split(String text) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean carriageReturnAlone = c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n');
            if (c == '\n' || c == '\u0085' || c == '\u2028' || c == '\u2029' || carriageReturnAlone) {
                int end = c == '\n' && i > start && text.charAt(i - 1) == '\r' ? i - 1 : i;
                lines.add(text.substring(start, end));
                start = i + 1;
            }
        }
        lines.add(text.substring(start));
        return lines;
    }

    public String name() {
        return name;
    }

    /** The line with this number, from 1; empty beyond the end. */
    public String line(int number) {
        return number >= 1 && number <= lines.size() ? lines.get(number - 1) : "";
    }

    /** An error at a place; line and column count from 1. */
    public RuleIssue error(int line, int column, int length, String message) {
        return issue(RuleIssue.Severity.ERROR, line, column, length, message);
    }

    /** An issue at a place; line and column count from 1. A very long line is not shown. */
    public RuleIssue issue(RuleIssue.Severity severity, int line, int column, int length, String message) {
        String shown = line(line);
        if (shown.length() > LONGEST_SHOWN) {
            shown = "";
        }
        int longest = Math.max(1, shown.length() - column + 1);
        return new RuleIssue(severity, name, line, column, Math.clamp(length, 1, longest), shown, message);
    }
}
