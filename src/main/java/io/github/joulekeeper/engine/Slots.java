package io.github.joulekeeper.engine;

import java.util.Arrays;
import java.util.List;

/** What the numbers mean that a rule's conditions remember on each station. */
final class Slots {
    private final int size;
    /** Where {@code for}s keep since when they run; the slot behind each tells what was before. */
    private final int[] held;
    /** Where hystereses keep whether they hold. */
    private final int[] bands;

    Slots(int size, List<Integer> held, List<Integer> bands) {
        this.size = size;
        this.held = held.stream().mapToInt(Integer::intValue).toArray();
        this.bands = bands.stream().mapToInt(Integer::intValue).toArray();
    }

    boolean none() {
        return size == 0;
    }

    /** As they are before the first evaluation. */
    long[] empty() {
        long[] values = new long[size];
        Arrays.fill(values, Evaluation.EMPTY);
        return values;
    }

    /** Whether one that never ran would do the same: what was before counts only together with a {@code for} that runs. */
    boolean isBlank(long[] values) {
        for (int slot : held) {
            if (values[slot] != Evaluation.EMPTY) {
                return false;
            }
        }
        for (int slot : bands) {
            if (values[slot] == 1) {
                return false;
            }
        }
        return true;
    }

    /**
     * Marks each {@code for} as remembered over a restart.
     *
     * @param goesOn whether what ran before still runs
     */
    void restart(long[] values, boolean goesOn) {
        for (int slot : held) {
            if (!goesOn) {
                values[slot] = Evaluation.EMPTY;
            }
            values[slot + 1] = Remembering.Held.NOT_HEARD_SINCE_RESTART;
        }
    }

    /** Moves all times, for a clock that jumped. */
    void shift(long[] values, long millis) {
        for (int slot : held) {
            if (values[slot] != Evaluation.EMPTY) {
                values[slot] += millis;
            }
        }
    }
}
