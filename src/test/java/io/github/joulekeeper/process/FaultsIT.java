package io.github.joulekeeper.process;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the product says of stations that refuse, lie, keep silent or go away, side by side with one that is well. */
@Execution(ExecutionMode.CONCURRENT)
@NeedsProgram(value = "mosquitto", install = "apt install mosquitto")
class FaultsIT {
    @ParameterizedTest(name = "transport {0}")
    @ValueSource(strings = {"http", "mqtt"})
    void tellsEachFaultForWhatItIs(String transport) {
        try (World world = World.plain("faults-" + transport)) {
            Map<VendorStation.Manner, VendorStation> stations = new EnumMap<>(VendorStation.Manner.class);
            for (VendorStation.Manner manner : VendorStation.Manner.values()) {
                VendorStation station = world.cloud.add("R331ZTEST000001" + manner.ordinal());
                station.behave(manner);
                stations.put(manner, station);
            }
            Joulekeeper service = world.service(
                            Joulekeeper.Given.PROPERTIES, World.CHARGE_WHEN_LOW, Map.of("ecoflow.transport", transport))
                    .start();

            stations.values().forEach(station -> station.soc(15));

            awaitOutcome(service, stations.get(VendorStation.Manner.GOOD), "confirmed");
            awaitOutcome(service, stations.get(VendorStation.Manner.NEVER_REPLIES), "confirmed");
            awaitOutcome(service, stations.get(VendorStation.Manner.ACK_ONE), "refused");
            LedgerCommand refused = awaitOutcome(service, stations.get(VendorStation.Manner.REFUSES), "refused");
            assertThat(refused.mentions("1008"))
                    .as("the vendor's code: %s", refused)
                    .isTrue();
            assertThat(refused.mentions("param invalid"))
                    .as("the vendor's message: %s", refused)
                    .isTrue();
            awaitNoticed(service, stations.get(VendorStation.Manner.LIES));
            awaitNoticed(service, stations.get(VendorStation.Manner.SILENT));
            assertThat(stations.get(VendorStation.Manner.ACK_ONE).received())
                    .as("a refusal is not retried")
                    .hasSize(1);
            assertThat(stations.get(VendorStation.Manner.REFUSES).received())
                    .as("a refusal is not retried")
                    .hasSize(1);

            // The liar mends its ways: what the rule wants is reached after all.
            VendorStation liar = stations.get(VendorStation.Manner.LIES);
            liar.behave(VendorStation.Manner.GOOD);
            awaitWatts(service, liar, 800);

            stations.values().forEach(station -> assertThat(station.faults()).isEmpty());
            assertThat(world.cloud.turnedAway()).isEmpty();
        }
    }

    @ParameterizedTest(name = "transport {0}")
    @ValueSource(strings = {"http", "mqtt"})
    void waitsForAStationThatIsAway(String transport) {
        try (World world = World.plain("away-" + transport)) {
            VendorStation said = world.cloud.add("R331ZTEST0000021");
            VendorStation vanished = world.cloud.add("R331ZTEST0000022");
            VendorStation well = world.cloud.add("R331ZTEST0000023");
            Joulekeeper service = world.service(
                            Joulekeeper.Given.PROPERTIES, World.CHARGE_WHEN_LOW, Map.of("ecoflow.transport", transport))
                    .start();

            // One is known to be offline; of it nothing is known and nothing is commanded.
            said.online(false, true);
            // The other's last report was on its way when it vanished: the cloud says so only when asked to set
            // something.
            vanished.soc(15);
            vanished.online(false, false);
            well.soc(15);
            awaitOutcome(service, well, "confirmed");
            await("the command for the vanished one was tried")
                    .atMost(10, SECONDS)
                    .until(() -> !vanished.received().isEmpty());
            assertThat(said.received()).isEmpty();
            assertThat(service.commands())
                    .filteredOn(command -> command.mentions(vanished.serial()))
                    .as(service::tail)
                    .noneMatch(command -> List.of("confirmed", "acknowledged").contains(command.outcome()));

            said.online(true, true);
            said.soc(15);
            vanished.online(true, true);
            vanished.soc(15);
            awaitWatts(service, said, 800);
            awaitWatts(service, vanished, 800);
            assertThat(world.cloud.turnedAway()).isEmpty();
        }
    }

    @Test
    void aSignatureThatIsRefusedOnceIsTriedAgainWithAFreshOne() {
        try (World world = World.plain("signature")) {
            VendorStation station = world.cloud.add("R331ZTEST0000031");
            Joulekeeper service = world.service(Joulekeeper.Given.PROPERTIES, World.CHARGE_WHEN_LOW, Map.of())
                    .start();
            world.cloud.refuseTheNextSignature();
            station.soc(15);
            LedgerCommand command = awaitOutcome(service, station, "confirmed");
            assertThat(command.steps()).containsSubsequence("refused", "retry", "sent", "accepted");
            assertThat(command.mentions("8521")).isTrue();
            assertThat(world.cloud.calls("PUT", "/device/quota")).isEqualTo(2);
            assertThat(world.cloud.turnedAway())
                    .as("a nonce or a timestamp of before would have been turned away")
                    .isEmpty();
        }
    }

    private static LedgerCommand awaitOutcome(Joulekeeper service, VendorStation station, String outcome) {
        await(outcome)
                .atMost(40, SECONDS)
                .pollInterval(200, MILLISECONDS)
                .untilAsserted(() -> assertThat(latest(service, station).outcome())
                        .as(() -> latest(service, station) + "\n" + service.tail())
                        .isEqualTo(outcome));
        return latest(service, station);
    }

    /** Not believed: it is tried again, or given up as unconfirmed, and never called confirmed. */
    private static void awaitNoticed(Joulekeeper service, VendorStation station) {
        await("noticed").atMost(60, SECONDS).pollInterval(200, MILLISECONDS).untilAsserted(() -> {
            LedgerCommand command = latest(service, station);
            assertThat(command.outcome().equals("unconfirmed")
                            || command.steps().contains("mismatch")
                            || command.steps().contains("retry"))
                    .as(() -> command + "\n" + service.tail())
                    .isTrue();
        });
        assertThat(service.commands())
                .filteredOn(command -> command.mentions(station.serial()))
                .noneMatch(command -> List.of("confirmed", "acknowledged").contains(command.outcome()));
    }

    private static void awaitWatts(Joulekeeper service, VendorStation station, long watts) {
        await(station.serial() + " charges with " + watts + " W")
                .atMost(60, SECONDS)
                .pollInterval(100, MILLISECONDS)
                .untilAsserted(() -> assertThat(station.quota("mppt.cfgChgWatts"))
                        .as(service::tail)
                        .isEqualTo(watts));
        awaitOutcome(service, station, "confirmed");
    }

    private static LedgerCommand latest(Joulekeeper service, VendorStation station) {
        return service.commands().stream()
                .filter(command -> command.mentions(station.serial()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no command for " + station.serial() + "\n" + service.tail()));
    }
}
