package io.github.joulekeeper.simulator.battery;

/**
 * What a station's battery and converters can do.
 *
 * @param capacityWattHours energy of the full battery, in Wh
 * @param emptyVolts voltage of the empty battery at rest, in V
 * @param fullVolts voltage of the full battery at rest, in V
 * @param maxChargeWatts most that may flow into the battery, in W
 * @param maxDischargeWatts most that may flow out of the battery, in W
 * @param maxAcOutputWatts most that the AC outlets give, in W
 * @param maxSolarWatts most that the solar input takes, in W
 * @param generatorWatts what a running smart generator gives, in W
 * @param batteryEfficiency part of the energy that survives going in, and again going out; above 0, at most 1
 * @param converterEfficiency part of the power that survives the inverter and the AC charger; above 0, at most 1
 */
public record BatterySpec(
        double capacityWattHours,
        double emptyVolts,
        double fullVolts,
        double maxChargeWatts,
        double maxDischargeWatts,
        double maxAcOutputWatts,
        double maxSolarWatts,
        double generatorWatts,
        double batteryEfficiency,
        double converterEfficiency) {
    public BatterySpec {
        if (!(capacityWattHours > 0)) {
            throw new IllegalArgumentException(
                    "The battery's capacity (%s Wh) must be above 0".formatted(capacityWattHours));
        }
        if (!(emptyVolts > 0 && emptyVolts <= fullVolts)) {
            throw new IllegalArgumentException(
                    "The empty battery's voltage (%s V) must be above 0 and not above the full one's (%s V)"
                            .formatted(emptyVolts, fullVolts));
        }
        requireEfficiency("battery", batteryEfficiency);
        requireEfficiency("converter", converterEfficiency);
    }

    /** The voltage of the battery at rest, in V, at a state of charge in percent. */
    public double voltsAt(double soc) {
        return emptyVolts + (fullVolts - emptyVolts) * soc / 100;
    }

    private static void requireEfficiency(String part, double efficiency) {
        if (!(efficiency > 0 && efficiency <= 1)) {
            throw new IllegalArgumentException(
                    "The %s's efficiency (%s) must be above 0 and at most 1".formatted(part, efficiency));
        }
    }
}
