package io.github.joulekeeper.engine;

import io.github.joulekeeper.rule.Truth;
import java.util.List;

/** A compiled condition; stateless, shared by all stations of a model: what it remembers is in the evaluation's slots. */
abstract class ConditionNode {
    private final String text;

    ConditionNode(String text) {
        this.text = text;
    }

    final String text() {
        return text;
    }

    /** Its value now. Notes when it may change by time alone. */
    abstract Truth truth(Evaluation e);

    /** Whether it must be evaluated each time because it remembers what it saw. */
    boolean remembers() {
        return false;
    }

    /** Whether it depends on nothing but the clock and the calendar. */
    boolean calendarOnly() {
        return false;
    }

    /** The parts that an explanation shows below it. */
    List<ConditionNode> parts() {
        return List.of();
    }

    /** Adds what it reads itself, not what its parts read. */
    void explain(Evaluation e, List<Explanation.OfReading> into) {}
}
