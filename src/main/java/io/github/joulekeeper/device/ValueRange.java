package io.github.joulekeeper.device;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The values that may be set: a list, or an interval with a step.
 *
 * @param min smallest value, inclusive; ignored when {@code values} are listed
 * @param max largest value, inclusive; ignored when {@code values} are listed
 * @param step distance between allowed values from {@code min} on; 0 for any value in between
 * @param values the only allowed values, ascending; empty for an interval
 */
public record ValueRange(double min, double max, double step, List<Double> values) {
    public ValueRange {
        values = values.stream().sorted().toList();
        if (values.isEmpty() && !(min <= max)) {
            throw new IllegalArgumentException(
                    "The range's min (%s) must not be above its max (%s)".formatted(min, max));
        }
        if (!(step >= 0)) {
            throw new IllegalArgumentException("The range's step (%s) must be 0 or more".formatted(step));
        }
    }

    public static ValueRange between(double min, double max, double step) {
        return new ValueRange(min, max, step, List.of());
    }

    public static ValueRange oneOf(List<Double> values) {
        return new ValueRange(0, 0, 0, values);
    }

    /** Whether the value may be set; never true for NaN and infinities. */
    public boolean allows(double value) {
        if (!values.isEmpty()) {
            return values.contains(value == 0 ? 0.0 : value);
        }
        return value >= min && value <= max && (step == 0 || Math.rint((value - min) / step) * step + min == value);
    }

    /** The allowed value nearest to a finite value; ties go to the smaller. */
    public double nearest(double value) {
        if (!values.isEmpty()) {
            double best = values.getFirst();
            for (double candidate : values) {
                if (Math.abs(candidate - value) < Math.abs(best - value)) {
                    best = candidate;
                }
            }
            return best;
        }
        double clamped = Math.clamp(value, min, max);
        if (step == 0) {
            return clamped;
        }
        double steps = Math.ceil((clamped - min) / step - 0.5);
        double nearest = min + steps * step;
        return nearest > max ? nearest - step : nearest;
    }

    String format(Setting setting) {
        if (!values.isEmpty()) {
            String list = values.stream().map(setting::format).collect(Collectors.joining(", "));
            return values.size() == 1 ? list : "one of " + list;
        }
        String interval = setting.format(min) + " to " + setting.format(max);
        return step == 0 ? interval : interval + " in steps of " + Numbers.withUnit(step, setting.unit());
    }
}
