package io.github.joulekeeper.engine;

import io.github.joulekeeper.rule.Condition;
import io.github.joulekeeper.rule.Expression;
import java.util.ArrayList;
import java.util.List;

/**
 * The comparisons of a condition without which it cannot be true: those of a reading of the rule's own station with
 * written numbers that all have to hold. A rule that rests is not evaluated while one of them does not: it could not start.
 *
 * <p>They lie in flat arrays, since a report may have to ask a hundred rules.
 */
final class Precheck {
    private final int[] quotas;
    /** Two for each comparison: the smallest and the largest value for which it holds, in base units. */
    private final double[] ranges;

    private record Range(Expression.Reading reading, double low, double high) {}

    private Precheck(List<Range> parts) {
        quotas = parts.stream().mapToInt(part -> part.reading.quota()).toArray();
        ranges = new double[2 * parts.size()];
        for (int i = 0; i < parts.size(); i++) {
            ranges[2 * i] = parts.get(i).low;
            ranges[2 * i + 1] = parts.get(i).high;
        }
    }

    static Precheck of(Condition condition) {
        List<Range> parts = new ArrayList<>();
        collect(condition, parts);
        return new Precheck(parts);
    }

    /** Whether the condition may be true now; false if it is certainly false or unknown. */
    boolean passes(DeviceView station) {
        for (int i = 0; i < quotas.length; i++) {
            double value = station.base(quotas[i]);
            // An unknown value is in no range.
            if (!(value >= ranges[2 * i] && value <= ranges[2 * i + 1])) {
                return false;
            }
        }
        return true;
    }

    private static void collect(Condition condition, List<Range> into) {
        switch (condition) {
            case Condition.And and -> and.parts().forEach(part -> collect(part, into));
            case Condition.Compare compare -> collect(compare, into);
            case Condition.Between between -> {
                if (own(between.value())
                        && between.low() instanceof Expression.Literal low
                        && between.high() instanceof Expression.Literal high) {
                    into.add(new Range((Expression.Reading) between.value(), low.value(), high.value()));
                }
            }
            default -> {
                // Whatever else may be true: then the whole condition is evaluated.
            }
        }
    }

    private static void collect(Condition.Compare compare, List<Range> into) {
        if (own(compare.left()) && compare.right() instanceof Expression.Literal bound) {
            add((Expression.Reading) compare.left(), compare.comparison(), bound.value(), into);
        } else if (own(compare.right()) && compare.left() instanceof Expression.Literal bound) {
            add((Expression.Reading) compare.right(), compare.comparison().mirrored(), bound.value(), into);
        }
    }

    private static void add(
            Expression.Reading reading, Condition.Comparison comparison, double bound, List<Range> into) {
        double least = Double.NEGATIVE_INFINITY;
        double most = Double.POSITIVE_INFINITY;
        switch (comparison) {
            case LESS -> into.add(new Range(reading, least, Math.nextDown(bound)));
            case LESS_OR_EQUAL -> into.add(new Range(reading, least, bound));
            case GREATER -> into.add(new Range(reading, Math.nextUp(bound), most));
            case GREATER_OR_EQUAL -> into.add(new Range(reading, bound, most));
            case EQUAL -> into.add(new Range(reading, bound, bound));
            case NOT_EQUAL -> {
                // No range.
            }
        }
    }

    private static boolean own(Expression side) {
        return side instanceof Expression.Reading reading
                && reading.device().serial().isEmpty();
    }
}
