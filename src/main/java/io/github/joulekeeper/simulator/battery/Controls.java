package io.github.joulekeeper.simulator.battery;

/**
 * The settings of a station that move power.
 *
 * @param acOutput whether the AC outlets are on
 * @param usbOutput whether the USB ports are on
 * @param carOutput whether the car outlet is on
 * @param gridChargeWatts power that charging may draw from the grid, in W
 * @param gridChargePaused whether charging from the grid is paused
 * @param solarFirst whether solar power is taken before grid power
 * @param maxSoc charging ends here, in percent
 * @param minSoc discharging ends here, in percent
 * @param reserveSoc discharging ends here too, in percent; 0 when no reserve is kept
 * @param generatorStartSoc the smart generator starts at or below this, in percent
 * @param generatorStopSoc the smart generator stops at or above this, in percent
 */
public record Controls(
        boolean acOutput,
        boolean usbOutput,
        boolean carOutput,
        double gridChargeWatts,
        boolean gridChargePaused,
        boolean solarFirst,
        double maxSoc,
        double minSoc,
        double reserveSoc,
        double generatorStartSoc,
        double generatorStopSoc) {

    /** The state of charge below which the loads get nothing from the battery, in percent. */
    public double floorSoc() {
        return Math.clamp(Math.max(minSoc, reserveSoc), 0, 100);
    }

    /** The state of charge above which nothing charges the battery, in percent. */
    public double ceilingSoc() {
        return Math.clamp(maxSoc, 0, 100);
    }
}
