package io.github.joulekeeper.engine;

import io.github.joulekeeper.engine.CompiledRule.Claimed;
import io.github.joulekeeper.engine.CompiledRule.Input;
import io.github.joulekeeper.engine.CompiledRule.RuleInput;
import io.github.joulekeeper.rule.BoundRule;
import io.github.joulekeeper.rule.Condition;
import io.github.joulekeeper.rule.DeviceRef;
import io.github.joulekeeper.rule.Expression;
import io.github.joulekeeper.rule.Truth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
                compiler.slots,
                List.copyOf(compiler.heldSlots),
                List.copyOf(compiler.inputs.values()),
                List.copyOf(compiler.stations),
                List.copyOf(compiler.rules));
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
            case Condition.Compare compare ->
                new ConditionNodes.Compare(compare, value(compare.left()), value(compare.right()));
            case Condition.Hysteresis hysteresis ->
                new Remembering.Hysteresis(
                        hysteresis,
                        value(hysteresis.left()),
                        value(hysteresis.right()),
                        value(hysteresis.band()),
                        take(1));
            case Condition.Between between ->
                new ConditionNodes.Between(
                        between, value(between.value()), value(between.low()), value(between.high()));
            case Condition.Cyclic cyclic ->
                new ConditionNodes.Cyclic(cyclic, value(cyclic.value()), value(cyclic.from()), value(cyclic.to()));
            case Condition.OneOf oneOf ->
                new ConditionNodes.OneOf(
                        oneOf,
                        value(oneOf.value()),
                        oneOf.options().stream().map(this::value).toList());
            case Condition.IsOn isOn -> new ConditionNodes.IsOn(isOn, value(isOn.value()));
            case Condition.Flag flag -> {
                dependOn(flag.reading(), false, 0);
                yield new ConditionNodes.Flag(flag);
            }
            case Condition.Online online -> {
                dependOnStation(online.device());
                yield new ConditionNodes.Online(online);
            }
            case Condition.RuleActive active -> {
                rules.add(new RuleInput(active.rule(), active.device()));
                yield new ConditionNodes.RuleActive(active);
            }
            case Condition.Changed changed -> {
                dependOn(changed.reading(), false, changed.window().toMillis());
                yield new Remembering.Changed(changed);
            }
            case Condition.Cron cron -> new Remembering.Cron(cron, new CronSchedule(cron.expression(), zone));
            case Condition.Constant constant -> new ConditionNodes.Constant(constant);
        };
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
        dependOnStation(device);
        inputs.merge(
                new InputKey(device, quota),
                new Input(device, quota, everyReport, windowMillis),
                (a, b) -> new Input(
                        device,
                        quota,
                        a.everyReport() || b.everyReport(),
                        Math.max(a.windowMillis(), b.windowMillis())));
    }

    private void dependOnStation(DeviceRef device) {
        device.serial().filter(serial -> !stations.contains(serial)).ifPresent(stations::add);
    }
}
