package io.github.joulekeeper.device;

import java.math.BigDecimal;

/** Numbers as people write them: no exponent, no trailing zeros. */
public final class Numbers {
    private Numbers() {}

    /** The shortest plain decimal of a finite value, {@code 400} rather than {@code 400.0}; {@code unknown} for NaN. */
    public static String plain(double value) {
        if (Double.isNaN(value)) {
            return "unknown";
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return Long.toString((long) value);
        }
        return Double.isInfinite(value)
                ? Double.toString(value)
                : BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    /** A value with its unit, such as {@code 400 W} or {@code 85 %}. */
    public static String withUnit(double value, Unit unit) {
        return Double.isNaN(value) || unit == Unit.NONE ? plain(value) : plain(value) + " " + unit.symbol();
    }
}
