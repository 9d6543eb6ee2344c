package io.github.joulekeeper.device;

import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * A bound on a setting's value that another setting's value makes, such as the backup reserve that must lie at least 5 %
 * above the discharge limit.
 *
 * @param bound on which side
 * @param setting the other setting, in the same unit
 * @param offset what is added to the other setting's value
 * @param unlessOff a switch of the same command: where it goes out as off, a value that only goes along is not checked
 */
public record Dependency(Bound bound, String setting, double offset, Optional<String> unlessOff) {
    /** On which side of the other value the value must lie. */
    public enum Bound {
        AT_LEAST("at least"),
        AT_MOST("at most");

        private final String words;

        Bound(String words) {
            this.words = words;
        }
    }

    /** The bound as a person reads it, such as {@code at least discharge-limit.soc + 5 %}. */
    public String format(Unit unit) {
        if (offset == 0) {
            return bound.words + " " + setting;
        }
        return "%s %s %s %s"
                .formatted(bound.words, setting, offset < 0 ? "-" : "+", Numbers.withUnit(Math.abs(offset), unit));
    }

    /**
     * Why a value may not be set beside the present values of other settings; empty when it may.
     *
     * @param subject the setting that the value is for
     * @param present the values of settings by name, in their units; NaN when unknown, which refuses: a limit is never
     *     guessed
     */
    Optional<String> refusal(Setting subject, double value, ToDoubleFunction<String> present) {
        double other = present.applyAsDouble(setting);
        if (Double.isNaN(other)) {
            return Optional.of("%s must be %s, and %s was never read. Wait for a report that holds it"
                    .formatted(subject.name(), format(subject.unit()), setting));
        }
        double limit = other + offset;
        if (bound == Bound.AT_LEAST ? value >= limit : value <= limit) {
            return Optional.empty();
        }
        return Optional.of("%s must be %s, which is %s now, not %s"
                .formatted(subject.name(), format(subject.unit()), subject.format(limit), subject.format(value)));
    }
}
