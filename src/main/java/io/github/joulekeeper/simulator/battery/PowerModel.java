package io.github.joulekeeper.simulator.battery;

import java.time.Duration;

/**
 * The physics of a station: which power flows, and what it does to the battery. It keeps no state, so that the same step
 * always has the same result.
 *
 * <p>All sources and loads meet at one direct-current bus. While the grid is there, it carries the AC outlets by itself.
 * What the sources give beyond the loads charges the battery up to the upper limit, what they lack comes out of it down
 * to the lower one; what the battery cannot take is not drawn, and loads that it cannot carry get less.
 */
public final class PowerModel {
    private static final double SECONDS_PER_HOUR = 3600;

    private final BatterySpec spec;

    public PowerModel(BatterySpec spec) {
        this.spec = spec;
    }

    /** The outcome of a step: the state at its end and the flows during it. */
    public record Step(BatteryState state, PowerFlows flows) {}

    /** The state of charge, in percent from 0 to 100. */
    public double soc(BatteryState state) {
        return Math.clamp(100 * state.energyWattHours() / spec.capacityWattHours(), 0, 100);
    }

    /** The energy at a state of charge in percent, in Wh. */
    public double energyAt(double soc) {
        return spec.capacityWattHours() * Math.clamp(soc, 0, 100) / 100;
    }

    /**
     * Lets time pass.
     *
     * @param solarWatts what the panels offer, in W
     * @param time longer than 0; flows are constant during a step, so it should be short against the battery's
     *     filling time
     */
    public Step step(
            BatteryState state, Controls controls, Surroundings surroundings, double solarWatts, Duration time) {
        double hours = time.toNanos() / 1e9 / SECONDS_PER_HOUR;
        boolean running = generatorRuns(state, controls, surroundings);
        PowerFlows flows = flows(state.energyWattHours(), running, controls, surroundings, solarWatts, hours);
        double change = flows.charge() * spec.batteryEfficiency() * hours
                - flows.discharge() / spec.batteryEfficiency() * hours;
        double energy = Math.clamp(state.energyWattHours() + change, 0, spec.capacityWattHours());
        return new Step(new BatteryState(energy, running), flows);
    }

    private boolean generatorRuns(BatteryState state, Controls controls, Surroundings surroundings) {
        double soc = soc(state);
        if (!surroundings.generatorAttached() || soc >= controls.generatorStopSoc()) {
            return false;
        }
        return state.generatorRunning() || soc <= controls.generatorStartSoc();
    }

    private PowerFlows flows(
            double energy,
            boolean generatorRuns,
            Controls controls,
            Surroundings surroundings,
            double solarWatts,
            double hours) {
        double acLoad = controls.acOutput() ? Math.min(surroundings.acLoadWatts(), spec.maxAcOutputWatts()) : 0;
        double usbLoad = controls.usbOutput() ? surroundings.usbLoadWatts() : 0;
        double carLoad = controls.carOutput() ? surroundings.carLoadWatts() : 0;
        double gridThrough = surroundings.gridPresent() ? acLoad : 0;
        double demand = (acLoad - gridThrough) / spec.converterEfficiency() + usbLoad + carLoad;

        double solar = Math.min(solarWatts, spec.maxSolarWatts());
        double generator = generatorRuns ? spec.generatorWatts() : 0;
        double gridDc = surroundings.gridPresent() && !controls.gridChargePaused()
                ? controls.gridChargeWatts() * spec.converterEfficiency()
                : 0;
        double room = Math.max(0, energyAt(controls.ceilingSoc()) - energy);
        double wanted = Math.min(spec.maxChargeWatts(), hours > 0 ? room / spec.batteryEfficiency() / hours : 0);

        double spare = Math.max(0, demand + wanted);
        // Who is taken first is curtailed last; the generator makes what it makes only if the others leave room.
        double[] taken =
                controls.solarFirst() ? take(spare, solar, gridDc, generator) : take(spare, gridDc, solar, generator);
        double solarTaken = controls.solarFirst() ? taken[0] : taken[1];
        double gridTaken = controls.solarFirst() ? taken[1] : taken[0];
        double generatorTaken = taken[2];
        double supply = solarTaken + gridTaken + generatorTaken;

        double charge = Math.max(0, supply - demand);
        double above = Math.max(0, energy - energyAt(controls.floorSoc()));
        double available = Math.min(spec.maxDischargeWatts(), hours > 0 ? above * spec.batteryEfficiency() / hours : 0);
        double discharge = Math.min(Math.max(0, demand - supply), available);
        double served = demand > 0 ? Math.min(1, (supply + discharge) / demand) : 1;

        return new PowerFlows(
                solarTaken,
                generatorTaken,
                gridThrough,
                gridTaken / spec.converterEfficiency(),
                gridThrough + (acLoad - gridThrough) * served,
                usbLoad * served,
                carLoad * served,
                charge,
                discharge);
    }

    private static double[] take(double wanted, double... offered) {
        double[] taken = new double[offered.length];
        double open = wanted;
        for (int i = 0; i < offered.length; i++) {
            taken[i] = Math.min(offered[i], open);
            open -= taken[i];
        }
        return taken;
    }
}
