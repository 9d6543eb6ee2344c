package io.github.joulekeeper.device;

import java.util.Arrays;
import java.util.Optional;

/**
 * The units that quotas, settings and rules are written in.
 *
 * <p>Conversion divides where the unit is a fraction of its base, so that 3312 mV and 3.312 V become the same double and
 * compare as equal.
 */
public enum Unit {
    NONE("", Dimension.NUMBER, 1, 1),
    PERCENT("%", Dimension.PERCENT, 1, 1),
    WATT("W", Dimension.POWER, 1, 1),
    /** A tenth of a watt, as some families report power. */
    DECIWATT("dW", Dimension.POWER, 1, 10),
    KILOWATT("kW", Dimension.POWER, 1000, 1),
    VOLT("V", Dimension.VOLTAGE, 1, 1),
    MILLIVOLT("mV", Dimension.VOLTAGE, 1, 1000),
    AMPERE("A", Dimension.CURRENT, 1, 1),
    MILLIAMPERE("mA", Dimension.CURRENT, 1, 1000),
    WATT_HOUR("Wh", Dimension.ENERGY, 1, 1),
    KILOWATT_HOUR("kWh", Dimension.ENERGY, 1000, 1),
    AMPERE_HOUR("Ah", Dimension.CHARGE, 1, 1),
    MILLIAMPERE_HOUR("mAh", Dimension.CHARGE, 1, 1000),
    SECOND("s", Dimension.DURATION, 1, 1),
    MILLISECOND("ms", Dimension.DURATION, 1, 1000),
    MINUTE("min", Dimension.DURATION, 60, 1),
    HOUR("h", Dimension.DURATION, 3600, 1),
    DAY("d", Dimension.DURATION, 86400, 1),
    CELSIUS("°C", Dimension.TEMPERATURE, 1, 1),
    HERTZ("Hz", Dimension.FREQUENCY, 1, 1),
    DECIBEL_MILLIWATT("dBm", Dimension.SIGNAL_STRENGTH, 1, 1);

    private final String symbol;
    private final Dimension dimension;
    private final double multiplier;
    private final double divisor;

    Unit(String symbol, Dimension dimension, double multiplier, double divisor) {
        this.symbol = symbol;
        this.dimension = dimension;
        this.multiplier = multiplier;
        this.divisor = divisor;
    }

    /** The symbol as printed, such as {@code kW}; empty for {@link #NONE}. */
    public String symbol() {
        return symbol;
    }

    public Dimension dimension() {
        return dimension;
    }

    /** Converts a value in this unit to the dimension's base unit (W, V, A, Wh, Ah, s, %, °C, Hz, dBm). */
    public double toBase(double value) {
        return divisor == 1 ? value * multiplier : value / divisor;
    }

    /** Converts a value in the dimension's base unit to this unit. */
    public double fromBase(double base) {
        return divisor == 1 ? base / multiplier : base * divisor;
    }

    /** Finds a unit by its exact symbol; symbols are case-sensitive, since mW and MW differ. */
    public static Optional<Unit> ofSymbol(String symbol) {
        return Arrays.stream(values())
                .filter(unit -> unit.symbol.equals(symbol))
                .findFirst();
    }
}
