package io.github.joulekeeper.simulator.station;

import io.github.joulekeeper.simulator.battery.PowerFlows;

/** Energy that has flowed since the station was new, in Wh, and the seconds that its solar input has worked. */
record EnergyCounters(
        double solar, double grid, double generator, double acOutput, double dcOutput, double solarSeconds) {
    static final EnergyCounters ZERO = new EnergyCounters(0, 0, 0, 0, 0, 0);

    EnergyCounters plus(PowerFlows flows, double seconds) {
        double hours = seconds / 3600;
        return new EnergyCounters(
                solar + flows.solar() * hours,
                grid + (flows.gridCharge() + flows.gridThrough()) * hours,
                generator + flows.generator() * hours,
                acOutput + flows.acOutput() * hours,
                dcOutput + (flows.usbOutput() + flows.carOutput()) * hours,
                solarSeconds + (flows.solar() > 0 ? seconds : 0));
    }
}
