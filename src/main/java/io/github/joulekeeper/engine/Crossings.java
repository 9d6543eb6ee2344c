package io.github.joulekeeper.engine;

import io.github.joulekeeper.device.Unit;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The rules that only compare a quota with written numbers, with those numbers. A new value matters to those whose number
 * lies between it and the value before: a hundred rules on the SoC cost a report nothing while no threshold is crossed.
 */
final class Crossings {
    private final Unit unit;
    // In the order in which the rules were placed, which is mostly the order of their evaluation, and not in the order
    // of
    // the numbers: to sort those that wait would cost more than to go over the numbers.
    private double[] bounds = new double[4];
    private @Nullable RuleInstance[] readers = new RuleInstance[4];
    private int size;
    /** No number lies between these two; NaN while that is not known of any range. */
    private double clearAbove = Double.NaN;

    private double clearBelow = Double.NaN;

    Crossings(Unit unit) {
        this.unit = unit;
    }

    void add(RuleInstance reader, Bounds added) {
        for (double bound : added.values()) {
            if (size == bounds.length) {
                // By half and not to the double: every station holds these.
                bounds = Arrays.copyOf(bounds, size + size / 2);
                readers = Arrays.copyOf(readers, size + size / 2);
            }
            bounds[size] = bound;
            readers[size++] = reader;
        }
        clearAbove = Double.NaN;
    }

    void remove(RuleInstance reader) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (readers[i] != reader) {
                bounds[kept] = bounds[i];
                readers[kept++] = readers[i];
            }
        }
        Arrays.fill(readers, kept, size, null);
        size = kept;
    }

    /**
     * Lets those wait to whom the step matters.
     *
     * @param before the value before in the quota's unit, NaN if it was unknown
     * @param after the value now
     */
    @SuppressWarnings("NullAway") // below size there is no hole
    void crossed(double before, double after, Worklist worklist) {
        double from = unit.toBase(before);
        double to = unit.toBase(after);
        if (from > clearAbove && from < clearBelow && to > clearAbove && to < clearBelow) {
            return;
        }
        boolean all = Double.isNaN(from) != Double.isNaN(to);
        double low = Math.min(from, to);
        double high = Math.max(from, to);
        double under = Double.NEGATIVE_INFINITY;
        double over = Double.POSITIVE_INFINITY;
        for (int i = 0; i < size; i++) {
            double bound = bounds[i];
            // A bound that one of the two values equals counts: there `<` and `<=` differ.
            if (all || (bound >= low && bound <= high)) {
                worklist.stir(readers[i]);
            }
            if (bound <= to && bound > under) {
                under = bound;
            }
            if (bound >= to && bound < over) {
                over = bound;
            }
        }
        clearAbove = Double.isNaN(to) ? Double.NaN : under;
        clearBelow = over;
    }
}
