package io.github.joulekeeper.process;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A reading crosses a threshold, the right command leaves, and the ledger proves it: on both transports, with and without TLS. */
@Isolated("it tells how long a reading takes to become a command")
@NeedsProgram(value = "mosquitto", install = "apt install mosquitto")
class ThresholdIT {
    @ParameterizedTest(name = "transport {0}, broker {1}, configured by {2}")
    @CsvSource({
        "http, mqtt, PROPERTIES, NESTED",
        "mqtt, mqtt, ENVIRONMENT, FLAT",
        "http, mqtts, ENVIRONMENT, FLAT",
        "mqtt, mqtts, PROPERTIES, NESTED"
    })
    void aReadingLeadsToAProvenCommand(
            String transport, String protocol, Joulekeeper.Given given, VendorStation.Shape shape) {
        String name = "threshold-%s-%s".formatted(transport, protocol);
        try (World world =
                protocol.equals("mqtt") ? World.plain(name) : World.secured(name, "dns:localhost,ip:127.0.0.1")) {
            VendorStation station = world.cloud.add("R331ZTEST0000001");
            station.write(shape);
            world.cloud.textNumbers(shape == VendorStation.Shape.FLAT);
            Joulekeeper service = world.service(given, World.CHARGE_WHEN_LOW, Map.of("ecoflow.transport", transport))
                    .start();
            assertThat(station.received()).as("nothing to do yet").isEmpty();

            Instant crossed = Instant.now();
            station.soc(15);
            VendorStation.Received command = awaitCommand(station, 1, service);
            System.out.printf(
                    "%s over %s: from the reading to the command in %d ms%n",
                    transport, protocol, Duration.between(crossed, command.at()).toMillis());
            assertThat(Duration.between(crossed, command.at())).isLessThan(Duration.ofSeconds(10));
            assertThat(command.via()).isEqualTo(transport);
            assertChargesWith(command.command(), 800);
            awaitConfirmed(service, 1);

            // And back: the rule ends, and its other value is proven by asking, as no report brings it.
            station.reportChanges(false);
            station.soc(61);
            assertChargesWith(awaitCommand(station, 2, service).command(), 400);
            awaitConfirmed(service, 2);
            assertThat(station.quota("mppt.cfgChgWatts")).isEqualTo(400L);

            assertThat(station.faults()).isEmpty();
            assertThat(world.cloud.turnedAway())
                    .as("every request was signed as the page says")
                    .isEmpty();
            assertThat(world.broker.clientIds()).as("one stable client id").hasSize(1);
            assertThat(service.log()).doesNotContain(VendorCloud.SECRET_KEY).doesNotContain(World.PASSWORD);
        }
    }

    private static VendorStation.Received awaitCommand(VendorStation station, int number, Joulekeeper service) {
        await("command " + number + " reaches the cloud")
                .atMost(10, SECONDS)
                .pollInterval(20, MILLISECONDS)
                .untilAsserted(
                        () -> assertThat(station.received()).as(service::tail).hasSizeGreaterThanOrEqualTo(number));
        return station.received().get(number - 1);
    }

    private static void assertChargesWith(JsonNode command, int watts) {
        assertThat(command.path("operateType").asText()).isEqualTo("acChgCfg");
        assertThat(command.path("moduleType").asInt()).isEqualTo(5);
        assertThat(command.path("params").path("chgWatts").asInt()).isEqualTo(watts);
        assertThat(command.path("params").path("chgPauseFlag").asInt(-1))
                .as("the pause flag that nobody claims is kept, or is what was read")
                .isIn(0, 255);
    }

    private static void awaitConfirmed(Joulekeeper service, int number) {
        await("confirmed").atMost(15, SECONDS).pollInterval(100, MILLISECONDS).untilAsserted(() -> {
            List<LedgerCommand> commands = service.commands();
            assertThat(commands).as(service::tail).hasSize(number);
            assertThat(commands.getFirst().outcome())
                    .as(() -> commands.getFirst() + "\n" + service.tail())
                    .isEqualTo("confirmed");
        });
        LedgerCommand command = service.commands().getFirst();
        assertThat(command.mentions("charge-when-low")).as("the rule").isTrue();
        assertThat(command.mentions("soc"))
                .as("the reason, with its reading: %s", command)
                .isTrue();
        assertThat(command.mentions("R331ZTEST0000001")).isTrue();
        assertThat(command.steps()).as("%s", command).contains("sent", "accepted");
        command.json()
                .path("steps")
                .forEach(step ->
                        assertThat(step.path("at").asText()).as("%s", step).isNotEmpty());
    }
}
