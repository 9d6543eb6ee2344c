package io.github.joulekeeper.simulator;

import static io.github.joulekeeper.simulator.TestClouds.FIRST;
import static io.github.joulekeeper.simulator.TestClouds.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmbeddedBrokerTest {
    private SimulatedCloud cloud;

    @BeforeEach
    void start() {
        cloud = SimulatedCloud.start(TestClouds.stepping().build());
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    @Test
    void aSetIsAnsweredReportedAndReadBack() {
        try (MqttProbe probe = MqttProbe.listeningTo(cloud, FIRST)) {
            probe.set(FIRST, """
                    {"id":"123456789","version":"1.0","moduleType":5,"operateType":"acChgCfg",
                     "params":{"chgWatts":400,"chgPauseFlag":255}}""");
            await().until(() -> !probe.heard(FIRST, "set_reply").isEmpty());
            JsonNode reply = probe.heard(FIRST, "set_reply").getFirst();
            assertThat(reply.path("id").isIntegralNumber()).isTrue();
            assertThat(reply.path("id").asLong()).isEqualTo(123456789);
            assertThat(reply.path("code").asText()).isEqualTo("0");
            assertThat(reply.path("data").path("ack").asInt(-1)).isZero();
            assertThat(reply.path("operateType").asText()).isEqualTo("acChgCfg");

            cloud.advance(Duration.ofSeconds(5));
            await().until(() -> probe.heard(FIRST, "quota").stream()
                    .anyMatch(report -> report.path("typeCode").asText().equals("mpptStatus")
                            && report.path("params").path("cfgChgWatts").asInt() == 400));

            probe.publish(
                    probe.topic(FIRST, "get"),
                    "{\"id\":5,\"version\":\"1.0\",\"params\":{\"quotas\":[\"mppt.cfgChgWatts\"]}}",
                    0);
            await().until(() -> !probe.heard(FIRST, "get_reply").isEmpty());
            JsonNode got = probe.heard(FIRST, "get_reply").getFirst();
            assertThat(got.path("id").asInt()).isEqualTo(5);
            assertThat(got.path("data").toString()).isEqualTo("{\"mppt.cfgChgWatts\":400}");
        }
    }

    @Test
    void anHttpSetIsAnsweredOverMqttToo() {
        try (MqttProbe probe = MqttProbe.listeningTo(cloud, FIRST)) {
            new CloudClient(cloud)
                    .set(
                            FIRST,
                            "{\"id\":42,\"version\":\"1.0\",\"moduleType\":2,\"operateType\":\"upsConfig\","
                                    + "\"params\":{\"maxChgSoc\":80}}");
            await().until(() -> !probe.heard(FIRST, "set_reply").isEmpty());
            assertThat(probe.heard(FIRST, "set_reply").getFirst().path("id").asInt())
                    .isEqualTo(42);
        }
    }

    @Test
    void aValueAgainstOtherSettingsGetsAck1() {
        try (MqttProbe probe = MqttProbe.listeningTo(cloud, FIRST)) {
            String reserveBelowTheLowerLimit = """
                    {"id":43,"version":"1.0","moduleType":1,"operateType":"watthConfig",
                     "params":{"isConfig":1,"bpPowerSoc":9,"minDsgSoc":255,"minChgSoc":255}}""";
            JsonNode answer = new CloudClient(cloud).set(FIRST, reserveBelowTheLowerLimit);
            assertThat(answer.path("code").asText()).isEqualTo("0");
            await().until(() -> !probe.heard(FIRST, "set_reply").isEmpty());
            assertThat(probe.heard(FIRST, "set_reply")
                            .getFirst()
                            .path("data")
                            .path("ack")
                            .asInt())
                    .isEqualTo(1);
            assertThat(cloud.station(FIRST).number("pd.watchIsConfig")).isZero();
        }
    }

    @Test
    void reportsAreNestedByModuleAndThenIncremental() {
        try (MqttProbe probe = MqttProbe.listeningTo(cloud, FIRST)) {
            cloud.reportAll();
            await().until(() -> probe.heard(FIRST, "quota").size() == 5);
            assertThat(probe.heard(FIRST, "quota").stream()
                            .map(report -> report.path("typeCode").asText()))
                    .containsExactly("pdStatus", "bmsStatus", "emsStatus", "mpptStatus", "invStatus");
            probe.messages().clear();

            cloud.station(FIRST).surround(now -> now.withAcLoad(250));
            cloud.advance(Duration.ofSeconds(30));
            await().until(() -> probe.heard(FIRST, "quota").stream()
                    .anyMatch(
                            report -> report.path("params").path("wattsOutSum").asInt() == 250));
            assertThat(probe.heard(FIRST, "quota"))
                    .allSatisfy(
                            report -> assertThat(report.path("params").size()).isLessThan(15));
        }
    }

    @Test
    void refusesAWrongPassword() {
        Certificate right = cloud.certificate();
        assertThatThrownBy(() -> new MqttProbe(right.withPassword("wrong"), "probe"))
                .hasMessageContaining("CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD");
        assertThat(cloud.journal().entries(JournalEntry.Login.class))
                .singleElement()
                .satisfies(login -> assertThat(login.accepted()).isFalse());
    }

    @Test
    void refusesForeignTopicsAndWildcards() {
        try (MqttProbe probe = new MqttProbe(cloud.certificate(), "probe")) {
            assertThat(probe.subscribe(probe.topic(FIRST, "quota"), 1)).isEqualTo(1);
            assertThat(probe.subscribe(probe.topic(FIRST, "status"), 0)).isZero();
            assertThat(probe.subscribe(probe.topic(FIRST, "quota"), 2)).isEqualTo(1);
            assertThat(probe.subscribe("/open/somebody/" + FIRST + "/quota", 1)).isEqualTo(128);
            assertThat(probe.subscribe(probe.topic("R331ZTEST0000009", "quota"), 1))
                    .isEqualTo(128);
            assertThat(probe.subscribe(probe.topic("+", "quota"), 1)).isEqualTo(128);
            assertThat(probe.subscribe("#", 1)).isEqualTo(128);
            assertThat(probe.subscribe(probe.topic(FIRST, "other"), 1)).isEqualTo(128);
        }
    }

    @Test
    void severalClientsHearTheSameAndTheSameIdTakesOver() {
        try (MqttProbe one = MqttProbe.listeningTo(cloud, FIRST);
                MqttProbe two = new MqttProbe(cloud.certificate(), "another")) {
            two.subscribe(two.topic(FIRST, "quota"), 0);
            cloud.reportAll();
            await().until(() -> one.heard(FIRST, "quota").size() == 5
                    && two.heard(FIRST, "quota").size() == 5);
            assertThat(two.heard(SECOND, "quota")).isEmpty();

            try (MqttProbe again = MqttProbe.listeningTo(cloud, FIRST)) {
                await().until(one::isClosed);
                assertThat(again.isClosed()).isFalse();
                assertThat(two.isClosed()).isFalse();
            }
        }
    }

    @Test
    void messagesOf200KilobytesPass() {
        try (MqttProbe sender = new MqttProbe(cloud.certificate(), "sender");
                MqttProbe listener = new MqttProbe(cloud.certificate(), "listener")) {
            listener.subscribe(listener.topic(FIRST, "set"), 1);
            String large = "{\"id\":1,\"filling\":\"" + "x".repeat(200_000) + "\"}";
            sender.set(FIRST, large);
            await().until(() -> !listener.messages().isEmpty());
            assertThat(listener.messages().getFirst().payload()).isEqualTo(large);
            await().until(() -> !cloud.journal().commands().isEmpty());
            assertThat(sender.isClosed()).isFalse();
        }
    }
}
