package io.github.joulekeeper.simulator.station;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * A set command that a model knows.
 *
 * @param moduleType the vendor's number of the module that it goes to
 * @param operateType the vendor's name
 * @param parameters every field that {@code params} must hold
 */
public record CommandRule(int moduleType, String operateType, List<Parameter> parameters) {

    /**
     * One field of {@code params}.
     *
     * @param name the vendor's name, misspellings included
     * @param values the only values taken; empty for an interval
     * @param min smallest value taken, without {@code values}
     * @param max largest value taken, without {@code values}
     * @param keep values that are taken and leave everything as it is
     * @param atLeast what the value must not be below, by the station's present state
     * @param atMost what the value must not be above, by the station's present state
     * @param boundsUnlessZero the switch without which {@code atLeast} and {@code atMost} do not matter, by the name of
     *     its field in the same command; empty if they always do
     * @param targets the quotas that show it
     */
    public record Parameter(
            String name,
            List<Double> values,
            OptionalDouble min,
            OptionalDouble max,
            List<Double> keep,
            Optional<Bound> atLeast,
            Optional<Bound> atMost,
            Optional<String> boundsUnlessZero,
            List<Target> targets) {

        boolean keeps(double value) {
            return keep.contains(value);
        }

        boolean allows(double value) {
            return values.isEmpty()
                    ? value >= min.orElse(Double.NEGATIVE_INFINITY) && value <= max.orElse(Double.POSITIVE_INFINITY)
                    : values.contains(value);
        }

        String range() {
            return values.isEmpty() ? min.orElse(Double.NaN) + " to " + max.orElse(Double.NaN) : "one of " + values;
        }
    }

    /** A limit that depends on another quota: its value plus {@code plus}. */
    public record Bound(String quota, double plus) {}

    /**
     * A quota that shows a parameter.
     *
     * @param quota the key
     * @param times what the value is multiplied by
     * @param map what it becomes where it is not multiplied, by the value
     */
    public record Target(String quota, double times, Map<Double, Double> map) {
        double shown(double value) {
            return map.getOrDefault(value, value * times);
        }
    }

    public CommandRule {
        parameters = List.copyOf(parameters);
    }

    List<String> quotas() {
        return parameters.stream()
                .flatMap(parameter -> Stream.of(
                                parameter.targets().stream().map(Target::quota),
                                parameter.atLeast().stream().map(Bound::quota),
                                parameter.atMost().stream().map(Bound::quota))
                        .flatMap(keys -> keys))
                .toList();
    }
}
