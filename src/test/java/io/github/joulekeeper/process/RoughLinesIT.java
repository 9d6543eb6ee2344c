package io.github.joulekeeper.process;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Malformed and huge messages, and a password that changes under way: one run of the product lives through all of it. */
@Execution(ExecutionMode.CONCURRENT)
@NeedsProgram(value = "mosquitto", install = "apt install mosquitto")
class RoughLinesIT {
    private static final List<String> MALFORMED = List.of(
            "",
            "{",
            "not json",
            "[]",
            "42",
            "null",
            "\"text\"",
            "{}",
            "{\"params\":null}",
            "{\"params\":[1,2]}",
            "{\"typeCode\":\"pdStatus\",\"params\":{\"soc\":\"low\"}}",
            "{\"typeCode\":\"pdStatus\",\"params\":{\"soc\":{\"deep\":1}}}",
            "{\"typeCode\":7,\"params\":{\"soc\":1e999}}",
            "{\"typeCode\":\"nobodyKnows\",\"params\":{\"soc\":3}}",
            "{\"id\":\"nine\",\"code\":{},\"data\":7}",
            "{\"id\":99999999999999999999999,\"code\":\"0\",\"data\":{\"ack\":\"x\"}}");

    @Test
    void livesThroughThem() {
        try (World world = World.plain("rough-lines")) {
            VendorStation station = world.cloud.add("R331ZTEST0000001");
            Joulekeeper service = world.service(Joulekeeper.Given.PROPERTIES, World.CHARGE_WHEN_LOW, Map.of())
                    .start();

            long linesBefore = service.log().lines().count();
            for (int round = 0; round < 20; round++) {
                for (String topic : List.of("quota", "status", "set_reply", "get_reply")) {
                    MALFORMED.forEach(text -> station.say(topic, text.getBytes(StandardCharsets.UTF_8)));
                    station.say(topic, new byte[] {0, -1, -128, 127, 13, 10});
                }
            }
            station.longReport(15, 200_000);
            awaitWatts(service, station, 800);
            assertThat(station.received()).as("none of it led to a command").hasSize(1);
            assertThat(service.log().lines().skip(linesBefore).count())
                    .as("1,360 malformed messages and one good one; %s", service.tail())
                    .isLessThan(60);

            station.soc(61);
            awaitWatts(service, station, 400);

            changePassword(world, service, station);
            assertThat(world.broker.clientIds()).as("one stable client id").hasSize(1);
            assertThat(world.cloud.turnedAway()).isEmpty();
            assertThat(service.terminate(Duration.ofSeconds(5)))
                    .as("SIGTERM; %s", service.tail())
                    .isZero();
        }
    }

    private static void changePassword(World world, Joulekeeper service, VendorStation station) {
        long certificationsBefore = world.cloud.calls("GET", "/certification");
        world.broker.kill();
        world.broker.setPassword("second-password");
        world.cloud.password("second-password");
        world.broker.start();
        await("the account logs in again")
                .atMost(60, SECONDS)
                .pollInterval(100, MILLISECONDS)
                .untilAsserted(() -> assertThat(world.cloud.calls("GET", "/certification"))
                        .as(service::tail)
                        .isGreaterThan(certificationsBefore));
        await("it hears the station again")
                .atMost(60, SECONDS)
                .pollInterval(500, MILLISECONDS)
                .untilAsserted(() -> {
                    station.soc(15);
                    assertThat(station.quota("mppt.cfgChgWatts"))
                            .as(service::tail)
                            .isEqualTo(800L);
                });
        awaitWatts(service, station, 800);
        assertThat(world.cloud.calls("GET", "/certification") - certificationsBefore)
                .as("new certificates are asked for with a cool-down")
                .isLessThan(5);
        assertThat(service.log()).doesNotContain("second-password").doesNotContain(World.PASSWORD);
    }

    private static void awaitWatts(Joulekeeper service, VendorStation station, long watts) {
        await(watts + " W and confirmed")
                .atMost(30, SECONDS)
                .pollInterval(100, MILLISECONDS)
                .untilAsserted(() -> {
                    assertThat(station.quota("mppt.cfgChgWatts"))
                            .as(service::tail)
                            .isEqualTo(watts);
                    assertThat(service.commands().getFirst().outcome())
                            .as(service::tail)
                            .isEqualTo("confirmed");
                });
    }
}
