package io.github.joulekeeper.simulator.battery;

/**
 * What is plugged into a station, and what the world does to it.
 *
 * @param acLoadWatts what the appliances at the AC outlets want, in W
 * @param usbLoadWatts what the appliances at the USB ports want, in W
 * @param carLoadWatts what the appliances at the car outlet want, in W
 * @param solarPeakWatts what the panels give at noon, in W; 0 without panels
 * @param gridPresent whether the station is plugged into a live grid
 * @param generatorAttached whether a smart generator is plugged in
 */
public record Surroundings(
        double acLoadWatts,
        double usbLoadWatts,
        double carLoadWatts,
        double solarPeakWatts,
        boolean gridPresent,
        boolean generatorAttached) {
    public Surroundings {
        if (!(acLoadWatts >= 0 && usbLoadWatts >= 0 && carLoadWatts >= 0 && solarPeakWatts >= 0)) {
            throw new IllegalArgumentException("Loads and solar power (%s, %s, %s, %s W) must be 0 or more"
                    .formatted(acLoadWatts, usbLoadWatts, carLoadWatts, solarPeakWatts));
        }
    }

    /** An AC load alone: no grid, no panels, no generator. */
    public static Surroundings load(double acLoadWatts) {
        return new Surroundings(acLoadWatts, 0, 0, 0, false, false);
    }

    public Surroundings withAcLoad(double watts) {
        return new Surroundings(watts, usbLoadWatts, carLoadWatts, solarPeakWatts, gridPresent, generatorAttached);
    }

    public Surroundings withUsbLoad(double watts) {
        return new Surroundings(acLoadWatts, watts, carLoadWatts, solarPeakWatts, gridPresent, generatorAttached);
    }

    public Surroundings withCarLoad(double watts) {
        return new Surroundings(acLoadWatts, usbLoadWatts, watts, solarPeakWatts, gridPresent, generatorAttached);
    }

    public Surroundings withSolarPeak(double watts) {
        return new Surroundings(acLoadWatts, usbLoadWatts, carLoadWatts, watts, gridPresent, generatorAttached);
    }

    public Surroundings withGrid(boolean present) {
        return new Surroundings(acLoadWatts, usbLoadWatts, carLoadWatts, solarPeakWatts, present, generatorAttached);
    }

    public Surroundings withGenerator(boolean attached) {
        return new Surroundings(acLoadWatts, usbLoadWatts, carLoadWatts, solarPeakWatts, gridPresent, attached);
    }
}
