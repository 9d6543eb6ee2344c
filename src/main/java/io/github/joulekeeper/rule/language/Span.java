package io.github.joulekeeper.rule.language;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a part of a condition stands. All spans are equal to each other, so that trees compare by what they say and not by
 * where they stand.
 *
 * @param start offset of the first character in the passage
 * @param end offset after the last character; the same as {@code start} for parts that a file says by a map
 *     ({@code all}, {@code any}, {@code not}) rather than by text
 */
public record Span(Passage passage, int start, int end) {
    private static final Pattern SPACE = Pattern.compile("\\s+");

    /** The text as written, in one line; empty when a map says it. */
    public String text() {
        String written = passage.text().substring(start, end).strip();
        return isOneLine(written) ? written : SPACE.matcher(written).replaceAll(" ");
    }

    /** Whether there are only single spaces: nearly always so, and looked at for each part of each rule and model. */
    private static boolean isOneLine(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || (c == ' ' && text.charAt(i - 1) == ' ')) {
                return false;
            }
        }
        return true;
    }

    Span to(Span other) {
        return new Span(passage, start, other.end);
    }

    Span collapsed() {
        return new Span(passage, start, start);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Span;
    }

    @Override
    public int hashCode() {
        return 0;
    }
}
