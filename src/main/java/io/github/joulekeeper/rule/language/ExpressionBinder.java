package io.github.joulekeeper.rule.language;

import io.github.joulekeeper.device.Dimension;
import io.github.joulekeeper.device.Numbers;
import io.github.joulekeeper.device.Unit;
import io.github.joulekeeper.rule.Expression;
import io.github.joulekeeper.rule.Expression.Operator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Binds values: resolves names, converts units to base units, infers types. */
final class ExpressionBinder {
    private final BindingContext context;
    private final NameBinder names;
    private final FunctionBinder functions;
    private final LabelBinder labels;

    ExpressionBinder(BindingContext context) {
        this.context = context;
        this.names = new NameBinder(context);
        this.functions = new FunctionBinder(context, names, this);
        this.labels = new LabelBinder(context, names);
    }

    NameBinder names() {
        return names;
    }

    FunctionBinder functions() {
        return functions;
    }

    /** Binds a value; null, and an error is noted, if it cannot be. */
    @Nullable
    Typed bind(Syntax syntax) {
        String text = BindingContext.text(syntax);
        return switch (syntax) {
            case Syntax.Number number -> Typed.constant(number.value(), new Type.Bare(), text);
            case Syntax.Quantity quantity ->
                Typed.constant(quantity.unit().toBase(quantity.value()), Type.Quantity.in(quantity.unit()), text);
            case Syntax.Length length -> Typed.constant(length.millis() / 1000.0, Type.Quantity.in(Unit.SECOND), text);
            case Syntax.Clock clock -> Typed.constant(clock.seconds(), new Type.TimeOfDay(), text);
            case Syntax.Day day -> Typed.constant(day.date().toEpochDay(), new Type.Date(), text);
            case Syntax.Version version -> Typed.constant(version.packed(), new Type.Version(), text);
            case Syntax.Constant constant ->
                Typed.constant(constant.value() ? 1 : 0, new Type.Switch(java.util.Map.of()), text);
            case Syntax.Text quoted ->
                context.error(
                        quoted.span(),
                        "a text in quotes has no place here. Names are written without quotes, as in soc < 20");
            case Syntax.Name name -> names.bind(name);
            case Syntax.DeviceName name -> names.bind(name);
            case Syntax.Call call -> functions.bind(call);
            case Syntax.Negate negate -> negate(negate);
            case Syntax.Arithmetic arithmetic -> arithmetic(arithmetic);
            default -> context.error(syntax.span(), "'%s' is a condition, where a value is needed".formatted(text));
        };
    }

    /** Binds a value that stands beside one of the given type, so that labels of that type are known. */
    @Nullable
    Typed bindBeside(Syntax syntax, Type beside) {
        return LabelBinder.mayBeLabel(syntax, beside) ? labels.bind(syntax, beside, this) : bind(syntax);
    }

    /**
     * Makes a value fit to stand beside the lead: a number without a unit takes the lead's. Null, and an error is noted,
     * if they are of different types.
     */
    @Nullable
    Typed fit(Typed typed, Typed lead, Span span) {
        if (typed.isBare() && !lead.isBare()) {
            return adopt(typed, lead, span);
        }
        if (sameType(typed.type(), lead.type())) {
            return typed;
        }
        if (lead.isBare()) {
            return typed;
        }
        return context.error(
                span,
                "'%s' is %s, and '%s' is %s: they do not fit%s"
                        .formatted(
                                typed.text(),
                                typed.type().described(),
                                lead.text(),
                                lead.type().described(),
                                remedy(typed, lead)));
    }

    private static String remedy(Typed typed, Typed lead) {
        if (!typed.isConstant() || !(lead.type() instanceof Type.Quantity quantity)) {
            return "";
        }
        return switch (quantity.dimension()) {
            case NUMBER -> ". Write a number without a unit";
            case DURATION -> ". Write a length of time such as 1h30m";
            default -> ". Write a number in " + Units.of(quantity.dimension());
        };
    }

    private static boolean sameType(Type one, Type other) {
        return one instanceof Type.Quantity quantity && other instanceof Type.Quantity otherQuantity
                ? quantity.dimension() == otherQuantity.dimension()
                : one.getClass() == other.getClass();
    }

    private @Nullable Typed adopt(Typed bare, Typed lead, Span span) {
        String number = Numbers.plain(bare.constant());
        return switch (lead.type()) {
            case Type.Quantity quantity
            when quantity.unit() == null ->
                context.error(
                        span,
                        "'%s' has parts in different units, so %s needs a unit: %s"
                                .formatted(lead.text(), number, Units.of(quantity.dimension())));
            case Type.Quantity quantity -> bare.in(Objects.requireNonNull(quantity.unit()));
            case Type.Switch toggle when bare.constant() == 0 || bare.constant() == 1 -> bare.as(toggle);
            case Type.Coded coded -> bare.as(coded);
            case Type.Bits bits -> bare.as(bits);
            case Type.Version version -> bare.as(version);
            case Type.Month month
            when bare.constant() >= 1 && bare.constant() <= 12 && bare.constant() == Math.rint(bare.constant()) ->
                bare.as(month);
            default ->
                context.error(
                        span,
                        "'%s' is %s, which %s is not"
                                .formatted(lead.text(), lead.type().described(), number));
        };
    }

    /** The type of two quantities together: the unit is known only if it is the same. */
    static Type common(Type one, Type other) {
        if (one instanceof Type.Quantity quantity && other instanceof Type.Quantity otherQuantity) {
            return quantity.unit() == otherQuantity.unit() ? one : new Type.Quantity(quantity.dimension(), null);
        }
        return one;
    }

    private @Nullable Typed negate(Syntax.Negate negate) {
        Typed operand = bind(negate.operand());
        if (operand == null) {
            return null;
        }
        if (!operand.isBare() && !(operand.type() instanceof Type.Quantity)) {
            return notANumber(operand, negate.operand().span());
        }
        String text = BindingContext.text(negate);
        return operand.isConstant()
                ? Typed.constant(0.0 - operand.constant(), operand.type(), text)
                : Typed.variable(new Expression.Negate(operand.expression(), text), operand.type());
    }

    private @Nullable Typed notANumber(Typed operand, Span span) {
        return context.error(
                span,
                "'%s' is %s, and cannot be calculated with"
                        .formatted(operand.text(), operand.type().described()));
    }

    private @Nullable Typed arithmetic(Syntax.Arithmetic arithmetic) {
        Typed left = bind(arithmetic.left());
        Typed right = bind(arithmetic.right());
        if (left == null || right == null) {
            return null;
        }
        Operator operator = arithmetic.operator();
        boolean sum = operator == Operator.ADD || operator == Operator.SUBTRACT;
        if (left.type() instanceof Type.TimeOfDay || right.type() instanceof Type.TimeOfDay) {
            return times(arithmetic, left, right);
        }
        if (!isNumber(left)) {
            return notANumber(left, arithmetic.left().span());
        }
        if (!isNumber(right)) {
            return notANumber(right, arithmetic.right().span());
        }
        if (operator == Operator.DIVIDE && right.constant() == 0) {
            return context.error(arithmetic.right().span(), "a division by zero has no value");
        }
        return sum ? sum(arithmetic, left, right) : product(arithmetic, left, right);
    }

    private static boolean isNumber(Typed typed) {
        return typed.isBare() || typed.type() instanceof Type.Quantity;
    }

    private @Nullable Typed sum(Syntax.Arithmetic arithmetic, Typed left, Typed right) {
        boolean rightLeads = left.isBare() || (left.isConstant() && !right.isConstant() && !right.isBare());
        Typed lead = rightLeads ? right : left;
        Typed fittedLeft = rightLeads ? fit(left, right, arithmetic.left().span()) : left;
        Typed fittedRight =
                rightLeads ? right : fit(right, left, arithmetic.right().span());
        if (fittedLeft == null || fittedRight == null) {
            return null;
        }
        boolean bothVary = !left.isConstant() && !right.isConstant();
        Type type = bothVary ? common(left.type(), right.type()) : lead.type();
        return combine(arithmetic, fittedLeft, fittedRight, type, 1);
    }

    private @Nullable Typed product(Syntax.Arithmetic arithmetic, Typed left, Typed right) {
        Products.Result result = arithmetic.operator() == Operator.MULTIPLY
                ? Products.product(left.type(), right.type())
                : Products.quotient(left.type(), right.type());
        if (result == null) {
            return context.error(
                    arithmetic.span(),
                    "'%s' is %s and '%s' is %s: they cannot be %s"
                            .formatted(
                                    left.text(),
                                    left.type().described(),
                                    right.text(),
                                    right.type().described(),
                                    arithmetic.operator() == Operator.MULTIPLY ? "multiplied" : "divided"));
        }
        return combine(arithmetic, left, right, result.type(), result.factor());
    }

    private static Typed combine(Syntax.Arithmetic arithmetic, Typed left, Typed right, Type type, double factor) {
        String text = BindingContext.text(arithmetic);
        if (left.isConstant() && right.isConstant()) {
            double value = Folding.arithmetic(left.constant(), arithmetic.operator(), right.constant());
            return Typed.constant(value * factor, type, text);
        }
        Expression combined =
                new Expression.Arithmetic(left.expression(), arithmetic.operator(), right.expression(), text);
        if (factor != 1) {
            Expression scale = new Expression.Literal(factor, Numbers.plain(factor));
            combined = new Expression.Arithmetic(combined, Operator.MULTIPLY, scale, text);
        }
        return Typed.variable(combined, type);
    }

    /** Times of day: a length of time is added or subtracted, or two are subtracted. */
    private @Nullable Typed times(Syntax.Arithmetic arithmetic, Typed left, Typed right) {
        boolean leftIsTime = left.type() instanceof Type.TimeOfDay;
        boolean rightIsTime = right.type() instanceof Type.TimeOfDay;
        boolean add = arithmetic.operator() == Operator.ADD;
        boolean subtract = arithmetic.operator() == Operator.SUBTRACT;
        if (leftIsTime && rightIsTime && subtract) {
            return combine(arithmetic, left, right, Type.Quantity.in(Unit.SECOND), 1);
        }
        Typed other = leftIsTime ? right : left;
        boolean shift = other.type() instanceof Type.Quantity quantity && quantity.dimension() == Dimension.DURATION;
        if (shift && (add || (subtract && leftIsTime))) {
            return combine(arithmetic, left, right, new Type.TimeOfDay(), 1);
        }
        return context.error(
                arithmetic.span(),
                "'%s' is a time of day: a length of time such as 30m can be added or subtracted, not '%s'"
                        .formatted(leftIsTime ? left.text() : right.text(), other.text()));
    }
}
