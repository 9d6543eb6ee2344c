package io.github.joulekeeper.simulator;

import static io.github.joulekeeper.simulator.TestClouds.FIRST;
import static io.github.joulekeeper.simulator.TestClouds.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ControlEndpointTest {
    private SimulatedCloud cloud;
    private CloudClient client;

    @BeforeEach
    void start() {
        cloud = SimulatedCloud.start(TestClouds.stepping().build());
        client = new CloudClient(cloud);
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    private void order(String what, String body) {
        HttpResponse<String> response = client.control(what, body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    @Test
    void ordersAndClearsFaults() {
        order("faults", "{\"station\":\"" + FIRST + "\",\"fault\":\"offline\"}");
        assertThat(client.quotas(FIRST, "pd.soc").path("code").asText()).isEqualTo("6012");
        assertThat(client.quotas(SECOND, "pd.soc").path("code").asText()).isEqualTo("0");
        order("faults", "{\"fault\":\"refuse\",\"code\":8521,\"times\":1,\"call\":\"DEVICE_LIST\"}");
        assertThat(client.devices().path("code").asText()).isEqualTo("8521");
        assertThat(client.devices().path("code").asText()).isEqualTo("0");
        order("faults/clear", "{\"station\":\"" + FIRST + "\",\"fault\":\"offline\"}");
        assertThat(client.quotas(FIRST, "pd.soc").path("code").asText()).isEqualTo("0");
    }

    @Test
    void changesStationsAndLetsTimePass() {
        order(
                "station",
                "{\"station\":\"%s\",\"soc\":30,\"acLoadWatts\":0,\"grid\":true,\"quotas\":{\"mppt.cfgChgWatts\":600}}"
                        .formatted(FIRST));
        order("advance", "{\"seconds\":600}");
        assertThat(cloud.station(FIRST).soc()).isBetween(38.0, 39.0);
        assertThat(client.all(FIRST).path("data").path("mppt.cfgChgWatts").asInt())
                .isEqualTo(600);
    }

    @Test
    void changesThePasswordAndDropsConnections() {
        try (MqttProbe probe = new MqttProbe(cloud.certificate(), "probe")) {
            order("password", "{\"password\":\"another\"}");
            assertThat(cloud.certificate().password()).isEqualTo("another");
            org.awaitility.Awaitility.await().until(probe::isClosed);
        }
        try (MqttProbe probe = new MqttProbe(cloud.certificate(), "probe")) {
            order("disconnect", "");
            org.awaitility.Awaitility.await().until(probe::isClosed);
        }
    }

    @Test
    void showsWhatArrived() {
        client.set(FIRST, "{\"id\":7,\"moduleType\":5,\"operateType\":\"quietMode\",\"params\":{\"enabled\":1}}");
        String journal = client.control("journal", "").body();
        assertThat(CloudClient.parse(journal).findValuesAsText("kind")).containsExactly("set", "request");
        assertThat(CloudClient.parse(journal).get(0).path("outcome").asText()).isEqualTo("applied");
    }

    @Test
    void tellsWhatIsWrongWithAnOrder() {
        HttpResponse<String> unknown = client.control("faults", "{\"fault\":\"earthquake\"}");
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(unknown.body()).contains("No fault is called 'earthquake'. Faults are [offline, refuse,");
        assertThat(client.control("faults", "{").statusCode()).isEqualTo(400);
        assertThat(client.control("station", "{\"station\":\"nowhere\"}").body())
                .contains("There is no station 'nowhere'");
        assertThat(client.control("advance", "{\"seconds\":-1}").statusCode()).isEqualTo(400);
        assertThat(client.send(HttpRequest.newBuilder(cloud.url().resolve("/control/journal"))
                                .build())
                        .statusCode())
                .isEqualTo(405);
    }

    @Test
    void isAbsentUnlessWanted() {
        try (SimulatedCloud bare =
                SimulatedCloud.start(TestClouds.stepping().withoutControl().build())) {
            assertThat(new CloudClient(bare).control("journal", "").statusCode())
                    .isEqualTo(404);
        }
    }
}
