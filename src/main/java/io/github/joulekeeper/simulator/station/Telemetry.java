package io.github.joulekeeper.simulator.station;

import io.github.joulekeeper.simulator.battery.BatterySpec;
import io.github.joulekeeper.simulator.battery.Controls;
import io.github.joulekeeper.simulator.battery.PowerFlows;
import io.github.joulekeeper.simulator.battery.Surroundings;
import java.util.EnumMap;
import java.util.Map;

/** Turns the state of the battery and the flows of a moment into what the station's sensors show. */
final class Telemetry {
    private static final double AT_REST_WATTS = 1;
    private static final double AMBIENT_CELSIUS = 22;
    private static final double WATTS_PER_CELSIUS = 150;
    private static final double MINUTES_PER_HOUR = 60;

    private final BatterySpec spec;
    private final double notApplicableMinutes;

    Telemetry(BatterySpec spec, double notApplicableMinutes) {
        this.spec = spec;
        this.notApplicableMinutes = notApplicableMinutes;
    }

    Map<Signal, Double> measure(
            double soc, PowerFlows flows, Controls controls, Surroundings surroundings, EnergyCounters counters) {
        Map<Signal, Double> signals = new EnumMap<>(Signal.class);
        signals.put(Signal.SOC, soc);
        signals.put(Signal.INPUT_WATTS, flows.input());
        signals.put(Signal.OUTPUT_WATTS, flows.output());
        signals.put(Signal.AC_INPUT_WATTS, flows.gridCharge() + flows.gridThrough());
        signals.put(Signal.AC_OUTPUT_WATTS, flows.acOutput());
        signals.put(Signal.USB_WATTS, flows.usbOutput());
        signals.put(Signal.CAR_WATTS, flows.carOutput());
        signals.put(Signal.SOLAR_WATTS, flows.solar());
        signals.put(Signal.SOLAR_ON, flag(flows.solar() > 0));
        signals.put(Signal.GRID_PRESENT, flag(surroundings.gridPresent()));
        signals.put(Signal.AC_OUTPUT_ON, flag(controls.acOutput()));
        signals.put(Signal.GENERATOR_ATTACHED, flag(surroundings.generatorAttached()));
        signals.put(Signal.CHARGE_SOURCE, chargeSource(flows));
        signals.put(Signal.CHARGER_TYPE, flows.gridCharge() > 0 ? 1.0 : flows.solar() > 0 ? 3.0 : 0.0);
        addBattery(signals, soc, flows);
        addRemainingTimes(signals, soc, flows, controls);
        signals.put(Signal.SOLAR_WATT_HOURS, counters.solar());
        signals.put(Signal.GRID_WATT_HOURS, counters.grid());
        signals.put(Signal.GENERATOR_WATT_HOURS, counters.generator());
        signals.put(Signal.AC_OUTPUT_WATT_HOURS, counters.acOutput());
        signals.put(Signal.DC_OUTPUT_WATT_HOURS, counters.dcOutput());
        signals.put(Signal.SOLAR_SECONDS, counters.solarSeconds());
        return signals;
    }

    private void addBattery(Map<Signal, Double> signals, double soc, PowerFlows flows) {
        double intoBattery = flows.charge() - flows.discharge();
        double volts = spec.voltsAt(soc);
        signals.put(Signal.CHARGE_WATTS, flows.charge());
        signals.put(Signal.DISCHARGE_WATTS, flows.discharge());
        signals.put(Signal.BATTERY_VOLTS, volts);
        signals.put(Signal.BATTERY_AMPS, intoBattery / volts);
        signals.put(Signal.CELSIUS, AMBIENT_CELSIUS + Math.abs(intoBattery) / WATTS_PER_CELSIUS);
    }

    private void addRemainingTimes(Map<Signal, Double> signals, double soc, PowerFlows flows, Controls controls) {
        double charge = notApplicableMinutes;
        double discharge = notApplicableMinutes;
        double remaining = -notApplicableMinutes;
        double flow = 0;
        if (flows.charge() > AT_REST_WATTS) {
            flow = 2;
            charge = minutes(controls.ceilingSoc() - soc, flows.charge() * spec.batteryEfficiency());
            remaining = charge;
        } else if (flows.discharge() > AT_REST_WATTS) {
            flow = 1;
            discharge = minutes(soc - controls.floorSoc(), flows.discharge() / spec.batteryEfficiency());
            remaining = -discharge;
        }
        signals.put(Signal.FLOW, flow);
        signals.put(Signal.CHARGE_MINUTES, charge);
        signals.put(Signal.DISCHARGE_MINUTES, discharge);
        signals.put(Signal.REMAINING_MINUTES, remaining);
    }

    private double minutes(double percent, double watts) {
        double hours = Math.max(0, percent) / 100 * spec.capacityWattHours() / watts;
        return Math.min(hours * MINUTES_PER_HOUR, notApplicableMinutes);
    }

    private static double chargeSource(PowerFlows flows) {
        if (flows.generator() > 0) {
            return 4;
        }
        if (flows.gridCharge() > 0) {
            return 3;
        }
        return flows.solar() > 0 ? 2 : 0;
    }

    private static double flag(boolean on) {
        return on ? 1 : 0;
    }
}
