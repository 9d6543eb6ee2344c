package io.github.joulekeeper.rule;

import java.util.List;
import java.util.Optional;

/**
 * A bound on a setting that no rule, page or call can overrule.
 *
 * @param setting the setting's name
 * @param atLeast smallest value that may be sent, in the setting's unit, if bounded
 * @param atMost largest value that may be sent, in the setting's unit, if bounded
 * @param only the only values that may be sent; empty for no such bound
 * @param devices on which stations it holds
 */
public record Limit(
        String setting,
        Optional<Double> atLeast,
        Optional<Double> atMost,
        List<Double> only,
        Rule.DeviceSelector devices,
        Rule.Position source) {
    public Limit {
        only = List.copyOf(only);
    }

    /** Whether the value may be sent. */
    public boolean allows(double value) {
        return atLeast.map(bound -> value >= bound).orElse(true)
                && atMost.map(bound -> value <= bound).orElse(true)
                && (only.isEmpty() || only.contains(value));
    }
}
