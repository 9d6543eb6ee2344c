package io.github.joulekeeper.engine;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules that only compare a quota with written numbers, with those numbers. A new value matters to those whose number
 * lies between it and the value before: a hundred rules on the SoC cost a report nothing while no threshold is crossed. All
 * numbers are in base units.
 */
final class Crossings {
    /** In ascending order. */
    private double[] bounds = {};
    /** Whose number it is, in the same order. */
    private @Nullable RuleInstance[] readers = {};

    private int size;

    void add(RuleInstance reader, List<Double> added) {
        for (double bound : added) {
            if (size == bounds.length) {
                // By little and not to the double: every station holds these.
                bounds = Arrays.copyOf(bounds, size + size / 8 + 1);
                readers = Arrays.copyOf(readers, bounds.length);
            }
            int place = firstAtOrAbove(Math.nextUp(bound));
            System.arraycopy(bounds, place, bounds, place + 1, size - place);
            System.arraycopy(readers, place, readers, place + 1, size - place);
            bounds[place] = bound;
            readers[place] = reader;
            size++;
        }
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
     * @param before the value before, NaN if it was unknown
     * @param after the value now
     */
    @SuppressWarnings("NullAway") // below size there is no hole
    void crossed(double before, double after, Worklist worklist) {
        boolean all = Double.isNaN(before) != Double.isNaN(after);
        double high = all ? Double.POSITIVE_INFINITY : Math.max(before, after);
        // A bound that one of the two values equals counts: there `<` and `<=` differ.
        for (int i = all ? 0 : firstAtOrAbove(Math.min(before, after)); i < size && bounds[i] <= high; i++) {
            worklist.stir(readers[i]);
        }
    }

    /** The largest number that is not above this value; NaN for an unknown value. */
    double under(double value) {
        int place = firstAtOrAbove(value);
        if (place < size && bounds[place] == value) {
            return value;
        }
        return Double.isNaN(value) ? Double.NaN : place == 0 ? Double.NEGATIVE_INFINITY : bounds[place - 1];
    }

    /** The smallest number that is not below this value. */
    double over(double value) {
        int place = firstAtOrAbove(value);
        return place == size ? Double.POSITIVE_INFINITY : bounds[place];
    }

    private int firstAtOrAbove(double value) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (bounds[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
