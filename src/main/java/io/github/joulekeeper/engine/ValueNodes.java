package io.github.joulekeeper.engine;

import io.github.joulekeeper.rule.Expression;
import java.util.List;

/** The kinds of {@link ValueNode} that reckon. */
final class ValueNodes {
    private ValueNodes() {}

    /** A number that was written. */
    static final class Literal extends ValueNode {
        private final double value;

        Literal(Expression.Literal source) {
            super(source.text());
            value = source.value();
        }

        double value() {
            return value;
        }

        @Override
        double value(Evaluation e) {
            return value;
        }

        @Override
        void explain(Evaluation e, List<Explanation.OfReading> into) {}

        @Override
        boolean timed() {
            return false;
        }

        @Override
        boolean calendarOnly() {
            return true;
        }
    }

    static final class Negate extends ValueNode {
        private final ValueNode operand;

        Negate(Expression.Negate source, ValueNode operand) {
            super(source.text());
            this.operand = operand;
        }

        @Override
        double value(Evaluation e) {
            return -operand.value(e);
        }

        @Override
        void explain(Evaluation e, List<Explanation.OfReading> into) {
            operand.explain(e, into);
        }

        @Override
        boolean timed() {
            return operand.timed();
        }

        @Override
        boolean calendarOnly() {
            return operand.calendarOnly();
        }
    }

    static final class Arithmetic extends ValueNode {
        private final ValueNode left;
        private final Expression.Operator operator;
        private final ValueNode right;

        Arithmetic(Expression.Arithmetic source, ValueNode left, ValueNode right) {
            super(source.text());
            this.left = left;
            this.operator = source.operator();
            this.right = right;
        }

        @Override
        double value(Evaluation e) {
            double a = left.value(e);
            double b = right.value(e);
            return switch (operator) {
                case ADD -> a + b;
                case SUBTRACT -> a - b;
                case MULTIPLY -> a * b;
                case DIVIDE -> b == 0 ? Double.NaN : a / b;
            };
        }

        @Override
        void explain(Evaluation e, List<Explanation.OfReading> into) {
            left.explain(e, into);
            right.explain(e, into);
        }

        @Override
        boolean timed() {
            return left.timed() || right.timed();
        }

        @Override
        boolean calendarOnly() {
            return left.calendarOnly() && right.calendarOnly();
        }
    }

    static final class Call extends ValueNode {
        private final Expression.Function function;
        private final ValueNode[] arguments;

        Call(Expression.Call source, List<ValueNode> arguments) {
            super(source.text());
            this.function = source.function();
            this.arguments = arguments.toArray(ValueNode[]::new);
        }

        @Override
        double value(Evaluation e) {
            return switch (function) {
                case MIN -> extreme(e, true);
                case MAX -> extreme(e, false);
                case CLAMP -> {
                    double value = arguments[0].value(e);
                    double low = arguments[1].value(e);
                    double high = arguments[2].value(e);
                    // The upper bound last: where the bounds cross, the smaller one is the safer.
                    yield Math.min(Math.max(value, low), high);
                }
                case ABS -> Math.abs(arguments[0].value(e));
                case ROUND -> round(e);
            };
        }

        private double extreme(Evaluation e, boolean smallest) {
            double extreme = arguments[0].value(e);
            for (int i = 1; i < arguments.length; i++) {
                double value = arguments[i].value(e);
                extreme = smallest ? Math.min(extreme, value) : Math.max(extreme, value);
            }
            return extreme;
        }

        private double round(Evaluation e) {
            double value = arguments[0].value(e);
            if (arguments.length == 1) {
                return Rounding.toStep(value, 1);
            }
            return Rounding.toStep(value, arguments[1].value(e));
        }

        @Override
        void explain(Evaluation e, List<Explanation.OfReading> into) {
            for (ValueNode argument : arguments) {
                argument.explain(e, into);
            }
        }

        @Override
        boolean timed() {
            for (ValueNode argument : arguments) {
                if (argument.timed()) {
                    return true;
                }
            }
            return false;
        }

        @Override
        boolean calendarOnly() {
            for (ValueNode argument : arguments) {
                if (!argument.calendarOnly()) {
                    return false;
                }
            }
            return true;
        }
    }
}
