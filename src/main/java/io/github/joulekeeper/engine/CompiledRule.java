package io.github.joulekeeper.engine;

import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.rule.BoundRule;
import io.github.joulekeeper.rule.DeviceRef;
import io.github.joulekeeper.rule.Rule;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A rule compiled for the stations of a model.
 *
 * @param until the condition that ends it, null if it ends when {@code when} is no longer true
 * @param set what it claims while it is active
 * @param sentOnce what is sent once when it starts
 * @param slots what its conditions remember on each station
 * @param inputs the readings that it depends on
 * @param stations other stations whose being online it depends on
 * @param rules rules whose activation it depends on
 * @param precheck what must hold before a rule that rests need be evaluated; null where a condition remembers what it saw
 * @param conditionText what an activation belongs to: it goes on over a change of the rule that leaves this as it is
 */
record CompiledRule(
        BoundRule bound,
        ConditionNode when,
        @Nullable ConditionNode until,
        List<Claimed> set,
        List<Claimed> sentOnce,
        List<Claimed> endValues,
        Slots slots,
        List<Input> inputs,
        List<String> stations,
        List<RuleInput> rules,
        @Nullable Precheck precheck,
        String conditionText) {

    /**
     * A reading.
     *
     * @param everyReport whether a repeated value matters too
     * @param windowMillis how far back it is looked at, 0 for now only
     * @param bounds what it is compared with, if nothing else is done with it; else every new value matters
     */
    record Input(DeviceRef device, int quota, boolean everyReport, long windowMillis, Optional<Bounds> bounds) {
        /** What two reads of the same quota together need. */
        Input and(Input other) {
            return new Input(
                    device,
                    quota,
                    everyReport || other.everyReport,
                    Math.max(windowMillis, other.windowMillis),
                    bounds.flatMap(own -> other.bounds.map(own::and)));
        }
    }

    /** Another rule; on the same station if the reference says so. */
    record RuleInput(String rule, DeviceRef device) {}

    /** A setting and how to come to its value. */
    record Claimed(BoundRule.Assignment assignment, ValueNode value) {
        Setting setting() {
            return assignment.setting();
        }

        /** The value in the setting's unit that may be set; NaN when unknown. */
        double settingValue(Evaluation e) {
            double base = value.value(e);
            if (Double.isNaN(base) || Double.isInfinite(base)) {
                return Double.NaN;
            }
            double raw = assignment.inSettingUnit(base);
            if (!followed()) {
                // Written values were checked when the rule was bound, and the dispatcher refuses what slips through.
                return raw;
            }
            Optional<Double> step = assignment.step();
            return setting().nearest(step.isEmpty() ? raw : Rounding.toStep(raw, step.get()));
        }

        boolean followed() {
            return !(value instanceof ValueNodes.Literal);
        }
    }

    Rule rule() {
        return bound.rule();
    }
}
