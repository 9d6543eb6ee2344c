package io.github.joulekeeper.engine;

import io.github.joulekeeper.rule.Condition;
import io.github.joulekeeper.rule.Truth;
import java.util.List;

/** The kinds of {@link ConditionNode} that remember nothing, but for those that only join others. */
final class ConditionNodes {
    private ConditionNodes() {}

    /** And, or: one part may decide, but those that remember are always looked at. */
    static final class Junction extends ConditionNode {
        private final ConditionNode[] parts;
        private final Truth deciding;
        /** Which of them remember. */
        private final boolean[] remembering;

        private final boolean remembers;
        private final boolean calendarOnly;

        /** @param deciding the value of a part that decides: FALSE for and, TRUE for or */
        Junction(String text, List<ConditionNode> parts, Truth deciding) {
            super(text);
            this.parts = parts.toArray(ConditionNode[]::new);
            this.deciding = deciding;
            this.remembering = new boolean[parts.size()];
            for (int i = 0; i < remembering.length; i++) {
                remembering[i] = parts.get(i).remembers();
            }
            this.remembers = parts.stream().anyMatch(ConditionNode::remembers);
            this.calendarOnly = parts.stream().allMatch(ConditionNode::calendarOnly);
        }

        boolean isOr() {
            return deciding == Truth.TRUE;
        }

        @Override
        Truth truth(Evaluation e) {
            Truth result = deciding.negate();
            for (int i = 0; i < parts.length; i++) {
                if (result != deciding || remembering[i]) {
                    Truth value = parts[i].truth(e);
                    if (value == deciding) {
                        result = deciding;
                    } else if (value == Truth.UNKNOWN && result != deciding) {
                        result = Truth.UNKNOWN;
                    }
                }
            }
            return result;
        }

        @Override
        boolean remembers() {
            return remembers;
        }

        @Override
        boolean calendarOnly() {
            return calendarOnly;
        }

        @Override
        List<ConditionNode> parts() {
            return List.of(parts);
        }
    }

    static final class Not extends ConditionNode {
        private final ConditionNode part;

        Not(String text, ConditionNode part) {
            super(text);
            this.part = part;
        }

        @Override
        Truth truth(Evaluation e) {
            return part.truth(e).negate();
        }

        @Override
        boolean remembers() {
            return part.remembers();
        }

        @Override
        boolean calendarOnly() {
            return part.calendarOnly();
        }

        @Override
        List<ConditionNode> parts() {
            return List.of(part);
        }
    }

    /** What compares values and remembers nothing. */
    abstract static class OfValues extends ConditionNode {
        private final ValueNode[] values;
        private final boolean calendarOnly;

        OfValues(String text, ValueNode... values) {
            super(text);
            this.values = values;
            boolean all = true;
            for (ValueNode value : values) {
                all &= value.calendarOnly();
            }
            this.calendarOnly = all;
        }

        @Override
        final boolean calendarOnly() {
            return calendarOnly;
        }

        @Override
        final void explain(Evaluation e, List<Explanation.OfReading> into) {
            for (ValueNode value : values) {
                value.explain(e, into);
            }
        }
    }

    static final class Compare extends OfValues {
        private final ValueNode left;
        private final Condition.Comparison comparison;
        private final ValueNode right;

        Compare(Condition.Compare source, ValueNode left, ValueNode right) {
            super(source.text(), left, right);
            this.left = left;
            this.comparison = source.comparison();
            this.right = right;
        }

        @Override
        Truth truth(Evaluation e) {
            double a = Clock.value(left, right, e);
            double b = Clock.value(right, left, e);
            return Double.isNaN(a) || Double.isNaN(b) ? Truth.UNKNOWN : Truth.of(comparison.holds(a, b));
        }
    }

    /** A reading compared with a written number, as most comparisons are: nothing here moves with the clock. */
    static final class Bound extends OfValues {
        private final ReadNodes.Reading reading;
        private final Condition.Comparison comparison;
        private final double bound;

        Bound(Condition.Compare source, ReadNodes.Reading reading, Condition.Comparison comparison, double bound) {
            super(source.text(), reading);
            this.reading = reading;
            this.comparison = comparison;
            this.bound = bound;
        }

        @Override
        Truth truth(Evaluation e) {
            double value = reading.value(e);
            return Double.isNaN(value) ? Truth.UNKNOWN : Truth.of(comparison.holds(value, bound));
        }
    }

    static final class Between extends OfValues {
        private final ValueNode value;
        private final ValueNode low;
        private final ValueNode high;

        Between(Condition.Between source, ValueNode value, ValueNode low, ValueNode high) {
            super(source.text(), value, low, high);
            this.value = value;
            this.low = low;
            this.high = high;
        }

        @Override
        Truth truth(Evaluation e) {
            double a = low.value(e);
            double b = high.value(e);
            double v;
            if (Clock.isTime(value)) {
                v = Clock.exact(value, e);
                Clock.wakeAround(a, e);
                Clock.wakeAround(b, e);
            } else {
                v = value.value(e);
            }
            if (Double.isNaN(v)) {
                return Truth.UNKNOWN;
            }
            if (v < a || v > b) {
                return Truth.FALSE;
            }
            return Double.isNaN(a) || Double.isNaN(b) ? Truth.UNKNOWN : Truth.TRUE;
        }
    }

    static final class Cyclic extends OfValues {
        private static final double DAY = 86_400;

        private final ValueNode value;
        private final ValueNode from;
        private final ValueNode to;
        private final boolean endInclusive;

        Cyclic(Condition.Cyclic source, ValueNode value, ValueNode from, ValueNode to) {
            super(source.text(), value, from, to);
            this.value = value;
            this.from = from;
            this.to = to;
            this.endInclusive = source.endInclusive();
        }

        @Override
        Truth truth(Evaluation e) {
            double a = from.value(e);
            double b = to.value(e);
            double v;
            if (Clock.isTime(value)) {
                v = Clock.exact(value, e);
                // An end of the day is 24:00, not 0:00; sunset + 6h may lie beyond midnight.
                a = a == DAY ? DAY : onDay(a);
                b = b == DAY ? DAY : onDay(b);
                Clock.wakeAt(a, e);
                Clock.wakeAt(b, e);
            } else {
                v = value.value(e);
            }
            if (Double.isNaN(v) || Double.isNaN(a) || Double.isNaN(b)) {
                return Truth.UNKNOWN;
            }
            boolean beforeEnd = endInclusive ? v <= b : v < b;
            return Truth.of(a <= b ? v >= a && beforeEnd : v >= a || beforeEnd);
        }

        private static double onDay(double second) {
            return second - Math.floor(second / DAY) * DAY;
        }
    }

    static final class OneOf extends OfValues {
        private final ValueNode value;
        private final ValueNode[] options;

        OneOf(Condition.OneOf source, ValueNode value, List<ValueNode> options) {
            super(source.text(), all(value, options));
            this.value = value;
            this.options = options.toArray(ValueNode[]::new);
        }

        private static ValueNode[] all(ValueNode value, List<ValueNode> options) {
            ValueNode[] all = new ValueNode[options.size() + 1];
            all[0] = value;
            for (int i = 0; i < options.size(); i++) {
                all[i + 1] = options.get(i);
            }
            return all;
        }

        @Override
        Truth truth(Evaluation e) {
            double v = value.value(e);
            if (Double.isNaN(v)) {
                return Truth.UNKNOWN;
            }
            boolean unknown = false;
            for (ValueNode option : options) {
                double o = option.value(e);
                if (o == v) {
                    return Truth.TRUE;
                }
                unknown |= Double.isNaN(o);
            }
            return unknown ? Truth.UNKNOWN : Truth.FALSE;
        }
    }

    static final class Constant extends ConditionNode {
        private final Truth value;

        Constant(Condition.Constant source) {
            super(source.text());
            value = Truth.of(source.value());
        }

        @Override
        Truth truth(Evaluation e) {
            return value;
        }

        @Override
        boolean calendarOnly() {
            return true;
        }
    }
}
