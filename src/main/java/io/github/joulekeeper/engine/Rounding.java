package io.github.joulekeeper.engine;

/** Rounding to multiples of a step. */
final class Rounding {
    private Rounding() {}

    /**
     * The nearest multiple of the step; NaN if either is NaN. A tie goes up, as {@code Math.round} does. A step of 0 or
     * below rounds nothing.
     */
    static double toStep(double value, double step) {
        if (Double.isNaN(step)) {
            return Double.NaN;
        }
        return step <= 0 ? value : Math.floor(value / step + 0.5) * step;
    }
}
