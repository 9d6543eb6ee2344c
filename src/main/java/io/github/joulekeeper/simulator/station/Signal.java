package io.github.joulekeeper.simulator.station;

import java.util.Arrays;
import java.util.Locale;

/** What a station measures, before its model says under which quota and in which unit it is reported. */
public enum Signal {
    /** State of charge in percent. */
    SOC,
    /** All that comes in, in W. */
    INPUT_WATTS,
    /** All that goes out to appliances, in W. */
    OUTPUT_WATTS,
    /** All that comes from the grid, in W. */
    AC_INPUT_WATTS,
    AC_OUTPUT_WATTS,
    USB_WATTS,
    CAR_WATTS,
    SOLAR_WATTS,
    /** Into the battery, in W. */
    CHARGE_WATTS,
    /** Out of the battery, in W. */
    DISCHARGE_WATTS,
    BATTERY_VOLTS,
    /** Into the battery above 0, out of it below, in A. */
    BATTERY_AMPS,
    CELSIUS,
    /** Minutes until full above 0, until empty below. */
    REMAINING_MINUTES,
    CHARGE_MINUTES,
    DISCHARGE_MINUTES,
    /** 0 at rest, 1 discharging, 2 charging. */
    FLOW,
    /** 0 none, 2 solar, 3 grid, 4 generator. */
    CHARGE_SOURCE,
    /** 0 none, 1 grid, 3 solar. */
    CHARGER_TYPE,
    GRID_PRESENT,
    AC_OUTPUT_ON,
    SOLAR_ON,
    GENERATOR_ATTACHED,
    SOLAR_WATT_HOURS,
    GRID_WATT_HOURS,
    GENERATOR_WATT_HOURS,
    AC_OUTPUT_WATT_HOURS,
    DC_OUTPUT_WATT_HOURS,
    SOLAR_SECONDS;

    /** The name in a model file, such as {@code ac-input-watts}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException if no signal has this name */
    public static Signal ofId(String id) {
        return Arrays.stream(values())
                .filter(signal -> signal.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No signal is called '%s'. Signals are %s"
                        .formatted(id, Arrays.stream(values()).map(Signal::id).toList())));
    }
}
