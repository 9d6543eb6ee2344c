package io.github.joulekeeper.simulator.battery;

/**
 * What a step of the physics carries on to the next.
 *
 * @param energyWattHours energy in the battery, in Wh, from 0 to its capacity
 * @param generatorRunning whether the smart generator runs
 */
public record BatteryState(double energyWattHours, boolean generatorRunning) {}
