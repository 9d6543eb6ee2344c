package io.github.joulekeeper.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.joulekeeper.app.SettingCase.SentCommand;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every set command of a DELTA 2, all the way: a rule in a file, the command that the rule comes to, the station's answer,
 * the values read back, and the end in the API.
 */
abstract class EveryCommandContract {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<SettingCase> CASES = SettingCase.all();
    private static final int COMMANDS = CASES.size() + SettingCase.together().size() + 1;

    private final String transport;

    EveryCommandContract(String transport) {
        this.transport = transport;
    }

    @BeforeEach
    void allCommandsHaveEnded() {
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> {
                    List<JsonNode> commands = commands("");
                    assertThat(commands).hasSizeGreaterThanOrEqualTo(COMMANDS);
                    assertThat(commands)
                            .allMatch(command -> command.path("outcome").isTextual(), "has ended");
                });
    }

    @Test
    void eachSettingIsSentAnsweredReadBackAndConfirmed() {
        for (SettingCase each : CASES) {
            List<JsonNode> commands = commands("&device=" + each.serial());
            assertThat(commands).as(each.name()).singleElement().satisfies(command -> {
                assertThat(command.path("outcome").asText()).isEqualTo("confirmed");
                assertThat(command.path("rule").asText()).isEqualTo(each.name());
                assertThat(command.path("settings"))
                        .isEqualTo(parse("{\"%s\":\"%s\"}".formatted(each.setting(), each.shown())));
                assertThat(command.path("payload"))
                        .isEqualTo(parse(each.command().params()));
                assertProven(command);
            });
        }
    }

    @Test
    void eachStationReceivesItsCommandAndNothingElse() {
        for (SettingCase each : CASES) {
            assertThat(received(each.serial())).as(each.name()).containsExactly(each.command());
        }
    }

    @Test
    void settingsThatOneCommandCarriesGoTogether() {
        assertThat(received(CloudOfEverySetting.TOGETHER)).containsExactlyInAnyOrderElementsOf(SettingCase.together());
        List<JsonNode> commands = commands("&device=" + CloudOfEverySetting.TOGETHER);
        assertThat(commands).hasSize(17).allSatisfy(command -> {
            assertThat(command.path("outcome").asText()).isEqualTo("confirmed");
            assertProven(command);
        });
        // Of the first commands, the snapshot at the start may tell as well; the newest can only have been asked for.
        assertThat(steps(commands.getFirst())).contains("read-back");
        Set<String> set = new TreeSet<>();
        commands.forEach(command -> command.path("settings").fieldNames().forEachRemaining(set::add));
        assertThat(set)
                .isEqualTo(CASES.stream().map(SettingCase::setting).collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void aRawPayloadIsSentAsItStandsAndAcknowledged() {
        assertThat(received(CloudOfEverySetting.RAW))
                .containsExactly(new SentCommand(5, "quietMode", "{\"enabled\":1}"));
        assertThat(commands("&device=" + CloudOfEverySetting.RAW))
                .singleElement()
                .satisfies(command -> {
                    assertThat(command.path("outcome").asText()).isEqualTo("acknowledged");
                    assertThat(command.path("rule").asText()).isEqualTo("unlisted");
                    assertThat(command.path("payload")).isEqualTo(parse("{\"enabled\":1}"));
                    assertThat(steps(command)).startsWith("opened", "sent").doesNotContain("read-back", "retry");
                });
    }

    @Test
    void nothingElseIsSent() {
        await().during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(commands("")).hasSize(COMMANDS));
        assertThat(journal("set"))
                .hasSize(COMMANDS)
                .allMatch(entry -> entry.path("transport").asText().equals(transport), "came by " + transport)
                .allMatch(entry -> entry.path("outcome").asText().equals("applied"), "was applied");
        List<JsonNode> puts = journal("request").stream()
                .filter(entry -> entry.path("method").asText().equals("PUT"))
                .toList();
        assertThat(puts)
                .hasSize(transport.equals("http") ? COMMANDS : 0)
                // The cloud answers so only if the signature is right.
                .allMatch(entry -> entry.path("answer").asText().equals("0"), "was answered with 0");
    }

    private static void assertProven(JsonNode command) {
        assertThat(steps(command))
                .containsOnlyOnce("sent")
                .containsSubsequence("opened", "sent", "acknowledged", "confirmed")
                .doesNotContain("retry", "refused", "failed");
    }

    private static List<String> steps(JsonNode command) {
        return StreamSupport.stream(command.path("steps").spliterator(), false)
                .map(step -> step.path("step").asText())
                .toList();
    }

    private List<JsonNode> commands(String query) {
        return array(given().get("/api/commands?limit=1000" + query)
                .then()
                .statusCode(200)
                .extract()
                .asString());
    }

    private List<SentCommand> received(String serial) {
        return journal("set").stream()
                .filter(entry -> entry.path("station").asText().equals(serial))
                .map(entry -> entry.path("message"))
                .map(message -> new SentCommand(
                        message.path("moduleType").asInt(),
                        message.path("operateType").asText(),
                        message.path("params").toString()))
                .toList();
    }

    /** What arrived at the cloud, as it tells itself: the cloud lives in another class loader. */
    private static List<JsonNode> journal(String kind) {
        String cloud = ConfigProvider.getConfig().getValue("ecoflow.url", String.class);
        return array(given().baseUri(cloud)
                        .post("/control/journal")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString())
                .stream()
                .filter(entry -> entry.path("kind").asText().equals(kind))
                .toList();
    }

    private static List<JsonNode> array(String json) {
        return StreamSupport.stream(parse(json).spliterator(), false).toList();
    }

    static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
