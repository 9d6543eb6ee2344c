package io.github.joulekeeper.engine;

import io.github.joulekeeper.rule.Condition;
import io.github.joulekeeper.rule.Expression;
import io.github.joulekeeper.rule.Truth;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The semantics of conditions, written as naively as can be: it keeps all readings of all times, and for each `for` and
 * each window it looks back second by second. It must be asked each second, and after each event.
 */
final class ReferenceEvaluator {
    private final Duration stale;
    private final ZoneId zone;
    private final double[] values;
    private final Instant[] times;
    private boolean online;
    private Instant now = Instant.MIN;
    /** What each quota's known value was at each look, NaN for unknown; the last of a second counts. */
    private final List<Map<Instant, Double>> histories = new ArrayList<>();

    private final IdentityHashMap<Condition, Run> runs = new IdentityHashMap<>();
    private final IdentityHashMap<Condition, Boolean> bands = new IdentityHashMap<>();
    private Truth last = Truth.UNKNOWN;
    private boolean active;

    /** Since when a condition has been true, and what it was before. */
    private record Run(Instant since, Truth before) {}

    ReferenceEvaluator(int quotas, Duration stale, ZoneId zone) {
        this.stale = stale;
        this.zone = zone;
        this.values = new double[quotas];
        this.times = new Instant[quotas];
        for (int i = 0; i < quotas; i++) {
            histories.add(new HashMap<>());
        }
    }

    Truth last() {
        return last;
    }

    boolean active() {
        return active;
    }

    void happens(EvaluationPropertiesTest.Step step, Instant at) {
        if (step.what() < values.length) {
            values[step.what()] = step.value();
            times[step.what()] = at;
            online = true;
        } else if (step.what() == values.length) {
            online = !online;
        }
    }

    void look(Condition condition, Instant at) {
        now = at;
        for (int quota = 0; quota < values.length; quota++) {
            double value = known(quota);
            if (Double.isNaN(value)) {
                // A gap breaks every window, however short it is.
                histories.get(quota).clear();
            }
            histories.get(quota).put(at, value);
        }
        last = truth(condition);
        if (last != Truth.UNKNOWN) {
            active = last == Truth.TRUE;
        }
    }

    private double known(int quota) {
        boolean fresh = online && times[quota] != null && !now.isAfter(times[quota].plus(stale));
        return !fresh || (quota == 2 && values[quota] == 9) ? Double.NaN : values[quota];
    }

    private Truth truth(Condition condition) {
        return switch (condition) {
            case Condition.And and -> {
                Truth all = Truth.TRUE;
                for (Condition part : and.parts()) {
                    all = all.and(truth(part));
                }
                yield all;
            }
            case Condition.Or or -> {
                Truth any = Truth.FALSE;
                for (Condition part : or.parts()) {
                    any = any.or(truth(part));
                }
                yield any;
            }
            case Condition.Not not -> truth(not.part()).negate();
            case Condition.Held held -> held(held);
            case Condition.Compare compare ->
                compare(value(compare.left()), compare.comparison(), value(compare.right()));
            case Condition.Hysteresis hysteresis -> hysteresis(hysteresis);
            case Condition.Between between -> {
                double v = value(between.value());
                yield compare(value(between.low()), Condition.Comparison.LESS_OR_EQUAL, v)
                        .and(compare(v, Condition.Comparison.LESS_OR_EQUAL, value(between.high())));
            }
            case Condition.OneOf oneOf -> {
                Truth any = Truth.FALSE;
                for (Expression option : oneOf.options()) {
                    any = any.or(compare(value(oneOf.value()), Condition.Comparison.EQUAL, value(option)));
                }
                yield any;
            }
            case Condition.Cyclic cyclic -> {
                double v = value(cyclic.value());
                double from = value(cyclic.from());
                double to = value(cyclic.to());
                yield Truth.of(from <= to ? v >= from && v < to : v >= from || v < to);
            }
            case Condition.Changed changed -> {
                List<Double> window = window(changed.reading().quota(), changed.window());
                yield window.isEmpty()
                        ? Truth.UNKNOWN
                        : Truth.of(window.stream().distinct().count() > 1);
            }
            case Condition.IsOn isOn -> compare(value(isOn.value()), Condition.Comparison.NOT_EQUAL, 0);
            case Condition.Online any -> Truth.of(online);
            default -> throw new IllegalArgumentException("The reference does not know " + condition);
        };
    }

    private static Truth compare(double a, Condition.Comparison comparison, double b) {
        return Double.isNaN(a) || Double.isNaN(b) ? Truth.UNKNOWN : Truth.of(comparison.holds(a, b));
    }

    private Truth held(Condition.Held held) {
        Truth part = truth(held.part());
        if (part != Truth.TRUE) {
            runs.put(held, new Run(Instant.MAX, part));
            return part;
        }
        Run before = runs.getOrDefault(held, new Run(Instant.MAX, Truth.UNKNOWN));
        Run run = before.since().equals(Instant.MAX) ? new Run(now, before.before()) : before;
        runs.put(held, run);
        return Duration.between(run.since(), now).compareTo(held.duration()) >= 0 ? Truth.TRUE : run.before();
    }

    private Truth hysteresis(Condition.Hysteresis condition) {
        double a = value(condition.left());
        double b = value(condition.right());
        double band = value(condition.band());
        if (Double.isNaN(a)) {
            return Truth.UNKNOWN;
        }
        boolean below = condition.comparison() == Condition.Comparison.LESS;
        boolean was = bands.getOrDefault(condition, false);
        boolean is = condition.comparison().holds(a, b) || (was && (below ? a < b + band : a > b - band));
        bands.put(condition, is);
        return Truth.of(is);
    }

    private double value(Expression expression) {
        return switch (expression) {
            case Expression.Literal literal -> literal.value();
            case Expression.Reading reading -> known(reading.quota());
            case Expression.Negate negate -> -value(negate.operand());
            case Expression.Arithmetic arithmetic -> {
                double a = value(arithmetic.left());
                double b = value(arithmetic.right());
                yield switch (arithmetic.operator()) {
                    case ADD -> a + b;
                    case SUBTRACT -> a - b;
                    case MULTIPLY -> a * b;
                    case DIVIDE -> b == 0 ? Double.NaN : a / b;
                };
            }
            case Expression.Call call -> {
                double a = value(call.arguments().get(0));
                double b = value(call.arguments().get(1));
                yield call.function() == Expression.Function.MIN ? Math.min(a, b) : Math.max(a, b);
            }
            case Expression.Windowed windowed -> windowed(windowed);
            case Expression.Age age -> {
                Instant at = times[age.reading().quota()];
                yield at == null ? Double.NaN : Duration.between(at, now).toMillis() / 1000.0;
            }
            case Expression.TimeOfDay time -> now.atZone(zone).toLocalTime().toSecondOfDay();
            default -> throw new IllegalArgumentException("The reference does not know " + expression);
        };
    }

    private double windowed(Expression.Windowed windowed) {
        List<Double> window = window(windowed.reading().quota(), windowed.window());
        if (window.isEmpty()) {
            return Double.NaN;
        }
        return switch (windowed.function()) {
            case LOWEST -> smallest(window);
            case HIGHEST -> largest(window);
            case RATE ->
                (window.getLast() - window.getFirst())
                        * 3600
                        / windowed.window().toSeconds();
            case AVERAGE -> throw new IllegalArgumentException("A mean is tested by example");
        };
    }

    /** The values at each second of the window that ends now, oldest first; empty if one is unknown. */
    private List<Double> window(int quota, Duration length) {
        List<Double> window = new ArrayList<>();
        for (Instant at = now.minus(length); !at.isAfter(now); at = at.plusSeconds(1)) {
            double value = histories.get(quota).getOrDefault(at, Double.NaN);
            if (Double.isNaN(value)) {
                return List.of();
            }
            window.add(value);
        }
        return window;
    }

    private static double smallest(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    private static double largest(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }
}
