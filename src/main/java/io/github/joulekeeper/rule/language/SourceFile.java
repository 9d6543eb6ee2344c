package io.github.joulekeeper.rule.language;

import io.github.joulekeeper.rule.Rule;
import io.github.joulekeeper.rule.RuleIssue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The text of a rule file, cut into lines, from which issues with their line and caret are made. */
public final class SourceFile {
    private static final int LONGEST_SHOWN = 400;

    private final String name;
    private final String text;
    private final int[] starts;
    private final int[] ends;
    private final int[] codePoints;

    /**
     * @param name how the file is called in messages
     * @param text its whole text
     */
    public SourceFile(String name, String text) {
        this.name = name;
        this.text = text;
        List<Integer> from = new ArrayList<>(List.of(0));
        List<Integer> to = new ArrayList<>();
        for (int i = 0; i < text.length(); i++) {
            if (breaks(text, i)) {
                boolean two = text.charAt(i) == '\n' && i > 0 && text.charAt(i - 1) == '\r';
                to.add(two ? i - 1 : i);
                from.add(i + 1);
            }
        }
        to.add(text.length());
        this.starts = from.stream().mapToInt(Integer::intValue).toArray();
        this.codePoints = codePoints(text);
        this.ends = to.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Whether a line ends with this character: where YAML ends it, so that line numbers agree. */
    private static boolean breaks(String text, int i) {
        char c = text.charAt(i);
        return c == '\n'
                || c == '\u0085'
                || c == '\u2028'
                || c == '\u2029'
                || (c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n'));
    }

    public String text() {
        return text;
    }

    /** The offset in chars of the code point with this index. */
    public int offsetOfCodePoint(int index) {
        return codePoints.length == 0
                ? Math.min(index, text.length())
                : codePoints[Math.min(index, codePoints.length - 1)];
    }

    /** The offset of each code point and of the end; empty where it is the index itself. */
    private static int[] codePoints(String text) {
        int count = text.codePointCount(0, text.length());
        if (count == text.length()) {
            return new int[0];
        }
        int[] offsets = new int[count + 1];
        int offset = 0;
        for (int i = 0; i <= count; i++) {
            offsets[i] = offset;
            offset += i < count ? Character.charCount(text.codePointAt(offset)) : 0;
        }
        return offsets;
    }

    /** Where the character with this offset stands. */
    public Rule.Position position(int offset) {
        int found = Arrays.binarySearch(starts, Math.clamp(offset, 0, text.length()));
        int line = found >= 0 ? found : -found - 2;
        return new Rule.Position(name, line + 1, offset - starts[line] + 1);
    }

    public String name() {
        return name;
    }

    /** The line with this number, from 1; empty beyond the end. */
    public String line(int number) {
        return number >= 1 && number <= starts.length ? text.substring(starts[number - 1], ends[number - 1]) : "";
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
