package io.github.joulekeeper.rule.language;

import io.github.joulekeeper.device.Unit;
import io.github.joulekeeper.rule.Expression;

/**
 * A bound expression with its type.
 *
 * @param constant its value if it has one at all times (in base units, as written for numbers without a unit), else NaN
 */
record Typed(Expression expression, Type type, double constant) {
    static Typed variable(Expression expression, Type type) {
        return new Typed(expression, type, Double.NaN);
    }

    static Typed constant(double value, Type type, String text) {
        return new Typed(new Expression.Literal(value, text), type, value);
    }

    boolean isConstant() {
        return !Double.isNaN(constant);
    }

    boolean isBare() {
        return type instanceof Type.Bare;
    }

    String text() {
        return expression.text();
    }

    /** A number without a unit taken in this one. */
    Typed in(Unit unit) {
        return constant(unit.toBase(constant), Type.Quantity.in(unit), text());
    }

    Typed as(Type other) {
        return new Typed(expression, other, constant);
    }
}
