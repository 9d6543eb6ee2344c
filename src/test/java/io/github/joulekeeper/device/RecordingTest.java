package io.github.joulekeeper.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A capture of all quotas of a real DELTA 2, read by the catalog. */
class RecordingTest {
    private static final Catalog CATALOG = new CatalogLoader().load();
    private static final Model MODEL = CATALOG.model("delta-2").orElseThrow();

    private static JsonNode recording;

    @BeforeAll
    static void read() throws IOException {
        try (var in = RecordingTest.class.getResourceAsStream("/recordings/delta-2-quota-all.json")) {
            recording = new ObjectMapper().readTree(in).get("data");
        }
    }

    private static Set<String> keys() {
        return recording.properties().stream().map(Map.Entry::getKey).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void holdsNoUndocumentedKeyButThese() {
        assertThat(keys()).hasSize(178).allMatch(key -> MODEL.indexOf(key) >= 0);
        assertThat(keys().stream().filter(key -> !MODEL.quota(key).orElseThrow().documented()))
                .containsExactly(
                        "bms_bmsStatus.OCV",
                        "bms_bmsStatus.cycles",
                        "inv.SlowChgWatts",
                        "pd.acAutoOnCfg",
                        "pd.acAutoOutConfig",
                        "pd.acAutoOutPause",
                        "pd.acEnabled",
                        "pd.bpPowerSoc",
                        "pd.chargerType",
                        "pd.hysteresisAdd",
                        "pd.inWatts",
                        "pd.inputWatts",
                        "pd.minAcoutSoc",
                        "pd.outWatts",
                        "pd.outputWatts",
                        "pd.pvChgPrioSet",
                        "pd.relaySwitchCnt",
                        "pd.watchIsConfig");
    }

    @Test
    void holdsListsWhereTheCatalogSaysSoAndNumbersInTheirBoundsElsewhere() {
        for (String key : keys()) {
            Quota quota = MODEL.quota(key).orElseThrow();
            JsonNode value = recording.get(key);
            assertThat(value.isArray()).as(key).isEqualTo(quota.kind() == Quota.Kind.LIST);
            if (quota.numeric()) {
                double reading = value.asDouble();
                assertThat(reading).as(key).isGreaterThanOrEqualTo(quota.min().orElse(Double.NEGATIVE_INFINITY));
                assertThat(reading).as(key).isLessThanOrEqualTo(quota.max().orElse(Double.POSITIVE_INFINITY));
            }
        }
    }

    @Test
    void readsForPeople() {
        assertThat(List.of(
                        shown("soc"),
                        shown("remaining-time"),
                        shown("time-to-full"),
                        shown("time-to-empty"),
                        shown("pd.sysVer"),
                        shown("ac-input-volts"),
                        shown("inv.cfgAcOutFreq"),
                        shown("bms_emsStatus.bmsWarState"),
                        shown("mppt.beepState"),
                        shown("mppt.cfgAcEnabled")))
                .containsExactly(
                        "85 %",
                        "29 h 25 min until empty",
                        "not applicable",
                        "29 h 25 min",
                        "V1.2.1.55",
                        "228652 mV",
                        "50 Hz",
                        "none",
                        "silent",
                        "on");
    }

    private static String shown(String name) {
        Quota quota = MODEL.quota(name).orElseThrow();
        return quota.format(recording.get(quota.key()).asDouble());
    }

    @Test
    void showsAllSettingsInTheirRanges() {
        for (Setting setting : MODEL.settings()) {
            Quota quota = MODEL.quotas().get(setting.readBack().orElseThrow());
            double value = setting.fromReadBack(recording.get(quota.key()).asDouble());
            assertThat(setting.refusal(value)).as(setting.name()).isEmpty();
        }
    }

    /** The set commands that a RIVER 2 Max acknowledged come out of the catalog as they were captured. */
    @Test
    void theCapturedCommandsOfTheRiver2MaxComeBackAsTheyWere() throws IOException {
        Model river = CATALOG.model("river-2-max").orElseThrow();
        List<String> checked = new ArrayList<>();
        ObjectMapper json = new ObjectMapper();
        try (var in = RecordingTest.class.getResourceAsStream("/recordings/set-and-set-reply.jsonl")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                JsonNode set = json.readTree(line).get("set");
                Optional<CommandTemplate> command = river.commands().stream()
                        .filter(candidate ->
                                candidate.id().equals(set.get("operateType").asText()))
                        .findFirst();
                if (command.isPresent()) {
                    JsonNode sent = json.readTree(json.writeValueAsString(
                            again(river, command.get(), set.get("params")).params()));
                    assertThat(sent).as(line).isEqualTo(set.get("params"));
                    assertThat(command.get().envelope())
                            .containsEntry("moduleType", set.get("moduleType").asLong());
                    checked.add(command.get().id());
                }
            }
        }
        assertThat(checked).containsExactly("upsConfig", "dsgCfg", "watthConfig", "watthConfig", "acOutCfg");
    }

    private static CommandTemplate.Payload again(Model model, CommandTemplate command, JsonNode params) {
        Map<String, Double> setPoints = new TreeMap<>();
        for (CommandTemplate.Parameter parameter : command.parameters()) {
            double value = params.get(parameter.name()).asDouble();
            if (!parameter.keep().equals(OptionalDouble.of(value))) {
                parameter.setting().ifPresent(name -> setPoints.put(name, value));
            }
        }
        return command.payload(model, setPoints, setting -> setting.name().equals("charge-limit.soc") ? 100 : 0);
    }

    @Test
    void tellsItsModelByItsKeysAlone() {
        Catalog.Choice choice =
                CATALOG.choose(Optional.empty(), "ZZZZZTEST0000001", keys()).orElseThrow();
        assertThat(choice.model()).isSameAs(MODEL);
        assertThat(choice.reason()).isEqualTo("knows 178 of 178 reported keys");
    }
}
