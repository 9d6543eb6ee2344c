package io.github.joulekeeper.process;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The first transport is gone; commands go over the other, and over the first again when it is back. */
@Execution(ExecutionMode.CONCURRENT)
@NeedsProgram(value = "mosquitto", install = "apt install mosquitto")
class FallbackIT {
    @Test
    void withoutTheApiCommandsGoOverMqtt() {
        try (World world = World.plain("fallback-mqtt")) {
            VendorStation station = world.cloud.add("R331ZTEST0000001");
            Joulekeeper service = service(world, "http", "mqtt");
            station.soc(15);
            awaitWatts(service, station, 800);
            assertThat(lastVia(station)).isEqualTo("http");

            world.cloud.kill();
            station.soc(61);
            awaitWatts(service, station, 400);
            assertThat(lastVia(station)).isEqualTo("mqtt");
            LedgerCommand command = awaitConfirmed(service);
            assertThat(command.mentions("HTTP") && command.mentions("MQTT"))
                    .as("the ledger says which way each try went: %s", command)
                    .isTrue();

            world.cloud.start();
            station.soc(15);
            awaitWatts(service, station, 800);
            station.soc(61);
            awaitWatts(service, station, 400);
            assertThat(lastVia(station)).as("it is back on the first way").isEqualTo("http");
            assertThat(station.faults()).isEmpty();
        }
    }

    @Test
    void withoutTheBrokerCommandsGoOverHttp() {
        try (World world = World.plain("fallback-http")) {
            VendorStation station = world.cloud.add("R331ZTEST0000001");
            Joulekeeper service = service(world, "mqtt", "http");
            station.soc(15);
            awaitWatts(service, station, 800);
            assertThat(lastVia(station)).isEqualTo("mqtt");

            world.broker.kill();
            await("it notices").atMost(20, SECONDS).until(() -> service.log().contains("MQTT is DOWN"));
            // No report comes; the API is asked when the station has been silent for a while.
            station.soc(61);
            awaitWatts(service, station, 400);
            assertThat(lastVia(station)).isEqualTo("http");
            awaitConfirmed(service);

            world.broker.start();
            await("it is connected again").atMost(90, SECONDS).until(() -> {
                String log = service.log();
                return log.lastIndexOf("MQTT is UP") > log.lastIndexOf("MQTT is DOWN");
            });
            await("the station reports again")
                    .atMost(60, SECONDS)
                    .pollInterval(500, MILLISECONDS)
                    .until(() -> {
                        station.soc(15);
                        return station.quota("mppt.cfgChgWatts").equals(800L);
                    });
            assertThat(lastVia(station)).as("it is back on the first way").isEqualTo("mqtt");
            assertThat(station.faults()).isEmpty();
            assertThat(world.cloud.turnedAway()).isEmpty();
        }
    }

    @Test
    void aFallbackThatIsTheFirstWayIsRefused() {
        try (World world = World.plain("fallback-wrong")) {
            Joulekeeper service = world.service(
                            Joulekeeper.Given.PROPERTIES,
                            World.CHARGE_WHEN_LOW,
                            Map.of("ecoflow.transport", "mqtt", "ecoflow.fallback-transport", "mqtt"))
                    .launch();
            assertThat(service.awaitEnd(Duration.ofSeconds(60))).isEqualTo(1);
            assertThat(service.log()).contains("ecoflow.fallback-transport (mqtt) must be another way");
        }
    }

    private static Joulekeeper service(World world, String transport, String fallback) {
        return world.service(
                        Joulekeeper.Given.PROPERTIES,
                        World.CHARGE_WHEN_LOW,
                        Map.of(
                                "ecoflow.transport",
                                transport,
                                "ecoflow.fallback-transport",
                                fallback,
                                "ecoflow.probe-interval",
                                "2s",
                                "joulekeeper.silent-after",
                                "2s"))
                .start();
    }

    private static String lastVia(VendorStation station) {
        return station.received().getLast().via();
    }

    private static LedgerCommand awaitConfirmed(Joulekeeper service) {
        await("confirmed")
                .atMost(40, SECONDS)
                .pollInterval(100, MILLISECONDS)
                .untilAsserted(() -> assertThat(service.commands().getFirst().outcome())
                        .as(service::tail)
                        .isEqualTo("confirmed"));
        return service.commands().getFirst();
    }

    private static void awaitWatts(Joulekeeper service, VendorStation station, long watts) {
        await(watts + " W")
                .atMost(60, SECONDS)
                .pollInterval(50, MILLISECONDS)
                .untilAsserted(() -> assertThat(station.quota("mppt.cfgChgWatts"))
                        .as(service::tail)
                        .isEqualTo(watts));
    }
}
