package io.github.joulekeeper.bench;

/** How the SoC goes from report to report. */
public enum Moves {
    /** A new value each time, and no comparison of any rule changes with it. */
    WITHIN,
    /** Up and down by 1 % between 0 and 100, as batteries do: of 100 rules that read it about one comparison changes. */
    DRIFT,
    /** From below all bounds to above them and back: the comparison of each rule that reads it changes each time. */
    ACROSS;

    /** A sequence to be gone through over and over. */
    double[] socs() {
        return switch (this) {
            case WITHIN -> new double[] {3, 4};
            case ACROSS -> new double[] {3, 97};
            case DRIFT -> {
                double[] values = new double[200];
                for (int i = 0; i < 100; i++) {
                    values[i] = i;
                    values[100 + i] = 100 - i;
                }
                yield values;
            }
        };
    }
}
