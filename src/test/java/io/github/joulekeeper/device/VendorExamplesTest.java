package io.github.joulekeeper.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every request, reply and report on the vendor's DELTA 2 page (with a made-up serial number), decoded by the catalog,
 * encoded again and equal.
 */
class VendorExamplesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Model MODEL =
            new CatalogLoader().load().model("delta-2").orElseThrow();

    /** Where the page itself is wrong or shows values that are not to be sent: the one list of its misprints. */
    private static final Map<String, String> MISPRINTS = Map.ofEntries(
            Map.entry(
                    "http set acOutCfg",
                    "ac-output.voltage must be one of 100 V, 110 V, 120 V, 220 V, 230 V, 240 V, not 30 V"),
            Map.entry(
                    "mqtt set acOutCfg",
                    "ac-output.voltage must be one of 100 V, 110 V, 120 V, 220 V, 230 V, 240 V, not 30 V"),
            Map.entry("http set acChgCfg", "ac-charging.watts must be 200 W to 1200 W in steps of 100 W, not 100 W"),
            Map.entry("mqtt set acChgCfg", "ac-charging.watts must be 200 W to 1200 W in steps of 100 W, not 120 W"),
            Map.entry("http get acChgCfg", "asks for [mppt.cfgChgWatts, mqtt.chgPauseFlag]"),
            Map.entry(
                    "http set dcChgCfg",
                    "car-charging.milliamps must be one of 4000 mA, 6000 mA, 8000 mA, not 5000 mA"),
            Map.entry("mqtt set mpptCar", "no parameter enalbed"),
            Map.entry("mqtt set lcdCfg", "screen.brightness must be 3, not 1"),
            Map.entry("http set watthConfig", "minDsgSoc is 40, not 255"),
            Map.entry("http get watthConfig", "asks for [pd.watchIsConfig, pd.bpPowerSoc, pd.minDsgSoc, pd.minChgSoc]"),
            Map.entry("http set openOilSoc", "generator.start-soc must be 0 % to 30 % in steps of 1 %, not 40 %"),
            Map.entry("mqtt set openOilSoc", "generator.start-soc must be 0 % to 30 % in steps of 1 %, not 40 %"));

    record Example(String name, String kind, Optional<String> command, JsonNode message) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Example> examples() throws IOException {
        try (InputStream in = VendorExamplesTest.class.getResourceAsStream("/device/delta-2-examples.jsonl")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(VendorExamplesTest::example)
                    .toList();
        }
    }

    private static Example example(String line) {
        try {
            JsonNode node = JSON.readTree(line);
            return new Example(
                    node.get("name").asText(),
                    node.get("kind").asText(),
                    Optional.ofNullable(node.get("command")).map(JsonNode::asText),
                    node.get("message"));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(line, e);
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void comesBackAsItWas(Example example) {
        assertThat(difference(example)).isEqualTo(Optional.ofNullable(MISPRINTS.get(example.name())));
    }

    @Test
    void nothingOfThePageIsLeftOut() throws IOException {
        Map<String, Long> kinds = new TreeMap<>();
        examples().forEach(example -> kinds.merge(example.kind(), 1L, Long::sum));
        assertThat(kinds)
                .containsExactly(
                        Map.entry("get", 17L),
                        Map.entry("get_reply", 17L),
                        Map.entry("quota_all", 1L),
                        Map.entry("report", 5L),
                        Map.entry("set", 35L),
                        Map.entry("set_reply", 18L),
                        Map.entry("status", 1L));
        assertThat(examples().stream().map(Example::name)).containsAll(MISPRINTS.keySet());
        for (CommandTemplate command : MODEL.commands()) {
            assertThat(examples().stream()
                            .filter(example -> example.command().equals(Optional.of(command.id())))
                            .map(Example::kind))
                    .contains("set", "get", "get_reply", "set_reply");
        }
    }

    private static Optional<String> difference(Example example) {
        JsonNode message = example.message();
        return switch (example.kind()) {
            case "set" -> setDifference(MODEL.command(example.command().orElseThrow()), message);
            case "get" -> getDifference(MODEL.command(example.command().orElseThrow()), message);
            case "set_reply" ->
                envelopeDifference(MODEL.command(example.command().orElseThrow()), message);
            case "get_reply" -> {
                List<String> asked =
                        MODEL.command(example.command().orElseThrow()).readBackKeys(MODEL);
                yield Stream.of(message.get("data"))
                        .flatMap(data -> keys(data).stream())
                        .filter(key -> !asked.contains(key))
                        .map(key -> "answers " + key)
                        .findFirst()
                        .or(() -> quotaDifference("", message.get("data")));
            }
            case "quota_all" -> quotaDifference("", message.get("data"));
            case "report" ->
                quotaDifference(
                        MODEL.quotaPrefix(message.get("typeCode").asText()).orElseThrow(), message.get("params"));
            case "status" -> message.at("/params/status").asInt(-1) == 0 ? Optional.empty() : Optional.of("no status");
            default -> Optional.of("kind " + example.kind());
        };
    }

    private static Optional<String> setDifference(CommandTemplate command, JsonNode message) {
        JsonNode params = message.get("params");
        Map<String, Double> setPoints = new LinkedHashMap<>();
        for (String key : keys(params)) {
            Optional<CommandTemplate.Parameter> parameter = command.parameters().stream()
                    .filter(candidate -> candidate.name().equals(key))
                    .findFirst();
            if (parameter.isEmpty()) {
                return Optional.of("no parameter " + key);
            }
            parameter
                    .get()
                    .setting()
                    .flatMap(MODEL::setting)
                    .ifPresent(setting -> setPoints.put(
                            setting.name(), setting.fromWire(params.get(key).asDouble())));
        }
        try {
            CommandTemplate.Payload payload = command.payload(MODEL, setPoints, VendorExamplesTest::widestLimits);
            JsonNode encoded = JSON.readTree(JSON.writeValueAsString(payload.params()));
            for (String key : keys(params)) {
                if (!encoded.get(key).equals(params.get(key))) {
                    return Optional.of("%s is %s, not %s".formatted(key, params.get(key), encoded.get(key)));
                }
            }
            assertThat(keys(encoded)).isEqualTo(keys(params));
            return envelopeDifference(command, message);
        } catch (CommandRefusedException e) {
            return Optional.of(e.getMessage());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** The limits of charge that the settings between them depend on, as wide as they go. */
    private static double widestLimits(Setting setting) {
        return switch (setting.name()) {
            case "charge-limit.soc" -> 100;
            case "discharge-limit.soc" -> 0;
            default -> Double.NaN;
        };
    }

    private static Optional<String> envelopeDifference(CommandTemplate command, JsonNode message) {
        JsonNode envelope = JSON.valueToTree(command.envelope());
        return keys(envelope).stream()
                .filter(key ->
                        !envelope.get(key).asText().equals(message.path(key).asText()))
                .map(key -> key + " is " + message.path(key))
                .findFirst();
    }

    private static Optional<String> getDifference(CommandTemplate command, JsonNode message) {
        List<String> asked = JSON.convertValue(message.at("/params/quotas"), List.class);
        return command.queryParams(MODEL).equals(Map.of("quotas", asked))
                ? Optional.empty()
                : Optional.of("asks for " + asked);
    }

    private static Optional<String> quotaDifference(String prefix, JsonNode values) {
        for (String key : keys(values)) {
            int index = prefix.isEmpty() ? MODEL.indexOf(key) : MODEL.indexOf(prefix, key);
            if (index < 0) {
                return Optional.of("unknown quota " + prefix + key);
            }
            Quota quota = MODEL.quotas().get(index);
            JsonNode value = values.get(key);
            assertThat(quota.key()).isEqualTo(prefix + key);
            assertThat(value.isNumber()).as(quota.key()).isEqualTo(quota.numeric());
            if (quota.numeric()) {
                // What is kept is a double; nothing of the number may be lost in it.
                assertThat(BigDecimal.valueOf(value.asDouble())).isEqualByComparingTo(value.decimalValue());
                assertThat(quota.format(value.asDouble())).isNotBlank();
            }
        }
        return Optional.empty();
    }

    private static List<String> keys(JsonNode node) {
        return node.properties().stream().map(Map.Entry::getKey).toList();
    }
}
