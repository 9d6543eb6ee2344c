package io.github.joulekeeper.device;

/** What kind of quantity a unit measures; only units of one dimension compare and convert. */
public enum Dimension {
    /** A bare number, a code or a switch. */
    NUMBER,
    PERCENT,
    POWER,
    VOLTAGE,
    CURRENT,
    ENERGY,
    CHARGE,
    /** A length of time. */
    DURATION,
    TEMPERATURE,
    FREQUENCY,
    SIGNAL_STRENGTH
}
