package io.github.joulekeeper.rule;

import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.device.RawCommand;
import io.github.joulekeeper.device.Setting;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A rule made ready for the stations of one model.
 *
 * @param slots how many memory slots its conditions and expressions use
 */
public record BoundRule(
        Rule rule,
        Model model,
        Condition when,
        Optional<Condition> until,
        List<Assignment> set,
        Ending ending,
        int slots) {
    public BoundRule {
        set = List.copyOf(set);
    }

    /**
     * A setting and the value to bring it to.
     *
     * @param value in base units; a literal, or an expression that is followed while the rule is active
     * @param step what a followed value is rounded to, in the setting's unit, if given
     * @param every how often a followed value may be sent at most, if given
     */
    public record Assignment(Setting setting, Expression value, Optional<Double> step, Optional<Duration> every) {
        /** Whether it is sent once when the rule starts, as raw commands are, rather than claimed while it is active. */
        public boolean sentOnce() {
            return RawCommand.of(setting).isPresent();
        }

        /**
         * A value of {@link #value} in the setting's unit, without the noise of conversion: 4.1 A are 4100 mA, not
         * 4099.999999999999.
         *
         * @param base in base units; NaN stays NaN
         */
        public double inSettingUnit(double base) {
            double exact = setting.unit().fromBase(base);
            double rounded = Math.rint(exact * 1e6) / 1e6;
            return Math.abs(rounded - exact) < 1e-9 * Math.max(1, Math.abs(exact)) ? rounded : exact;
        }
    }

    /** What happens to the settings when the rule ends. */
    public sealed interface Ending {
        /** They stay as they are. */
        record Keep() implements Ending {}

        /** They go back to what was read before the claim. */
        record Restore() implements Ending {}

        /** They get these values once. */
        record Assign(List<Assignment> values) implements Ending {
            public Assign {
                values = List.copyOf(values);
            }
        }
    }
}
