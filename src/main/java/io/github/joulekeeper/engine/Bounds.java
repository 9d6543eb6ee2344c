package io.github.joulekeeper.engine;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a rule compares a quota with when it does nothing else with it: numbers that were written. As long as the quota
 * stays between two of them, nothing changes for the rule.
 *
 * @param values in base units
 */
record Bounds(List<Double> values) {
    Bounds {
        values = List.copyOf(values);
    }

    Bounds and(Bounds other) {
        return new Bounds(
                Stream.concat(values.stream(), other.values.stream()).distinct().toList());
    }
}
