package io.github.joulekeeper.simulator.station;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.joulekeeper.simulator.battery.BatterySpec;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a simulated device model is made of; {@link StationModelFile} reads it.
 *
 * @param name the name that people know
 * @param battery the battery and the converters
 * @param notApplicableMinutes what a remaining time reads that does not apply
 * @param modules the parts that report by themselves
 * @param controls which quotas hold the settings that move power
 * @param fullPower which set charge powers make the station charge with full power instead
 * @param onGridReturn quotas that fall back when the station is plugged into the grid, with their values
 * @param commands the set commands
 * @param telemetry the quotas that show measurements
 * @param quotas all quotas with the values of a new station, in the order of reports
 */
public record StationModel(
        String name,
        BatterySpec battery,
        double notApplicableMinutes,
        List<Module> modules,
        ControlQuotas controls,
        FullPower fullPower,
        Map<String, JsonNode> onGridReturn,
        List<CommandRule> commands,
        List<TelemetryRule> telemetry,
        Map<String, JsonNode> quotas) {

    /**
     * A part that reports by itself.
     *
     * @param moduleType the vendor's number
     * @param typeCode the vendor's name of its reports, such as {@code pdStatus}
     * @param prefix what its quotas' keys begin with, such as {@code pd.}
     */
    public record Module(int moduleType, String typeCode, String prefix) {}

    /**
     * How a measurement is shown.
     *
     * @param quota the key
     * @param signal the measurement
     * @param times what it is multiplied by
     * @param decimals digits after the point; 0 reports an integer
     */
    public record TelemetryRule(String quota, Signal signal, double times, int decimals) {}

    /** Set charge powers up to {@code atOrBelow} W make the station charge with {@code watts} W. */
    public record FullPower(double atOrBelow, double watts) {}

    public StationModel {
        modules = List.copyOf(modules);
        onGridReturn = Map.copyOf(onGridReturn);
        commands = List.copyOf(commands);
        telemetry = List.copyOf(telemetry);
        quotas = Collections.unmodifiableMap(new LinkedHashMap<>(quotas));
        for (String key : quotas.keySet()) {
            if (modules.stream().noneMatch(module -> key.startsWith(module.prefix()))) {
                throw new IllegalArgumentException(
                        "%s: the quota %s belongs to no module. Add its prefix to the modules".formatted(name, key));
            }
        }
        for (TelemetryRule rule : telemetry) {
            requireQuotas(name, quotas, List.of(rule.quota()));
        }
        for (CommandRule command : commands) {
            requireQuotas(name, quotas, command.quotas());
        }
        requireQuotas(name, quotas, controls.quotas());
    }

    private static void requireQuotas(String model, Map<String, JsonNode> quotas, List<String> keys) {
        for (String key : keys) {
            if (!quotas.containsKey(key)) {
                throw new IllegalArgumentException(
                        "%s: %s is used but has no value. Add it to the quotas".formatted(model, key));
            }
        }
    }
}
