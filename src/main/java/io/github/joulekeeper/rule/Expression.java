package io.github.joulekeeper.rule;

import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.device.Unit;
import java.time.Duration;
import java.util.List;

/**
 * A numeric expression bound to one device model. Its value is a double in the base unit of its dimension (W, V, A, Wh,
 * Ah, s, %, °C, Hz), NaN when unknown. Switches are 0 and 1, labels are their code, times of day are seconds since
 * midnight, weekdays 1 (Monday) to 7, months 1 to 12, dates days since 1970-01-01.
 */
public sealed interface Expression {
    String text();

    record Literal(double value, String text) implements Expression {}

    /** A quota's reading; {@code unit} is the quota's, in which the station reports it. */
    record Reading(DeviceRef device, int quota, Unit unit, String text) implements Expression {}

    /** A setting's value read back. */
    record SettingValue(DeviceRef device, Setting setting, String text) implements Expression {}

    record Negate(Expression operand, String text) implements Expression {}

    /** Division by zero is unknown. */
    record Arithmetic(Expression left, Operator operator, Expression right, String text) implements Expression {}

    /** {@code min max clamp abs round}: unknown if an argument is; {@code round(x)} to integers, {@code round(x, step)}. */
    record Call(Function function, List<Expression> arguments, String text) implements Expression {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    /**
     * A time-weighted figure over the window that ends now; unknown until the window is covered. {@code rate} is the
     * change in base units per hour.
     */
    record Windowed(WindowFunction function, Reading reading, Duration window, int slot, String text)
            implements Expression {}

    /** Seconds since the quota was last read; unknown if it never was. */
    record Age(Reading reading, String text) implements Expression {}

    /** Local time of day in seconds, 0 to 86399. */
    record TimeOfDay(String text) implements Expression {}

    /** 1 (Monday) to 7, local. */
    record Weekday(String text) implements Expression {}

    /** 1 (January) to 12, local. */
    record Month(String text) implements Expression {}

    /** Days since 1970-01-01, local. */
    record Date(String text) implements Expression {}

    /** Sunrise or sunset of the local day as time of day in seconds; unknown where there is none that day. */
    record Sun(boolean rise, String text) implements Expression {}

    enum Operator {
        ADD,
        SUBTRACT,
        MULTIPLY,
        DIVIDE
    }

    enum Function {
        MIN,
        MAX,
        CLAMP,
        ABS,
        ROUND
    }

    enum WindowFunction {
        AVERAGE,
        LOWEST,
        HIGHEST,
        RATE
    }
}
