package io.github.joulekeeper.rule;

import java.time.Duration;
import java.util.List;

/**
 * A condition bound to one device model: names are resolved, units converted to base units, types checked. Its value is
 * true, false or unknown.
 *
 * <p>{@link #text()} is the condition as the user wrote it (canonically printed for the maps {@code all}, {@code any},
 * {@code not}); it is what explanations show. Nodes that remember something over time carry a {@code slot}: their place,
 * counted from 0 and unique within one bound rule, in the memory that the engine keeps for each rule and device.
 */
public sealed interface Condition {
    String text();

    /** False if one part is false, else unknown if one is unknown, else true. */
    record And(List<Condition> parts, String text) implements Condition {
        public And {
            parts = List.copyOf(parts);
        }
    }

    /** True if one part is true, else unknown if one is unknown, else false. */
    record Or(List<Condition> parts, String text) implements Condition {
        public Or {
            parts = List.copyOf(parts);
        }
    }

    record Not(Condition part, String text) implements Condition {}

    /** True once {@code part} has been true for the duration without a break; an unknown spell starts it anew. */
    record Held(Condition part, Duration duration, int slot, String text) implements Condition {}

    record Compare(Expression left, Comparison comparison, Expression right, String text) implements Condition {}

    /**
     * True once the comparison holds; false again only when the left side is {@code band} or more beyond the right side:
     * for {@code x < 20 hysteresis 5} from 25 on, for {@code x > 80 hysteresis 5} from 75 down.
     */
    record Hysteresis(Expression left, Comparison comparison, Expression right, Expression band, int slot, String text)
            implements Condition {}

    /** {@code low <= value <= high}. */
    record Between(Expression value, Expression low, Expression high, String text) implements Condition {}

    /**
     * {@code from <= value < to} on a circle (times of day in seconds, weekdays 1 = Monday to 7 and months 1 to 12 where
     * both ends belong to the range): when {@code from} is above {@code to} it runs over the end. {@code endInclusive} is
     * false for times of day, so that two ranges that meet never overlap, and true for weekdays and months. An end of a
     * range of times may lie outside of the day ({@code sunset-30m} where the sun sets at 00:10): it is meant modulo a
     * day, save that 86400 is the end of the day ({@code 22:00..24:00}).
     */
    record Cyclic(Expression value, Expression from, Expression to, boolean endInclusive, String text)
            implements Condition {}

    /** {@code value == option} for one of them. */
    record OneOf(Expression value, List<Expression> options, String text) implements Condition {
        public OneOf {
            options = List.copyOf(options);
        }
    }

    /** A switch used as a condition: not 0. */
    record IsOn(Expression value, String text) implements Condition {}

    /** Whether a flag of a bit field is set; {@code bit} counts from 0, the lowest. */
    record Flag(Expression.Reading reading, int bit, String text) implements Condition {}

    /** Whether the station is online; never unknown. */
    record Online(DeviceRef device, String text) implements Condition {}

    /** Whether a rule is active on the same device (or on {@code device}, if it names another); never unknown. */
    record RuleActive(String rule, DeviceRef device, String text) implements Condition {}

    /** Whether the quota took another value within the window; unknown until the window is covered. */
    record Changed(Expression.Reading reading, Duration window, int slot, String text) implements Condition {}

    /** True for {@code length} from each firing of a UNIX cron expression in the configured zone. */
    record Cron(String expression, Duration length, String text) implements Condition {}

    record Constant(boolean value, String text) implements Condition {}

    /** How two numbers are compared. */
    enum Comparison {
        LESS("<"),
        LESS_OR_EQUAL("<="),
        GREATER(">"),
        GREATER_OR_EQUAL(">="),
        EQUAL("=="),
        NOT_EQUAL("!=");

        private final String symbol;

        Comparison(String symbol) {
            this.symbol = symbol;
        }

        public String symbol() {
            return symbol;
        }

        /** The comparison that says the same with its sides exchanged. */
        public Comparison mirrored() {
            return switch (this) {
                case LESS -> GREATER;
                case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
                case GREATER -> LESS;
                case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
                case EQUAL, NOT_EQUAL -> this;
            };
        }

        /** The comparison of two known numbers. */
        public boolean holds(double left, double right) {
            return switch (this) {
                case LESS -> left < right;
                case LESS_OR_EQUAL -> left <= right;
                case GREATER -> left > right;
                case GREATER_OR_EQUAL -> left >= right;
                case EQUAL -> left == right;
                case NOT_EQUAL -> left != right;
            };
        }
    }
}
