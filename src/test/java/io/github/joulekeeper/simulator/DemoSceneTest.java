package io.github.joulekeeper.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.joulekeeper.simulator.station.SimulatedStation;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class DemoSceneTest {
    private static final String START_AT_30 = "{\"id\":1,\"version\":\"1.0\",\"moduleType\":2,"
            + "\"operateType\":\"openOilSoc\",\"params\":{\"openOilSoc\":30}}";

    @Test
    void theGarageFallsBelow20PercentSome20SecondsAfterItsStart() {
        CloudOptions options =
                DemoScene.options(InstantSource.system()).stepping().build();
        try (SimulatedCloud cloud = SimulatedCloud.start(options)) {
            SimulatedStation garage = cloud.station(DemoScene.GARAGE);
            int seconds = 0;
            while (garage.number("pd.soc") >= 20 && seconds < 60) {
                cloud.advance(Duration.ofMillis((long) (1000 * options.speed())));
                seconds++;
            }
            assertThat(seconds).isBetween(15, 25);
            assertThat(garage.generatorRunning()).isFalse();

            new CloudClient(cloud).set(DemoScene.GARAGE, START_AT_30);
            cloud.advance(Duration.ofMillis((long) (1000 * options.speed())));
            assertThat(garage.generatorRunning()).isTrue();
            assertThat(garage.number("pd.wattsInSum")).isEqualTo(800);
        }
    }

    @Test
    void withTheHeartbeatTimePassesAndReportsComeByThemselves() {
        CloudOptions options = DemoScene.options(InstantSource.system())
                .speed(600)
                .reports(Duration.ofMillis(200), Duration.ofMillis(50))
                .build();
        try (SimulatedCloud cloud = SimulatedCloud.start(options);
                MqttProbe probe = MqttProbe.listeningTo(cloud, DemoScene.GARAGE)) {
            await().until(() -> probe.heard(DemoScene.GARAGE, "quota").stream()
                    .map(report -> report.path("params").path("soc").asInt(100))
                    .anyMatch(soc -> soc < 20));

            probe.set(DemoScene.GARAGE, START_AT_30);
            await().until(() -> probe.heard(DemoScene.GARAGE, "quota").stream()
                    .anyMatch(
                            report -> report.path("params").path("minOpenOilEb").asInt() == 30));
            await().until(() -> probe.heard(DemoScene.GARAGE, "quota").stream()
                    .anyMatch(
                            report -> report.path("params").path("chgDsgState").asInt() == 2));
            assertThat(probe.heard(DemoScene.GARAGE, "set_reply")).hasSize(1);
        }
    }

    @Test
    void theCabinGoesItsOwnWay() {
        CloudOptions options =
                DemoScene.options(InstantSource.system()).stepping().build();
        try (SimulatedCloud cloud = SimulatedCloud.start(options)) {
            cloud.advance(Duration.ofMinutes(30));
            SimulatedStation cabin = cloud.station(DemoScene.CABIN);
            assertThat(cabin.soc()).isGreaterThan(64);
            assertThat(cabin.number("inv.acInVol")).isEqualTo(230_000);
        }
    }
}
