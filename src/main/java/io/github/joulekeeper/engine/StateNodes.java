package io.github.joulekeeper.engine;

import io.github.joulekeeper.rule.Condition;
import io.github.joulekeeper.rule.DeviceRef;
import io.github.joulekeeper.rule.Expression;
import io.github.joulekeeper.rule.Truth;
import java.util.List;

/** The kinds of {@link ConditionNode} that ask how something stands: a switch, a bit, a station, another rule. */
final class StateNodes {
    private StateNodes() {}

    static final class IsOn extends ConditionNodes.OfValues {
        private final ValueNode value;

        IsOn(Condition.IsOn source, ValueNode value) {
            super(source.text(), value);
            this.value = value;
        }

        @Override
        Truth truth(Evaluation e) {
            double v = value.value(e);
            return Double.isNaN(v) ? Truth.UNKNOWN : Truth.of(v != 0);
        }
    }

    static final class Flag extends ConditionNode {
        private final Condition.Flag source;

        Flag(Condition.Flag source) {
            super(source.text());
            this.source = source;
        }

        @Override
        Truth truth(Evaluation e) {
            DeviceView view = e.device(source.reading().device());
            double bits =
                    view == null ? Double.NaN : view.value(source.reading().quota());
            return Double.isNaN(bits) ? Truth.UNKNOWN : Truth.of(((long) bits >>> source.bit() & 1) != 0);
        }

        @Override
        void explain(Evaluation e, List<Explanation.OfReading> into) {
            Expression.Reading reading = source.reading();
            into.add(ReadingTexts.quota(reading.text(), e.device(reading.device()), reading.quota(), e.now()));
        }
    }

    static final class Online extends ConditionNode {
        private final DeviceRef device;

        Online(Condition.Online source) {
            super(source.text());
            device = source.device();
        }

        @Override
        Truth truth(Evaluation e) {
            DeviceView view = e.device(device);
            return Truth.of(view != null && view.online());
        }
    }

    static final class RuleActive extends ConditionNode {
        private final Condition.RuleActive source;

        RuleActive(Condition.RuleActive source) {
            super(source.text());
            this.source = source;
        }

        @Override
        Truth truth(Evaluation e) {
            String serial = source.device().serial().orElse(e.own().serial());
            return Truth.of(e.surroundings().active(source.rule(), serial));
        }
    }
}
