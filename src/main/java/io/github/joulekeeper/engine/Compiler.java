package io.github.joulekeeper.engine;

import io.github.joulekeeper.engine.CompiledRule.Claimed;
import io.github.joulekeeper.engine.CompiledRule.Input;
import io.github.joulekeeper.engine.CompiledRule.RuleInput;
import io.github.joulekeeper.rule.BoundRule;
import io.github.joulekeeper.rule.Condition;
import io.github.joulekeeper.rule.DeviceRef;
import io.github.joulekeeper.rule.Expression;
import io.github.joulekeeper.rule.Rule;
import io.github.joulekeeper.rule.Truth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compiles one bound rule. Slots are numbered in the order of the nodes of {@code when}, then {@code until}: the same
 * conditions have the same slots, whatever else changes in the rule.
 */
final class Compiler {
    private final ZoneId zone;
    private final Map<InputKey, Input> inputs = new LinkedHashMap<>();
    private final List<String> stations = new ArrayList<>();
    private final List<RuleInput> rules = new ArrayList<>();
    private final List<Integer> heldSlots = new ArrayList<>();
    private final List<Integer> bandSlots = new ArrayList<>();
    private int slots;

    private record InputKey(DeviceRef device, int quota) {}

    private Compiler(ZoneId zone) {
        this.zone = zone;
    }

    /** @throws IllegalArgumentException if a cron expression cannot be read */
    static CompiledRule compile(BoundRule bound, ZoneId zone) {
        Compiler compiler = new Compiler(zone);
        ConditionNode when = compiler.top(bound.when());
        ConditionNode until = bound.until().map(compiler::top).orElse(null);
        boolean remembers = when.remembers() || (until != null && until.remembers());
        List<Claimed> set = compiler.claims(bound.set());
        List<Claimed> endValues =
                bound.ending() instanceof BoundRule.Ending.Assign(var values) ? compiler.claims(values) : List.of();
        return new CompiledRule(
                bound,
                when,
                until,
                set.stream().filter(claimed -> !claimed.assignment().sentOnce()).toList(),
                set.stream().filter(claimed -> claimed.assignment().sentOnce()).toList(),
                endValues,
                new Slots(compiler.slots, compiler.heldSlots, compiler.bandSlots),
                List.copyOf(compiler.inputs.values()),
                List.copyOf(compiler.stations),
                List.copyOf(compiler.rules),
                remembers ? null : Precheck.of(bound.when()),
                conditionText(bound.rule()));
    }

    private static String conditionText(Rule rule) {
        String when = rule.when().text();
        return rule.until().map(until -> when + " until " + until.text()).orElse(when);
    }

    private List<Claimed> claims(List<BoundRule.Assignment> assignments) {
        return assignments.stream()
                .map(assignment -> new Claimed(assignment, value(assignment.value())))
                .toList();
    }

    private ConditionNode top(Condition condition) {
        return scheduled(condition(condition));
    }

    private static ConditionNode scheduled(ConditionNode node) {
        return node.calendarOnly() && !(node instanceof ConditionNodes.Constant)
                ? new Remembering.Scheduled(node)
                : node;
    }

    private List<ConditionNode> parts(List<Condition> parts) {
        List<ConditionNode> nodes = parts.stream().map(this::condition).toList();
        boolean allScheduled = nodes.stream().allMatch(ConditionNode::calendarOnly);
        return allScheduled ? nodes : nodes.stream().map(Compiler::scheduled).toList();
    }

    private int take(int count) {
        int first = slots;
        slots += count;
        return first;
    }

    private ConditionNode condition(Condition condition) {
        return switch (condition) {
            case Condition.And and -> new ConditionNodes.Junction(and.text(), parts(and.parts()), Truth.FALSE);
            case Condition.Or or -> new ConditionNodes.Junction(or.text(), parts(or.parts()), Truth.TRUE);
            case Condition.Not not -> new ConditionNodes.Not(not.text(), condition(not.part()));
            case Condition.Held held -> held(held);
            case Condition.Compare compare -> compare(compare);
            case Condition.Hysteresis hysteresis -> hysteresis(hysteresis);
            case Condition.Between between ->
                new ConditionNodes.Between(
                        between,
                        compared(between.value(), literals(List.of(between.low(), between.high()))),
                        value(between.low()),
                        value(between.high()));
            case Condition.Cyclic cyclic ->
                new ConditionNodes.Cyclic(cyclic, value(cyclic.value()), value(cyclic.from()), value(cyclic.to()));
            case Condition.OneOf oneOf ->
                new ConditionNodes.OneOf(
                        oneOf,
                        compared(oneOf.value(), literals(oneOf.options())),
                        oneOf.options().stream().map(this::value).toList());
            case Condition.IsOn isOn -> new StateNodes.IsOn(isOn, compared(isOn.value(), List.of(0.0)));
            case Condition.Flag flag -> {
                dependOn(flag.reading(), false, 0);
                yield new StateNodes.Flag(flag);
            }
            case Condition.Online online -> {
                dependOnStation(online.device());
                yield new StateNodes.Online(online);
            }
            case Condition.RuleActive active -> {
                rules.add(new RuleInput(active.rule(), active.device()));
                yield new StateNodes.RuleActive(active);
            }
            case Condition.Changed changed -> {
                dependOn(changed.reading(), false, changed.window().toMillis());
                yield new Remembering.Changed(changed);
            }
            case Condition.Cron cron -> new Remembering.Cron(cron, new CronSchedule(cron.expression(), zone));
            case Condition.Constant constant -> new ConditionNodes.Constant(constant);
        };
    }

    private ConditionNode compare(Condition.Compare compare) {
        if (compare.left() instanceof Expression.Reading reading
                && compare.right() instanceof Expression.Literal bound) {
            return new ConditionNodes.Bound(compare, read(reading, bound), compare.comparison(), bound.value());
        }
        if (compare.left() instanceof Expression.Literal bound
                && compare.right() instanceof Expression.Reading reading) {
            return new ConditionNodes.Bound(
                    compare, read(reading, bound), compare.comparison().mirrored(), bound.value());
        }
        return new ConditionNodes.Compare(compare, value(compare.left()), value(compare.right()));
    }

    private ReadNodes.Reading read(Expression.Reading reading, Expression.Literal bound) {
        dependOn(reading, List.of(bound.value()));
        return new ReadNodes.Reading(reading);
    }

    /** A side that is compared with these written numbers and nothing else; empty if others come in. */
    private ValueNode compared(Expression side, List<Double> with) {
        if (side instanceof Expression.Reading reading && !with.isEmpty()) {
            dependOn(reading, with);
            return new ReadNodes.Reading(reading);
        }
        return value(side);
    }

    /** The numbers if all are written ones, else none. */
    private static List<Double> literals(List<Expression> expressions) {
        List<Double> values = new ArrayList<>();
        for (Expression expression : expressions) {
            if (!(expression instanceof Expression.Literal literal)) {
                return List.of();
            }
            values.add(literal.value());
        }
        return values;
    }

    /** Where a hysteresis may turn, if it is an inequality between written numbers. */
    private static List<Double> ends(Condition.Hysteresis hysteresis) {
        List<Double> written = literals(List.of(hysteresis.right(), hysteresis.band()));
        return switch (hysteresis.comparison()) {
            case Condition.Comparison any when written.isEmpty() -> List.of();
            case LESS, LESS_OR_EQUAL -> List.of(written.getFirst(), written.getFirst() + written.getLast());
            case GREATER, GREATER_OR_EQUAL -> List.of(written.getFirst(), written.getFirst() - written.getLast());
            case EQUAL, NOT_EQUAL -> List.of();
        };
    }

    private ConditionNode hysteresis(Condition.Hysteresis hysteresis) {
        ValueNode left = compared(hysteresis.left(), ends(hysteresis));
        int slot = take(1);
        bandSlots.add(slot);
        return new Remembering.Hysteresis(hysteresis, left, value(hysteresis.right()), value(hysteresis.band()), slot);
    }

    private ConditionNode held(Condition.Held held) {
        int slot = take(2);
        heldSlots.add(slot);
        return new Remembering.Held(held, scheduled(condition(held.part())), slot);
    }

    private ValueNode value(Expression expression) {
        return switch (expression) {
            case Expression.Literal literal -> new ValueNodes.Literal(literal);
            case Expression.Reading reading -> {
                dependOn(reading, false, 0);
                yield new ReadNodes.Reading(reading);
            }
            case Expression.SettingValue setting -> {
                dependOnStation(setting.device());
                setting.setting().readBack().ifPresent(quota -> dependOn(setting.device(), quota, false, 0));
                yield new ReadNodes.SettingValue(setting);
            }
            case Expression.Negate negate -> new ValueNodes.Negate(negate, value(negate.operand()));
            case Expression.Arithmetic arithmetic ->
                new ValueNodes.Arithmetic(arithmetic, value(arithmetic.left()), value(arithmetic.right()));
            case Expression.Call call ->
                new ValueNodes.Call(
                        call, call.arguments().stream().map(this::value).toList());
            case Expression.Windowed windowed -> {
                dependOn(windowed.reading(), false, windowed.window().toMillis());
                yield new ReadNodes.Windowed(windowed);
            }
            case Expression.Age age -> {
                dependOn(age.reading(), true, 0);
                yield new ReadNodes.Age(age);
            }
            case Expression.TimeOfDay time -> new CalendarNode(CalendarNode.Kind.TIME, time.text());
            case Expression.Weekday weekday -> new CalendarNode(CalendarNode.Kind.WEEKDAY, weekday.text());
            case Expression.Month month -> new CalendarNode(CalendarNode.Kind.MONTH, month.text());
            case Expression.Date date -> new CalendarNode(CalendarNode.Kind.DATE, date.text());
            case Expression.Sun sun ->
                new CalendarNode(sun.rise() ? CalendarNode.Kind.SUNRISE : CalendarNode.Kind.SUNSET, sun.text());
        };
    }

    private void dependOn(Expression.Reading reading, boolean everyReport, long windowMillis) {
        dependOn(reading.device(), reading.quota(), everyReport, windowMillis);
    }

    private void dependOn(DeviceRef device, int quota, boolean everyReport, long windowMillis) {
        add(new Input(device, quota, everyReport, windowMillis, Optional.empty()));
    }

    private void dependOn(Expression.Reading reading, List<Double> bounds) {
        Bounds those = new Bounds(bounds);
        add(new Input(reading.device(), reading.quota(), false, 0, Optional.of(those)));
    }

    private void add(Input input) {
        dependOnStation(input.device());
        inputs.merge(new InputKey(input.device(), input.quota()), input, Input::and);
    }

    private void dependOnStation(DeviceRef device) {
        device.serial().filter(serial -> !stations.contains(serial)).ifPresent(stations::add);
    }
}
