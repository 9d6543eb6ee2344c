package io.github.joulekeeper.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.device.Quota;
import io.github.joulekeeper.device.Unit;
import io.github.joulekeeper.rule.BoundRule;
import io.github.joulekeeper.rule.Condition;
import io.github.joulekeeper.rule.DeviceRef;
import io.github.joulekeeper.rule.Expression;
import io.github.joulekeeper.rule.Rule;
import io.github.joulekeeper.rule.RuleBinder;
import io.github.joulekeeper.rule.RuleSet;
import io.github.joulekeeper.state.DeviceState;
import io.github.joulekeeper.state.Report;
import io.github.joulekeeper.state.StateModel;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The engine against a reference that knows nothing of events: random conditions, random reports, gaps included. */
class EvaluationPropertiesTest {
    private static final int QUOTAS = 3;
    private static final Instant START = Instant.parse("2026-03-28T22:00:00Z");
    private static final Duration STALE = Duration.ofMinutes(5);
    private static final Model MODEL = model();

    /** What happens next: seconds pass, then a quota is read, or the station comes or goes, or nothing. */
    record Step(int seconds, int what, double value) {}

    @Property(tries = 1000)
    void theEngineDecidesAsTheReferenceDoes(
            @ForAll("conditions") Condition condition, @ForAll("histories") List<Step> steps) {
        Run run = new Run(Map.of("r", condition), List.of("r"));
        ReferenceEvaluator reference = new ReferenceEvaluator(QUOTAS, STALE, ZoneId.of("Europe/Berlin"));
        reference.look(condition, run.now);
        for (Step step : steps) {
            // The reference looks each second, the engine is woken when it asks to be.
            for (int second = 0; second < step.seconds(); second++) {
                run.passSecond();
                reference.look(condition, run.now);
                assertSame(run, reference, condition);
            }
            run.happens(step);
            reference.happens(step, run.now);
            reference.look(condition, run.now);
            assertSame(run, reference, condition);
        }
    }

    private static void assertSame(Run run, ReferenceEvaluator reference, Condition condition) {
        Explanation.OfRule seen = run.engine.explain("r", "S1", run.now).orElseThrow();
        assertThat(seen.when().truth()).as("%s at %s", condition, run.now).isEqualTo(reference.last());
        assertThat(seen.phase() == RulePhase.ACTIVE)
                .as("active, %s at %s", condition, run.now)
                .isEqualTo(reference.active());
    }

    @Property(tries = 100)
    void theOrderInWhichRulesAreLoadedChangesNothing(
            @ForAll("conditions") Condition first,
            @ForAll("conditions") Condition second,
            @ForAll("conditions") Condition third,
            @ForAll("histories") List<Step> steps,
            @ForAll Random random) {
        Map<String, Condition> conditions = Map.of("a", first, "b", second, "c", third);
        List<String> order = new ArrayList<>(List.of("a", "b", "c"));
        List<List<Decision>> decisions = new Run(conditions, order).all(steps);
        Collections.shuffle(order, random);
        assertThat(new Run(conditions, order).all(steps)).isEqualTo(decisions);
    }

    @Property(tries = 100)
    void aReplayOfTheSameEventsGivesTheSameDecisions(
            @ForAll("conditions") Condition first,
            @ForAll("conditions") Condition second,
            @ForAll("histories") List<Step> steps) {
        Map<String, Condition> conditions = Map.of("a", first, "b", second);
        assertThat(new Run(conditions, List.of("a", "b")).all(steps))
                .isEqualTo(new Run(conditions, List.of("a", "b")).all(steps));
    }

    /** An engine with some rules on one station. */
    private static final class Run {
        private final StateModel state = new StateModel();
        private final DeviceState device = new DeviceState("S1", "one", MODEL, STALE);
        private final Engine engine;
        private Instant now = START;
        private final List<List<Decision>> decisions = new ArrayList<>();

        Run(Map<String, Condition> conditions, List<String> order) {
            state.add(device);
            RuleBinder binder = (rule, model, scope) -> new RuleBinder.Binding.Bound(new BoundRule(
                    rule,
                    model,
                    conditions.get(rule.id()),
                    Optional.empty(),
                    List.of(),
                    new BoundRule.Ending.Keep(),
                    0));
            engine = new Engine(
                    new EngineSettings(
                            ZoneId.of("Europe/Berlin"),
                            Optional.empty(),
                            new FlappingPolicy(Integer.MAX_VALUE, Duration.ofMinutes(10), Optional.empty())),
                    state,
                    binder);
            List<Rule> rules = order.stream().map(Run::rule).toList();
            decisions.add(engine.load(new RuleSet(rules, List.of()), now));
        }

        private static Rule rule(String id) {
            return new Rule(
                    id,
                    "",
                    true,
                    new Rule.DeviceSelector.All(),
                    () -> "the condition",
                    Optional.empty(),
                    List.of(),
                    new Rule.SourceEnding.Keep(),
                    false,
                    50,
                    Duration.ZERO,
                    Optional.empty(),
                    Duration.ZERO,
                    Optional.empty(),
                    new Rule.Position("f", 1, 1));
        }

        List<List<Decision>> all(List<Step> steps) {
            for (Step step : steps) {
                for (int second = 0; second < step.seconds(); second++) {
                    passSecond();
                }
                happens(step);
            }
            return decisions;
        }

        void passSecond() {
            Instant end = now.plusSeconds(1);
            Instant wake = engine.nextWake().orElse(Instant.MAX);
            while (!wake.isAfter(end)) {
                now = wake.isAfter(now) ? wake : now;
                decisions.add(engine.tick(now));
                wake = engine.nextWake().orElse(Instant.MAX);
            }
            now = end;
        }

        void happens(Step step) {
            if (step.what() < QUOTAS) {
                int[] quotas = {step.what()};
                double[] values = {step.value()};
                Report report = new Report("S1", Report.Source.PUSHED, now, quotas, values, Map.of());
                device.apply(report);
                decisions.add(engine.reported("S1", report, now));
            } else if (step.what() == QUOTAS && device.setOnline(!device.online(), now)) {
                decisions.add(engine.onlineChanged("S1", now));
            }
        }
    }

    private static Model model() {
        List<Quota> quotas = new ArrayList<>();
        for (int i = 0; i < QUOTAS; i++) {
            quotas.add(new Quota(
                    i,
                    "q" + i,
                    List.of(),
                    Quota.Kind.NUMBER,
                    Unit.NONE,
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    Map.of(),
                    Map.of(),
                    i == 2 ? Map.of(9.0, "nothing") : Map.of(),
                    false,
                    true,
                    ""));
        }
        return new Model("m", "M", List.of(), quotas, List.of(), List.of(), Map.of());
    }

    @Provide
    Arbitrary<List<Step>> histories() {
        Arbitrary<Integer> seconds = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(6, Arbitraries.integers().between(0, 40)),
                net.jqwik.api.Tuple.of(1, Arbitraries.integers().between(280, 420)));
        return Combinators.combine(
                        seconds,
                        Arbitraries.integers().between(0, QUOTAS + 1),
                        Arbitraries.integers().between(0, 9).map(Integer::doubleValue))
                .as(Step::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(25);
    }

    private static Expression.Reading reading(int quota) {
        return new Expression.Reading(DeviceRef.OWN, quota, Unit.NONE, "q" + quota);
    }

    private static Expression literal(double value) {
        return new Expression.Literal(value, String.valueOf(value));
    }

    @Provide
    Arbitrary<Expression> expressions() {
        return Arbitraries.lazyOf(
                () -> Arbitraries.integers().between(0, 9).map(EvaluationPropertiesTest::literal),
                () -> Arbitraries.integers().between(0, QUOTAS - 1).map(EvaluationPropertiesTest::reading),
                () -> Arbitraries.integers().between(0, QUOTAS - 1).map(EvaluationPropertiesTest::reading),
                () -> Combinators.combine(expressions(), Arbitraries.of(Expression.Operator.values()), expressions())
                        .as((a, operator, b) -> new Expression.Arithmetic(a, operator, b, "sum")),
                () -> Combinators.combine(
                                Arbitraries.of(Expression.Function.MIN, Expression.Function.MAX),
                                expressions(),
                                expressions())
                        .as((function, a, b) -> new Expression.Call(function, List.of(a, b), "call")),
                () -> expressions().map(a -> new Expression.Negate(a, "negated")),
                () -> Combinators.combine(
                                Arbitraries.of(
                                        Expression.WindowFunction.LOWEST,
                                        Expression.WindowFunction.HIGHEST,
                                        Expression.WindowFunction.RATE),
                                Arbitraries.integers().between(0, QUOTAS - 1),
                                Arbitraries.of(30, 90))
                        .as((function, quota, seconds) -> new Expression.Windowed(
                                function, reading(quota), Duration.ofSeconds(seconds), 0, "window")));
    }

    private static Arbitrary<Expression.Reading> readings() {
        return Arbitraries.integers().between(0, QUOTAS - 1).map(EvaluationPropertiesTest::reading);
    }

    private static Arbitrary<Expression> literals() {
        return Arbitraries.integers().between(0, 9).map(EvaluationPropertiesTest::literal);
    }

    /** A reading beside written numbers: the engine looks at such a condition only when one of them is crossed. */
    private static Arbitrary<Condition> bounded() {
        return Arbitraries.oneOf(
                Combinators.combine(readings(), Arbitraries.of(Condition.Comparison.values()), literals())
                        .as((a, comparison, b) -> new Condition.Compare(a, comparison, b, "bounded")),
                Combinators.combine(literals(), Arbitraries.of(Condition.Comparison.values()), readings())
                        .as((a, comparison, b) -> new Condition.Compare(a, comparison, b, "bounded")),
                Combinators.combine(readings(), literals(), literals())
                        .as((a, b, c) -> new Condition.Between(a, b, c, "between bounds")),
                Combinators.combine(readings(), literals(), literals())
                        .as((a, b, c) -> new Condition.OneOf(a, List.of(b, c), "one of bounds")),
                readings().map(a -> new Condition.IsOn(a, "on")));
    }

    @Provide
    Arbitrary<Condition> conditions() {
        return Arbitraries.lazyOf(
                EvaluationPropertiesTest::bounded,
                EvaluationPropertiesTest::bounded,
                EvaluationPropertiesTest::bounded,
                () -> Combinators.combine(expressions(), Arbitraries.of(Condition.Comparison.values()), expressions())
                        .as((a, comparison, b) -> new Condition.Compare(a, comparison, b, "compare")),
                () -> Combinators.combine(
                                Arbitraries.integers().between(0, QUOTAS - 1),
                                Arbitraries.of(Condition.Comparison.LESS, Condition.Comparison.GREATER_OR_EQUAL))
                        .as((quota, comparison) -> new Condition.Hysteresis(
                                reading(quota), comparison, literal(5), literal(2), 0, "hysteresis")),
                () -> Combinators.combine(expressions(), expressions(), expressions())
                        .as((a, b, c) -> new Condition.Between(a, b, c, "between")),
                () -> Combinators.combine(expressions(), expressions(), expressions())
                        .as((a, b, c) -> new Condition.OneOf(a, List.of(b, c), "in")),
                () -> Combinators.combine(
                                Arbitraries.integers().between(22 * 60 + 50, 23 * 60 + 30),
                                Arbitraries.integers().between(22 * 60 + 50, 23 * 60 + 30))
                        .as((from, to) -> new Condition.Cyclic(
                                new Expression.TimeOfDay("time"), literal(from * 60), literal(to * 60), false, "time")),
                () -> Combinators.combine(Arbitraries.integers().between(0, QUOTAS - 1), Arbitraries.of(30, 90))
                        .as((quota, seconds) ->
                                new Condition.Changed(reading(quota), Duration.ofSeconds(seconds), 0, "changed")),
                () -> Combinators.combine(Arbitraries.integers().between(0, QUOTAS - 1), Arbitraries.of(20, 200))
                        .as((quota, seconds) -> new Condition.Compare(
                                new Expression.Age(reading(quota), "age"),
                                Condition.Comparison.GREATER,
                                literal(seconds),
                                "age")),
                () -> Arbitraries.just(new Condition.Online(DeviceRef.OWN, "online")),
                () -> conditions().map(part -> new Condition.Not(part, "not")),
                () -> Combinators.combine(conditions(), Arbitraries.of(10, 60))
                        .as((part, seconds) -> new Condition.Held(part, Duration.ofSeconds(seconds), 0, "for")),
                () -> conditions().list().ofMinSize(2).ofMaxSize(3).map(parts -> new Condition.And(parts, "and")),
                () -> conditions().list().ofMinSize(2).ofMaxSize(3).map(parts -> new Condition.Or(parts, "or")));
    }
}
