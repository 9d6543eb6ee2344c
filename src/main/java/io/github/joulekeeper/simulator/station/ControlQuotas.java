package io.github.joulekeeper.simulator.station;

import io.github.joulekeeper.simulator.battery.Controls;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Which quotas hold the settings that move power; switches hold 0 and 1, powers W, states of charge percent. */
public record ControlQuotas(
        String acOutput,
        String usbOutput,
        String carOutput,
        String gridChargeWatts,
        String gridChargePaused,
        String solarFirst,
        String maxSoc,
        String minSoc,
        String reserveEnabled,
        String reserveSoc,
        String generatorStartSoc,
        String generatorStopSoc) {

    List<String> quotas() {
        return List.of(
                acOutput,
                usbOutput,
                carOutput,
                gridChargeWatts,
                gridChargePaused,
                solarFirst,
                maxSoc,
                minSoc,
                reserveEnabled,
                reserveSoc,
                generatorStartSoc,
                generatorStopSoc);
    }

    Controls read(ToDoubleFunction<String> value, StationModel.FullPower fullPower) {
        double set = value.applyAsDouble(gridChargeWatts);
        return new Controls(
                value.applyAsDouble(acOutput) != 0,
                value.applyAsDouble(usbOutput) != 0,
                value.applyAsDouble(carOutput) != 0,
                set <= fullPower.atOrBelow() ? fullPower.watts() : set,
                value.applyAsDouble(gridChargePaused) != 0,
                value.applyAsDouble(solarFirst) != 0,
                value.applyAsDouble(maxSoc),
                value.applyAsDouble(minSoc),
                value.applyAsDouble(reserveEnabled) != 0 ? value.applyAsDouble(reserveSoc) : 0,
                value.applyAsDouble(generatorStartSoc),
                value.applyAsDouble(generatorStopSoc));
    }
}
