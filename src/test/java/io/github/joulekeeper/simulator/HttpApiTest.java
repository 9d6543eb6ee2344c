package io.github.joulekeeper.simulator;

import static io.github.joulekeeper.simulator.TestClouds.FIRST;
import static io.github.joulekeeper.simulator.TestClouds.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpApiTest {
    private static final String QUIET =
            "{\"id\":7,\"version\":\"1.0\",\"moduleType\":5,\"operateType\":\"quietMode\",\"params\":{\"enabled\":1}}";

    private static SimulatedCloud cloud;
    private static CloudClient client;

    @BeforeAll
    static void start() {
        cloud = SimulatedCloud.start(TestClouds.stepping().build());
        client = new CloudClient(cloud);
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    private static String code(HttpRequest request) {
        return CloudClient.json(client.send(request)).path("code").asText();
    }

    @Test
    void listsTheStations() {
        JsonNode answer = client.devices();
        assertThat(answer.path("code").asText()).isEqualTo("0");
        assertThat(answer.path("data").findValuesAsText("sn")).containsExactly(FIRST, SECOND);
        assertThat(answer.path("data").get(0).path("deviceName").asText()).isEqualTo("first");
        assertThat(answer.path("data").get(0).path("online").isInt()).isTrue();
    }

    @Test
    void givesTheCertificate() {
        JsonNode data = client.certification().path("data");
        assertThat(data.path("certificateAccount").asText()).isEqualTo("open-simulated");
        assertThat(data.path("port").isTextual()).isTrue();
        assertThat(data.path("port").asInt()).isEqualTo(cloud.certificate().port());
        assertThat(data.path("protocol").asText()).isEqualTo("mqtt");
    }

    @Test
    void setsAndGets() {
        assertThat(client.set(SECOND, QUIET).path("code").asText()).isEqualTo("0");
        JsonNode answer = client.quotas(SECOND, "mppt.beepState", "no.such");
        assertThat(answer.path("data").toString()).isEqualTo("{\"mppt.beepState\":1}");
        assertThat(client.all(SECOND).path("data").path("mppt.beepState").asInt())
                .isEqualTo(1);
        assertThat(client.all(SECOND).path("data")).hasSize(178);
        assertThat(cloud.journal().commands()).anySatisfy(command -> {
            assertThat(command.transport()).isEqualTo("http");
            assertThat(command.id()).isEqualTo("7");
            assertThat(command.outcome()).isEqualTo("applied");
        });
    }

    @Test
    void refusesAForeignAccessKey() {
        CloudClient foreign = new CloudClient(cloud, "somebody-else", cloud.secretKey());
        assertThat(foreign.devices().path("code").asText()).isEqualTo("8513");
    }

    @Test
    void refusesAWrongSignature() {
        CloudClient forger = new CloudClient(cloud, cloud.accessKey(), "guessed");
        assertThat(forger.devices().path("code").asText()).isEqualTo("8521");
        assertThat(forger.set(FIRST, QUIET).path("code").asText()).isEqualTo("8521");
    }

    @Test
    void refusesASignatureOfOtherParameters() {
        assertThat(code(client.signed("/iot-open/sign/device/quota/all", "sn=" + FIRST, "sn=" + SECOND)
                        .GET()
                        .build()))
                .isEqualTo("8521");
    }

    @Test
    void refusesARequestWithoutHeaders() {
        HttpRequest bare = HttpRequest.newBuilder(cloud.url().resolve("/iot-open/sign/device/list"))
                .build();
        assertThat(code(bare)).isEqualTo("8513");
    }

    @ParameterizedTest
    @ValueSource(strings = {"12345", "1234567", "abcdef", "-12345", ""})
    void refusesANonceThatIsNotSixDigits(String nonce) {
        String now = Long.toString(System.currentTimeMillis());
        assertThat(code(client.signed("/iot-open/sign/device/list", "", "", nonce, now)
                        .GET()
                        .build()))
                .isEqualTo("8521");
    }

    @ParameterizedTest
    @ValueSource(longs = {-3_600_000, -301_000, 301_000})
    void refusesATimestampThatIsNotNow(long off) {
        String then = Long.toString(System.currentTimeMillis() + off);
        assertThat(code(client.signed("/iot-open/sign/device/list", "", "", "123456", then)
                        .GET()
                        .build()))
                .isEqualTo("8521");
    }

    @Test
    void aContentTypeOnAGetBreaksItsSignature() {
        String sn = "sn=" + FIRST;
        assertThat(code(client.signed("/iot-open/sign/device/quota/all", sn, sn)
                        .header("Content-Type", "application/json;charset=UTF-8")
                        .GET()
                        .build()))
                .isEqualTo("8521");
    }

    @Test
    void refusesAForeignStation() {
        assertThat(client.all("R331ZTEST0000009").path("code").asText()).isEqualTo("1006");
        assertThat(client.set("R331ZTEST0000009", QUIET).path("code").asText()).isEqualTo("1006");
        assertThat(client.quotas("R331ZTEST0000009", "pd.soc").path("code").asText())
                .isEqualTo("1006");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1000|5|noSuchThing|{\"enabled\":1}",
                "1000|1|quietMode|{\"enabled\":1}",
                "1006|5|quietMode|{}",
                "1006|5|quietMode|{\"enabled\":\"on\"}",
                "1006|5|quietMode|{\"enabled\":1,\"more\":1}",
                "1006|5|mpptCar|{\"enalbed\":1}",
                "8524|5|quietMode|{\"enabled\":2}",
                "8524|2|upsConfig|{\"maxChgSoc\":49}",
                "8524|2|dsgCfg|{\"minDsgSoc\":31}",
                "8524|5|acChgCfg|{\"chgWatts\":1201,\"chgPauseFlag\":0}",
                "8524|5|dcChgCfg|{\"dcChgCfg\":3999}",
            })
    void refusesWhatTheModelDoesNotTake(String code, int module, String operate, String params) {
        String command = "{\"id\":1,\"version\":\"1.0\",\"moduleType\":%d,\"operateType\":\"%s\",\"params\":%s}"
                .formatted(module, operate, params);
        assertThat(client.set(FIRST, command).path("code").asText()).isEqualTo(code);
    }

    @Test
    void journalsNoncesAndTimestamps() {
        cloud.journal().clear();
        client.devices();
        client.all(FIRST);
        List<JournalEntry.Request> requests = cloud.journal().requests();
        assertThat(requests).hasSize(2);
        assertThat(requests.get(1).serial()).isEqualTo(FIRST);
        assertThat(requests.get(1).nonce())
                .matches("\\d{6}")
                .isNotEqualTo(requests.get(0).nonce());
    }

    @Test
    void knowsNoOtherPaths() {
        HttpRequest request = HttpRequest.newBuilder(cloud.url().resolve("/iot-open/sign/other"))
                .build();
        assertThat(client.send(request).statusCode()).isEqualTo(404);
    }
}
