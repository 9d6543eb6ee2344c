package io.github.joulekeeper.rule.language;

import io.github.joulekeeper.device.Dimension;
import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.device.Quota;
import io.github.joulekeeper.device.Unit;
import io.github.joulekeeper.rule.Expression;
import io.github.joulekeeper.rule.Expression.Function;
import io.github.joulekeeper.rule.Expression.WindowFunction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Binds the functions that have a value: their arity, the types of their arguments, their windows. */
final class FunctionBinder {
    private static final long SHORTEST_WINDOW_MILLIS = 1_000;
    private static final long LONGEST_WINDOW_MILLIS = 86_400_000;

    private final BindingContext context;
    private final NameBinder names;
    private final ExpressionBinder expressions;

    FunctionBinder(BindingContext context, NameBinder names, ExpressionBinder expressions) {
        this.context = context;
        this.names = names;
        this.expressions = expressions;
    }

    @Nullable
    Typed bind(Syntax.Call call) {
        return switch (call.function()) {
            case "min" -> several(call, Function.MIN, 2, Integer.MAX_VALUE);
            case "max" -> several(call, Function.MAX, 2, Integer.MAX_VALUE);
            case "clamp" -> several(call, Function.CLAMP, 3, 3);
            case "abs" -> several(call, Function.ABS, 1, 1);
            case "round" -> several(call, Function.ROUND, 1, 2);
            case "avg" -> windowed(call, WindowFunction.AVERAGE);
            case "lowest" -> windowed(call, WindowFunction.LOWEST);
            case "highest" -> windowed(call, WindowFunction.HIGHEST);
            case "rate" -> windowed(call, WindowFunction.RATE);
            case "age" -> age(call);
            case "changed", "cron" ->
                context.error(
                        call.span(), "%s is a condition, where a value is needed".formatted(BindingContext.text(call)));
            default -> unknown(call);
        };
    }

    private @Nullable Typed unknown(Syntax.Call call) {
        String near = Functions.suggestion(call.function());
        String remedy = near.isEmpty() ? " Known are " + String.join(", ", Functions.NAMES) : near;
        return context.error(call.functionSpan(), "unknown function '%s'.%s".formatted(call.function(), remedy));
    }

    /** Checks the number of arguments. */
    boolean hasArity(Syntax.Call call, int least, int most) {
        int size = call.arguments().size();
        if (size >= least && size <= most) {
            return true;
        }
        context.error(
                call.span(),
                "%s is called as %s, but here with %d argument%s"
                        .formatted(call.function(), Functions.usage(call.function()), size, size == 1 ? "" : "s"));
        return false;
    }

    private @Nullable Typed several(Syntax.Call call, Function function, int least, int most) {
        if (!hasArity(call, least, most)) {
            return null;
        }
        List<Typed> arguments = new ArrayList<>();
        for (Syntax argument : call.arguments()) {
            Typed typed = expressions.bind(argument);
            if (typed != null) {
                arguments.add(typed);
            }
        }
        if (arguments.size() < call.arguments().size()) {
            return null;
        }
        Typed lead =
                arguments.stream().filter(typed -> !typed.isBare()).findFirst().orElse(arguments.getFirst());
        boolean ordered = lead.isBare()
                || lead.type() instanceof Type.Quantity
                || (lead.type() instanceof Type.TimeOfDay && function != Function.ABS && function != Function.ROUND);
        if (!ordered) {
            return context.error(
                    call.span(),
                    "%s calculates with numbers, but '%s' is %s"
                            .formatted(call.function(), lead.text(), lead.type().described()));
        }
        return unified(call, function, arguments, lead);
    }

    private @Nullable Typed unified(Syntax.Call call, Function function, List<Typed> arguments, Typed lead) {
        List<Expression> bound = new ArrayList<>();
        List<Typed> alike = new ArrayList<>();
        Type type = lead.type();
        for (int i = 0; i < arguments.size(); i++) {
            Typed argument = expressions.fit(
                    arguments.get(i), lead, call.arguments().get(i).span());
            if (argument == null) {
                return null;
            }
            alike.add(argument);
            bound.add(argument.expression());
            if (!argument.isConstant() && !lead.isConstant()) {
                type = ExpressionBinder.common(type, argument.type());
            }
        }
        String text = BindingContext.text(call);
        if (alike.stream().allMatch(Typed::isConstant)) {
            double value = Folding.call(
                    function, alike.stream().mapToDouble(Typed::constant).toArray());
            return Typed.constant(value, type, text);
        }
        if (function == Function.ROUND && bound.size() == 1) {
            wholeUnits(type, bound);
        }
        return Typed.variable(new Expression.Call(function, bound, text), type);
    }

    /** Rounds to whole millivolts what is in millivolts, where the base unit would give whole volts. */
    private static void wholeUnits(Type type, List<Expression> bound) {
        if (type instanceof Type.Quantity quantity
                && quantity.unit() != null
                && quantity.unit().toBase(1) != 1) {
            bound.add(new Expression.Literal(
                    quantity.unit().toBase(1), "1 " + quantity.unit().symbol()));
        }
    }

    private @Nullable Typed windowed(Syntax.Call call, WindowFunction function) {
        if (!hasArity(call, 2, 2)) {
            return null;
        }
        Expression.Reading reading = names.reading(call.arguments().getFirst(), call.function());
        Duration window = window(call);
        if (reading == null || window == null) {
            return null;
        }
        Type type = type(reading);
        if (type instanceof Type.Switch) {
            type = Type.Quantity.in(Unit.NONE);
        }
        if (!(type instanceof Type.Quantity)) {
            return context.error(
                    call.arguments().getFirst().span(),
                    "%s calculates with numbers, but '%s' is %s"
                            .formatted(call.function(), reading.text(), type.described()));
        }
        return Typed.variable(
                new Expression.Windowed(function, reading, window, context.nextSlot(), BindingContext.text(call)),
                type);
    }

    private Type type(Expression.Reading reading) {
        Model model = reading.device()
                .serial()
                .flatMap(context.scope()::device)
                .map(other -> other.model())
                .orElse(context.model());
        Quota quota = model.quotas().get(reading.quota());
        return NameBinder.type(quota);
    }

    /** The second argument, a length of time from 1 s to 24 h; null, and an error is noted, if it is not. */
    @Nullable
    Duration window(Syntax.Call call) {
        Syntax argument = call.arguments().get(1);
        if (!(argument instanceof Syntax.Length length)) {
            return context.error(
                    argument.span(),
                    "the second argument of %s is a length of time, such as 10m, not '%s'"
                            .formatted(call.function(), BindingContext.text(argument)));
        }
        if (length.millis() < SHORTEST_WINDOW_MILLIS || length.millis() > LONGEST_WINDOW_MILLIS) {
            return context.error(
                    argument.span(),
                    "the window of %s must be 1s to 24h, not %s"
                            .formatted(call.function(), Printer.length(length.millis())));
        }
        return Duration.ofMillis(length.millis());
    }

    private @Nullable Typed age(Syntax.Call call) {
        if (!hasArity(call, 1, 1)) {
            return null;
        }
        Expression.Reading reading = names.reading(call.arguments().getFirst(), "age");
        return reading == null
                ? null
                : Typed.variable(
                        new Expression.Age(reading, BindingContext.text(call)),
                        new Type.Quantity(Dimension.DURATION, Unit.SECOND));
    }
}
