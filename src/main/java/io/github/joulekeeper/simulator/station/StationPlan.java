package io.github.joulekeeper.simulator.station;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.joulekeeper.simulator.battery.Surroundings;
import java.util.HashMap;
import java.util.Map;

/**
 * How a station begins.
 *
 * @param serial a made-up serial number
 * @param name the name in the account's device list
 * @param model what it is
 * @param soc its state of charge in percent, from 0 to 100
 * @param surroundings what is plugged in
 * @param quotas values that differ from the model's
 */
public record StationPlan(
        String serial,
        String name,
        StationModel model,
        double soc,
        Surroundings surroundings,
        Map<String, JsonNode> quotas) {
    public StationPlan {
        if (!serial.matches("[A-Za-z0-9]{1,32}")) {
            throw new IllegalArgumentException(
                    "The serial number '%s' must be 1 to 32 letters and digits: it is part of topics"
                            .formatted(serial));
        }
        if (!(soc >= 0 && soc <= 100)) {
            throw new IllegalArgumentException("The state of charge (%s %%) must be 0 to 100".formatted(soc));
        }
        quotas = Map.copyOf(quotas);
    }

    public StationPlan(String serial, String name, StationModel model, double soc, Surroundings surroundings) {
        this(serial, name, model, soc, surroundings, Map.of());
    }

    /** The same with one quota at another value. */
    public StationPlan with(String quota, double value) {
        Map<String, JsonNode> more = new HashMap<>(quotas);
        more.put(quota, ReportedNumber.of(value, 0));
        return new StationPlan(serial, name, model, soc, surroundings, more);
    }
}
