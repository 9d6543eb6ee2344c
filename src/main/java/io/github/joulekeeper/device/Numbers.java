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

    /** A length of time in the largest units that fit it, such as {@code 12 h}, {@code 99 h 59 min}, {@code 30 s}. */
    public static String duration(double value, Unit unit) {
        double seconds = unit.toBase(value);
        if (unit.dimension() != Dimension.DURATION || seconds != Math.rint(seconds) || Math.abs(seconds) > 1e12) {
            return withUnit(value, unit);
        }
        long rest = Math.abs((long) seconds);
        StringBuilder text = new StringBuilder(seconds < 0 ? "-" : "");
        long hours = rest / 3600;
        long minutes = rest % 3600 / 60;
        append(text, hours, "h");
        append(text, minutes, "min");
        append(text, rest % 60, "s");
        return rest == 0 ? withUnit(0, unit) : text.toString();
    }

    private static void append(StringBuilder text, long amount, String symbol) {
        if (amount > 0) {
            boolean first = text.isEmpty() || text.charAt(text.length() - 1) == '-';
            text.append(first ? "" : " ").append(amount).append(' ').append(symbol);
        }
    }
}
