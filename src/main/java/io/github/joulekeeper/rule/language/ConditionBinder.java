package io.github.joulekeeper.rule.language;

import io.github.joulekeeper.rule.Condition;
import io.github.joulekeeper.rule.DeviceRef;
import io.github.joulekeeper.rule.Expression;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Binds conditions. */
final class ConditionBinder {
    private final BindingContext context;
    private final ExpressionBinder expressions;
    private final ComparisonBinder comparisons;

    ConditionBinder(BindingContext context, ExpressionBinder expressions) {
        this.context = context;
        this.expressions = expressions;
        this.comparisons = new ComparisonBinder(context, expressions, this);
    }

    /** Binds a condition; null, and an error is noted, if it cannot be. */
    @Nullable
    Condition bind(Syntax syntax) {
        String text = BindingContext.text(syntax);
        return switch (syntax) {
            case Syntax.And and -> {
                List<Condition> parts = bindAll(and.parts());
                yield parts == null ? null : new Condition.And(parts, text);
            }
            case Syntax.Or or -> {
                List<Condition> parts = bindAll(or.parts());
                yield parts == null ? null : new Condition.Or(parts, text);
            }
            case Syntax.Not not -> {
                Condition part = bind(not.part());
                yield part == null ? null : new Condition.Not(part, text);
            }
            case Syntax.Held held -> held(held, text);
            case Syntax.Compare compare -> comparisons.compare(compare, text);
            case Syntax.In in -> comparisons.in(in, text);
            case Syntax.Has has -> comparisons.has(has, text);
            case Syntax.Constant constant -> new Condition.Constant(constant.value(), text);
            case Syntax.RuleActive active -> ruleActive(active, text);
            case Syntax.Name name when name.name().equals("online") -> new Condition.Online(DeviceRef.OWN, text);
            case Syntax.DeviceName name
            when name.name().equals("online") -> {
                NameBinder.Station station = expressions.names().station(name.device(), name.deviceSpan());
                yield station == null ? null : new Condition.Online(station.ref(), text);
            }
            case Syntax.Call call when call.function().equals("changed") -> changed(call, text);
            case Syntax.Call call when call.function().equals("cron") -> cron(call, text);
            default -> isOn(syntax, text);
        };
    }

    /** Whether the tree is one that has a truth rather than a value, as far as can be said without binding it. */
    static boolean isCondition(Syntax syntax) {
        return switch (syntax) {
            case Syntax.And and -> true;
            case Syntax.Or or -> true;
            case Syntax.Not not -> true;
            case Syntax.Held held -> true;
            case Syntax.Compare compare -> true;
            case Syntax.In in -> true;
            case Syntax.Has has -> true;
            case Syntax.RuleActive active -> true;
            case Syntax.Name name -> name.name().equals("online");
            case Syntax.DeviceName name -> name.name().equals("online");
            case Syntax.Call call ->
                call.function().equals("changed") || call.function().equals("cron");
            default -> false;
        };
    }

    private @Nullable List<Condition> bindAll(List<Syntax> parts) {
        List<Condition> bound = new ArrayList<>();
        for (Syntax part : parts) {
            Condition condition = bind(part);
            if (condition != null) {
                bound.add(condition);
            }
        }
        return bound.size() == parts.size() ? bound : null;
    }

    private @Nullable Condition held(Syntax.Held held, String text) {
        Condition part = bind(held.part());
        if (held.duration().millis() == 0) {
            return context.error(held.duration().span(), "'for' needs a length of time above 0");
        }
        return part == null
                ? null
                : new Condition.Held(part, Duration.ofMillis(held.duration().millis()), context.nextSlot(), text);
    }

    private @Nullable Condition ruleActive(Syntax.RuleActive active, String text) {
        DeviceRef device = DeviceRef.OWN;
        if (active.device().isPresent()) {
            NameBinder.Station station =
                    expressions.names().station(active.device().get(), active.deviceSpan());
            if (station == null) {
                return null;
            }
            device = station.ref();
        }
        if (!context.scope().hasRule(active.rule())) {
            String near = Suggestion.didYouMean(active.rule(), context.scope().ruleIds());
            return context.error(
                    active.ruleSpan(),
                    "no rule has the id '%s'.%s"
                            .formatted(active.rule(), near.isEmpty() ? " Check the ids in your files" : near));
        }
        return new Condition.RuleActive(active.rule(), device, text);
    }

    private @Nullable Condition changed(Syntax.Call call, String text) {
        if (!expressions.functions().hasArity(call, 2, 2)) {
            return null;
        }
        Expression.Reading reading =
                expressions.names().reading(call.arguments().getFirst(), "changed");
        Duration window = expressions.functions().window(call);
        return reading == null || window == null
                ? null
                : new Condition.Changed(reading, window, context.nextSlot(), text);
    }

    private @Nullable Condition cron(Syntax.Call call, String text) {
        if (!expressions.functions().hasArity(call, 2, 2)) {
            return null;
        }
        if (!(call.arguments().getFirst() instanceof Syntax.Text schedule)) {
            return context.error(
                    call.arguments().getFirst().span(),
                    "the first argument of cron is a schedule in quotes, such as \"30 23 * * mon-fri\"");
        }
        Optional<String> wrong = CronSchedules.problem(schedule.value());
        if (wrong.isPresent()) {
            return context.error(schedule.span(), wrong.get());
        }
        if (!(call.arguments().get(1) instanceof Syntax.Length length)
                || length.millis() < 1000
                || length.millis() > CronSchedules.LONGEST_MILLIS) {
            return context.error(
                    call.arguments().get(1).span(),
                    "the second argument of cron says how long it stays true, 1s to 7d, such as 6h");
        }
        return new Condition.Cron(schedule.value().strip(), Duration.ofMillis(length.millis()), text);
    }

    private @Nullable Condition isOn(Syntax syntax, String text) {
        Typed typed = expressions.bind(syntax);
        if (typed == null) {
            return null;
        }
        if (typed.type() instanceof Type.Switch) {
            return new Condition.IsOn(typed.expression(), text);
        }
        return context.error(
                syntax.span(),
                "'%s' is %s, not true or false. %s".formatted(text, typed.type().described(), remedy(typed)));
    }

    private static String remedy(Typed typed) {
        return switch (typed.type()) {
            case Type.Coded coded
            when !coded.labels().isEmpty() ->
                "Compare it, as in %s == %s"
                        .formatted(typed.text(), Labels.list(coded.labels()).split(", ")[0]);
            case Type.Bits bits -> "Ask for a flag with 'has', or for any with != 0";
            case Type.TimeOfDay time -> "Write a range, as in time in 22:00..06:00";
            case Type.Weekday weekday -> "Write days, as in weekday in mon..fri";
            case Type.Month month -> "Write months, as in month in nov..feb";
            case Type.Date date -> "Write days, as in date in 2026-12-20..2027-01-06";
            case Type.Version version -> "Compare it, as in pd.sysVer >= V1.2.0.47";
            default ->
                typed.isConstant()
                        ? "A condition compares, as in soc < 20"
                        : "Compare it, as in %s < 20".formatted(typed.text());
        };
    }
}
