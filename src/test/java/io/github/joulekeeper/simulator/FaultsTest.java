package io.github.joulekeeper.simulator;

import static io.github.joulekeeper.simulator.TestClouds.FIRST;
import static io.github.joulekeeper.simulator.TestClouds.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultsTest {
    private static final String QUIET = "{\"id\":%d,\"version\":\"1.0\",\"moduleType\":5,"
            + "\"operateType\":\"quietMode\",\"params\":{\"enabled\":1}}";

    private SimulatedCloud cloud;
    private CloudClient client;
    private MqttProbe probe;

    @BeforeEach
    void start() {
        cloud = SimulatedCloud.start(TestClouds.stepping().build());
        client = new CloudClient(cloud);
        probe = MqttProbe.listeningTo(cloud, FIRST);
    }

    @AfterEach
    void stop() {
        probe.close();
        cloud.close();
    }

    private String set(String serial, int id) {
        return client.set(serial, QUIET.formatted(id)).path("code").asText();
    }

    private double silentMode() {
        return cloud.station(FIRST).number("mppt.beepState");
    }

    private JsonNode reply(int id) {
        return await().until(
                        () -> probe.heard(FIRST, "set_reply").stream()
                                .filter(reply -> reply.path("id").asInt() == id)
                                .findFirst(),
                        java.util.Optional::isPresent)
                .orElseThrow();
    }

    /** Lets a message pass that comes after all that would have come before it. */
    private void flush() {
        int before = probe.heard(FIRST, "get_reply").size();
        probe.publish(probe.topic(FIRST, "get"), "{\"id\":99,\"params\":{\"quotas\":[\"pd.soc\"]}}", 1);
        await().until(() -> probe.heard(FIRST, "get_reply").size() > before);
    }

    @Test
    void anOfflineStationKeepsItsOldValuesAndComesBackWithNewOnes() {
        cloud.advance(Duration.ofSeconds(1));
        await().until(() -> probe.heard(FIRST, "quota").size() >= 1);
        cloud.faults().order(FIRST, Fault.of(FaultKind.OFFLINE));
        probe.messages().clear();
        cloud.advance(Duration.ofHours(1));

        await().until(() -> probe.heard(FIRST, "status").size() == 1);
        assertThat(probe.heard(FIRST, "status")
                        .getFirst()
                        .path("params")
                        .path("status")
                        .asInt(-1))
                .isZero();
        assertThat(client.devices().path("data").get(0).path("online").asInt()).isZero();
        assertThat(client.devices().path("data").get(1).path("online").asInt()).isEqualTo(1);
        assertThat(set(FIRST, 1)).isEqualTo("6012");
        assertThat(client.quotas(FIRST, "pd.soc").path("code").asText()).isEqualTo("6012");
        assertThat(client.all(FIRST).path("data").path("pd.soc").asInt()).isEqualTo(50);
        assertThat(cloud.station(FIRST).soc()).isLessThan(41);

        probe.set(FIRST, QUIET.formatted(2));
        assertThat(reply(2).path("code").asText()).isEqualTo("-2");
        assertThat(probe.heard(FIRST, "quota")).isEmpty();
        assertThat(silentMode()).isZero();

        cloud.faults().clear(FIRST);
        cloud.advance(Duration.ofSeconds(1));
        await().until(() -> probe.heard(FIRST, "quota").size() == 5);
        assertThat(probe.heard(FIRST, "status")
                        .getLast()
                        .path("params")
                        .path("status")
                        .asInt())
                .isEqualTo(1);
        assertThat(client.all(FIRST).path("data").path("pd.soc").asInt()).isLessThan(41);
    }

    @Test
    void aRefusalEndsAfterItsTimesAndConcernsOneStation() {
        cloud.faults().order(FIRST, Fault.refuse(1008).times(2));
        assertThat(set(SECOND, 1)).isEqualTo("0");
        assertThat(set(FIRST, 2)).isEqualTo("1008");
        probe.set(FIRST, QUIET.formatted(3));
        assertThat(reply(3).path("code").asText()).isEqualTo("1008");
        assertThat(silentMode()).isZero();
        assertThat(set(FIRST, 4)).isEqualTo("0");
        assertThat(silentMode()).isEqualTo(1);
    }

    @Test
    void anyCallCanBeRefusedOnce() {
        cloud.faults().order(Fault.refuse(8521).times(1).on(ApiCall.CERTIFICATION));
        assertThat(client.devices().path("code").asText()).isEqualTo("0");
        assertThat(client.certification().path("code").asText()).isEqualTo("8521");
        assertThat(client.certification().path("code").asText()).isEqualTo("0");
    }

    @Test
    void ack1IsNotApplied() {
        cloud.faults().order(FIRST, Fault.of(FaultKind.ACK_FAILURE));
        assertThat(set(FIRST, 1)).isEqualTo("0");
        assertThat(reply(1).path("data").path("ack").asInt()).isEqualTo(1);
        assertThat(silentMode()).isZero();
        assertThat(cloud.journal().commands().getFirst().outcome()).isEqualTo("ack 1");
    }

    @Test
    void withoutReplyItIsAppliedNonetheless() {
        cloud.faults().order(FIRST, Fault.of(FaultKind.NO_REPLY).times(1));
        assertThat(set(FIRST, 1)).isEqualTo("0");
        assertThat(silentMode()).isEqualTo(1);
        flush();
        assertThat(probe.heard(FIRST, "set_reply")).isEmpty();
    }

    @Test
    void anAcknowledgementCanLie() {
        cloud.faults().order(FIRST, Fault.of(FaultKind.NOT_APPLIED));
        assertThat(set(FIRST, 1)).isEqualTo("0");
        assertThat(reply(1).path("data").path("ack").asInt(-1)).isZero();
        assertThat(silentMode()).isZero();
        assertThat(client.quotas(FIRST, "mppt.beepState")
                        .path("data")
                        .path("mppt.beepState")
                        .asInt(-1))
                .isZero();
    }

    @Test
    void aSettingCanComeLate() {
        cloud.faults().order(FIRST, Fault.late(Duration.ofMillis(300)));
        assertThat(set(FIRST, 1)).isEqualTo("0");
        assertThat(silentMode()).isZero();
        assertThat(reply(1).path("data").path("ack").asInt(-1)).isZero();
        await().until(() -> silentMode() == 1);
    }

    @Test
    void aSlowAnswerComesAfterTheCommandWasDone() {
        cloud.faults().order(FIRST, Fault.slow(Duration.ofMillis(700)));
        CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> set(FIRST, 1));
        await().until(() -> silentMode() == 1);
        assertThat(answer).isNotDone();
        assertThat(answer.join()).isEqualTo("0");
    }

    @Test
    void anHttpErrorDoesNothing() {
        cloud.faults().order(Fault.of(FaultKind.HTTP_ERROR).times(1));
        HttpResponse<String> response = client.send(client.setRequest(FIRST, QUIET.formatted(1)));
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(silentMode()).isZero();
        assertThat(set(FIRST, 2)).isEqualTo("0");
    }

    @Test
    void aConnectionDropsBeforeOrAfterTheCommandWasDone() {
        cloud.faults().order(FIRST, Fault.of(FaultKind.DROP_BEFORE));
        assertThatThrownBy(() -> set(FIRST, 1)).isInstanceOf(UncheckedIOException.class);
        assertThat(silentMode()).isZero();
        cloud.faults().clear();

        cloud.faults().order(FIRST, Fault.of(FaultKind.DROP_AFTER));
        assertThatThrownBy(() -> set(FIRST, 2)).isInstanceOf(UncheckedIOException.class);
        assertThat(silentMode()).isEqualTo(1);
        assertThat(cloud.journal().requests().stream().map(JournalEntry.Request::answer))
                .contains("dropped-before", "dropped-after");
    }

    @Test
    void aNewPasswordMakesTheOldOneUseless() {
        Certificate old = cloud.certificate();
        cloud.changePassword("another");
        await().until(probe::isClosed);
        assertThatThrownBy(() -> new MqttProbe(old, "late"))
                .hasMessageContaining("CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD");
        assertThat(client.certification()
                        .path("data")
                        .path("certificatePassword")
                        .asText())
                .isEqualTo("another");
        try (MqttProbe fresh = new MqttProbe(cloud.certificate(), "fresh")) {
            assertThat(fresh.subscribe(fresh.topic(FIRST, "quota"), 1)).isEqualTo(1);
        }
    }

    @Test
    void mqttConnectionsCanBeDropped() {
        cloud.dropMqttConnections();
        await().until(probe::isClosed);
    }

    @Test
    void aSubscriptionCanBeRefused() {
        cloud.faults().order(FIRST, Fault.of(FaultKind.REFUSE_SUBSCRIPTION).times(1));
        assertThat(probe.subscribe(probe.topic(FIRST, "quota"), 1)).isEqualTo(128);
        assertThat(probe.subscribe(probe.topic(FIRST, "quota"), 1)).isEqualTo(1);
    }

    @Test
    void aSilentStationAnswersButDoesNotReport() {
        cloud.faults().order(FIRST, Fault.of(FaultKind.SILENT));
        cloud.reportAll();
        cloud.advance(Duration.ofMinutes(5));
        flush();
        assertThat(probe.heard(FIRST, "quota")).isEmpty();
        assertThat(set(FIRST, 1)).isEqualTo("0");
        assertThat(reply(1).path("data").path("ack").asInt(-1)).isZero();
    }

    @Test
    void malformedReportsComeInAllKindsAndThenRightOnesAgain() {
        cloud.faults().order(FIRST, Fault.of(FaultKind.MALFORMED).times(6));
        for (int i = 0; i < 6; i++) {
            cloud.reportAll();
        }
        flush();
        assertThat(probe.messages().stream()
                        .filter(message -> message.topic().endsWith("/quota"))
                        .map(MqttProbe.Message::payload))
                .hasSize(6)
                .doesNotHaveDuplicates()
                .contains("", "not json", "[]");
        probe.messages().clear();
        cloud.reportAll();
        await().until(() -> probe.heard(FIRST, "quota").size() == 5);
    }

    @Test
    void valuesFlapTo0AndBack() {
        cloud.faults().order(FIRST, Fault.of(FaultKind.FLAP).times(1));
        cloud.reportAll();
        flush();
        JsonNode flapped = probe.heard(FIRST, "quota").getFirst();
        assertThat(flapped.path("params").path("soc").asInt(-1)).isZero();
        probe.messages().clear();
        cloud.advance(Duration.ofSeconds(1));
        await().until(() -> probe.heard(FIRST, "quota").size() == 5);
        assertThat(probe.heard(FIRST, "quota")
                        .getFirst()
                        .path("params")
                        .path("soc")
                        .asInt())
                .isEqualTo(50);
    }
}
