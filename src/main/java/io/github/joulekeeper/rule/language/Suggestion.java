package io.github.joulekeeper.rule.language;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody meant by a name that is not known. */
public final class Suggestion {
    private static final int LONGEST = 64;

    private Suggestion() {}

    /**
     * The known name that is nearest, if one is near: the same but for case, one whose last part is the name
     * ({@code pd.wattsOutSum} for {@code wattsOutSum}), or one that a few edits turn into it. Of equally near
     * ones the shortest is taken.
     */
    public static Optional<String> nearest(String name, Collection<String> known) {
        if (name.isEmpty() || name.length() > LONGEST) {
            return Optional.empty();
        }
        String lower = name.toLowerCase(Locale.ROOT);
        String best = "";
        int least = Math.max(1, Math.min(4, name.length() / 3)) + 1;
        for (String candidate : known) {
            int distance = distance(lower, candidate.toLowerCase(Locale.ROOT), least);
            if (distance < least || (distance == least && !best.isEmpty() && isBefore(candidate, best))) {
                least = distance;
                best = candidate;
            }
        }
        return best.isEmpty() ? Optional.empty() : Optional.of(best);
    }

    private static boolean isBefore(String one, String other) {
        return one.length() != other.length() ? one.length() < other.length() : one.compareTo(other) < 0;
    }

    /** {@code " Did you mean 'x'?"}, or nothing when no known name is near. */
    public static String didYouMean(String name, Collection<String> known) {
        return nearest(name, known).map(" Did you mean '%s'?"::formatted).orElse("");
    }

    private static int distance(String name, String candidate, int bound) {
        if (candidate.equals(name)) {
            return 0;
        }
        if (name.length() > 2 && (candidate.endsWith("." + name) || candidate.startsWith(name + "."))) {
            return 1;
        }
        if (Math.abs(name.length() - candidate.length()) > bound || candidate.length() > LONGEST) {
            return Integer.MAX_VALUE;
        }
        return edits(name, candidate, bound);
    }

    /**
     * Insertions, deletions, replacements and swaps of neighbours that turn one into the other; the largest number as soon as
     * it is clear that they are more than {@code bound}.
     */
    private static int edits(String one, String other, int bound) {
        int[] beforePrevious = new int[other.length() + 1];
        int[] previous = new int[other.length() + 1];
        int[] current = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            previous[j] = j;
        }
        int leastBefore = 0;
        for (int i = 1; i <= one.length(); i++) {
            current[0] = i;
            int leastHere = i;
            for (int j = 1; j <= other.length(); j++) {
                int cost = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                int least = Math.min(Math.min(current[j - 1], previous[j]) + 1, previous[j - 1] + cost);
                boolean swapped = i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1);
                current[j] = swapped ? Math.min(least, beforePrevious[j - 2] + 1) : least;
                leastHere = Math.min(leastHere, current[j]);
            }
            // What follows can only add to the least of two rows: a swap reaches back over one.
            if (Math.min(leastHere, leastBefore) > bound) {
                return Integer.MAX_VALUE;
            }
            leastBefore = leastHere;
            int[] spare = beforePrevious;
            beforePrevious = previous;
            previous = current;
            current = spare;
        }
        return previous[other.length()];
    }
}
