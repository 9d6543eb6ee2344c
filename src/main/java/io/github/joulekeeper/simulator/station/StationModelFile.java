package io.github.joulekeeper.simulator.station;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.joulekeeper.simulator.battery.BatterySpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads the model files under {@code simulator/} on the class path. */
public final class StationModelFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private StationModelFile() {}

    /**
     * The model in the file {@code simulator/<id>.json}.
     *
     * @throws IllegalArgumentException if there is none, or if it lacks something
     */
    public static StationModel load(String id) {
        String path = "simulator/" + id + ".json";
        try (InputStream in = StationModelFile.class.getClassLoader().getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalArgumentException(
                        "There is no simulated model '%s': %s is not on the class path".formatted(id, path));
            }
            return model(JSON.readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + path, e);
        }
    }

    static StationModel model(JsonNode file) {
        JsonNode fullPower = file.required("fullPower");
        return new StationModel(
                file.required("name").asText(),
                battery(file.required("battery")),
                number(file, "notApplicableMinutes"),
                each(file, "modules").stream().map(StationModelFile::module).toList(),
                controls(file.required("controls")),
                new StationModel.FullPower(number(fullPower, "atOrBelow"), number(fullPower, "watts")),
                members(file.required("onGridReturn")),
                each(file, "commands").stream().map(StationModelFile::command).toList(),
                each(file, "telemetry").stream()
                        .map(StationModelFile::telemetry)
                        .toList(),
                members(file.required("quotas")));
    }

    private static BatterySpec battery(JsonNode node) {
        return new BatterySpec(
                number(node, "capacityWattHours"),
                number(node, "emptyVolts"),
                number(node, "fullVolts"),
                number(node, "maxChargeWatts"),
                number(node, "maxDischargeWatts"),
                number(node, "maxAcOutputWatts"),
                number(node, "maxSolarWatts"),
                number(node, "generatorWatts"),
                number(node, "batteryEfficiency"),
                number(node, "converterEfficiency"));
    }

    private static StationModel.Module module(JsonNode node) {
        return new StationModel.Module(
                node.required("moduleType").asInt(),
                node.required("typeCode").asText(),
                node.required("prefix").asText());
    }

    private static ControlQuotas controls(JsonNode node) {
        return new ControlQuotas(
                node.required("acOutput").asText(),
                node.required("usbOutput").asText(),
                node.required("carOutput").asText(),
                node.required("gridChargeWatts").asText(),
                node.required("gridChargePaused").asText(),
                node.required("solarFirst").asText(),
                node.required("maxSoc").asText(),
                node.required("minSoc").asText(),
                node.required("reserveEnabled").asText(),
                node.required("reserveSoc").asText(),
                node.required("generatorStartSoc").asText(),
                node.required("generatorStopSoc").asText());
    }

    private static StationModel.TelemetryRule telemetry(JsonNode node) {
        return new StationModel.TelemetryRule(
                node.required("quota").asText(),
                Signal.ofId(node.required("signal").asText()),
                node.path("times").asDouble(1),
                node.path("decimals").asInt(0));
    }

    private static CommandRule command(JsonNode node) {
        return new CommandRule(
                node.required("moduleType").asInt(),
                node.required("operateType").asText(),
                each(node, "params").stream().map(StationModelFile::parameter).toList());
    }

    private static CommandRule.Parameter parameter(JsonNode node) {
        return new CommandRule.Parameter(
                node.required("name").asText(),
                numbers(node.path("values")),
                optionalNumber(node.path("min")),
                optionalNumber(node.path("max")),
                numbers(node.path("keep")),
                bound(node.path("atLeast")),
                bound(node.path("atMost")),
                Optional.ofNullable(node.path("boundsUnlessZero").asText(null)),
                each(node, "to").stream().map(StationModelFile::target).toList());
    }

    private static CommandRule.Target target(JsonNode node) {
        Map<Double, Double> map = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : node.path("map").properties()) {
            map.put(Double.valueOf(entry.getKey()), entry.getValue().asDouble());
        }
        return new CommandRule.Target(
                node.required("quota").asText(), node.path("times").asDouble(1), Map.copyOf(map));
    }

    private static Optional<CommandRule.Bound> bound(JsonNode node) {
        return node.isMissingNode()
                ? Optional.empty()
                : Optional.of(new CommandRule.Bound(
                        node.required("quota").asText(), node.path("plus").asDouble(0)));
    }

    private static double number(JsonNode node, String field) {
        return node.required(field).asDouble();
    }

    private static OptionalDouble optionalNumber(JsonNode node) {
        return node.isNumber() ? OptionalDouble.of(node.asDouble()) : OptionalDouble.empty();
    }

    private static List<Double> numbers(JsonNode array) {
        List<Double> numbers = new ArrayList<>();
        array.forEach(item -> numbers.add(item.asDouble()));
        return List.copyOf(numbers);
    }

    private static List<JsonNode> each(JsonNode node, String field) {
        List<JsonNode> items = new ArrayList<>();
        node.required(field).forEach(items::add);
        return items;
    }

    private static Map<String, JsonNode> members(JsonNode object) {
        Map<String, JsonNode> members = new LinkedHashMap<>();
        object.properties().forEach(entry -> members.put(entry.getKey(), entry.getValue()));
        return members;
    }
}
