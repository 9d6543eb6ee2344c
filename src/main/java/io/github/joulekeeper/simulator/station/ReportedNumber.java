package io.github.joulekeeper.simulator.station;

import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NumericNode;

/** Numbers as stations report them: integers without a point, others with a fixed number of decimals. */
final class ReportedNumber {
    private ReportedNumber() {}

    static NumericNode of(double value, int decimals) {
        if (decimals > 0) {
            double shift = Math.pow(10, decimals);
            return DoubleNode.valueOf(Math.round(value * shift) / shift);
        }
        long rounded = Math.round(value);
        // The parser makes ints of small numbers, and an int and a long node of one value are not equal.
        return rounded == (int) rounded ? IntNode.valueOf((int) rounded) : LongNode.valueOf(rounded);
    }
}
