package io.github.joulekeeper.engine;

import java.util.List;

/** A compiled expression; stateless, shared by all stations of a model. */
abstract class ValueNode {
    private final String text;

    ValueNode(String text) {
        this.text = text;
    }

    final String text() {
        return text;
    }

    /** The value in base units, NaN when unknown. Notes when it may change by time alone. */
    abstract double value(Evaluation e);

    /** Adds what it reads, with values and ages. */
    abstract void explain(Evaluation e, List<Explanation.OfReading> into);

    /** Whether it changes over time without any reading. */
    abstract boolean timed();

    /** Whether it depends on nothing but the clock and the calendar. */
    abstract boolean calendarOnly();
}
