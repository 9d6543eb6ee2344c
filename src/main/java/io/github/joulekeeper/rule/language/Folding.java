package io.github.joulekeeper.rule.language;

import io.github.joulekeeper.rule.Expression.Function;
import io.github.joulekeeper.rule.Expression.Operator;
import java.util.Arrays;

/** Works out what is constant when a rule is bound. */
final class Folding {
    private Folding() {}

    static double arithmetic(double left, Operator operator, double right) {
        return switch (operator) {
            case ADD -> left + right;
            case SUBTRACT -> left - right;
            case MULTIPLY -> left * right;
            case DIVIDE -> left / right;
        };
    }

    static double call(Function function, double[] arguments) {
        return switch (function) {
            case MIN -> Arrays.stream(arguments).min().orElseThrow();
            case MAX -> Arrays.stream(arguments).max().orElseThrow();
            case CLAMP -> Math.min(Math.max(arguments[0], arguments[1]), arguments[2]);
            case ABS -> Math.abs(arguments[0]);
            case ROUND -> {
                double step = arguments.length > 1 && arguments[1] > 0 ? arguments[1] : 1;
                yield Math.rint(arguments[0] / step) * step;
            }
        };
    }
}
