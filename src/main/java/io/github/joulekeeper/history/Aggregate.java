package io.github.joulekeeper.history;

/**
 * What a quota was over some time, in its unit.
 *
 * @param last the value at the end
 * @param min the smallest value
 * @param max the largest value
 * @param mean the mean over the time in which the value was known
 * @param seconds how long that was, more than 0
 */
public record Aggregate(double last, double min, double max, double mean, double seconds) {
    public Aggregate {
        if (!(seconds > 0 && min <= max)) {
            throw new IllegalArgumentException(
                    "%s s must be more than 0, and the smallest (%s) at most the largest (%s)"
                            .formatted(seconds, min, max));
        }
    }

    /** This time and a later one together. */
    public Aggregate then(Aggregate later) {
        double both = seconds + later.seconds;
        double together = mean + (later.mean - mean) * (later.seconds / both);
        double smallest = Math.min(min, later.min);
        double largest = Math.max(max, later.max);
        return new Aggregate(later.last, smallest, largest, Math.clamp(together, smallest, largest), both);
    }
}
