package io.github.joulekeeper.process;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The broker, the HTTP API and the product itself are killed in the middle of commands, at random moments. Afterwards no
 * command that reached the cloud is missing from the ledger, and every station is set as its rule wants.
 *
 * <p>{@code -Dtest.kill-rounds=10} kills each ten times instead of three; {@code -Dtest.kill-seed} repeats the
 * moments of a run.
 */
@Execution(ExecutionMode.CONCURRENT)
@NeedsProgram(value = "mosquitto", install = "apt install mosquitto")
class KillIT {
    private static final int ROUNDS = Integer.getInteger("test.kill-rounds", 3);
    private static final long SEED = Long.getLong("test.kill-seed", System.nanoTime());
    private static final int LONGEST_COMMAND_MILLIS = 500;
    private static final int LONGEST_OUTAGE_MILLIS = 1000;

    private final Random random = new Random(SEED);

    @ParameterizedTest(name = "transport {0}")
    @ValueSource(strings = {"http", "mqtt"})
    void everyCommandIsAccountedForAndEveryRuleIsWhereItShouldBe(String transport) {
        System.out.printf("KillIT: %d rounds, -Dtest.kill-seed=%d%n", ROUNDS, SEED);
        try (World world = World.plain("kill-" + transport)) {
            List<VendorStation> stations =
                    List.of(world.cloud.add("R331ZTEST0000001"), world.cloud.add("R331ZTEST0000002"));
            stations.forEach(station -> station.pulse(1000));
            Joulekeeper service = world.service(
                            Joulekeeper.Given.ENVIRONMENT,
                            World.CHARGE_WHEN_LOW,
                            Map.of(
                                    "ecoflow.transport",
                                    transport,
                                    // The rounds follow each other faster than any battery would have it.
                                    "joulekeeper.flapping.starts",
                                    "1000"))
                    .start();

            boolean low = true;
            for (int round = 0; round < ROUNDS; round++) {
                killDuring("broker", world, stations, service, low, world.broker::kill, world.broker::start);
                low = !low;
                killDuring("API", world, stations, service, low, world.cloud::kill, world.cloud::start);
                low = !low;
                killDuring("service", world, stations, service, low, service::kill, service::start);
                low = !low;
            }

            stations.forEach(station -> assertThat(station.faults()).isEmpty());
            assertThat(world.cloud.turnedAway()).isEmpty();
            assertThat(world.broker.clientIds()).as("one stable client id").hasSize(1);
        }
    }

    private void killDuring(
            String what,
            World world,
            List<VendorStation> stations,
            Joulekeeper service,
            boolean low,
            Runnable kill,
            Runnable start) {
        int moment = random.nextInt(LONGEST_COMMAND_MILLIS);
        int outage = random.nextInt(LONGEST_OUTAGE_MILLIS);
        long begun = System.nanoTime();
        stations.forEach(station -> station.soc(low ? 15 : 61));
        after(moment, kill);
        after(outage, start);

        long watts = low ? 800 : 400;
        String when = "%s killed %d ms into a command, for %d ms".formatted(what, moment, outage);
        for (VendorStation station : stations) {
            await(when)
                    .atMost(60, SECONDS)
                    .pollInterval(100, MILLISECONDS)
                    .untilAsserted(() -> assertThat(station.quota("mppt.cfgChgWatts"))
                            .as(() -> when + "\n" + service.tail())
                            .isEqualTo(watts));
        }
        await("every command has ended, " + when)
                .atMost(60, SECONDS)
                .pollInterval(200, MILLISECONDS)
                .untilAsserted(() -> assertThat(service.commands())
                        .as(() -> when + "\n" + service.tail())
                        .isNotEmpty()
                        .allMatch(LedgerCommand::ended));
        assertNothingIsMissing(stations, service, when);
        System.out.printf(
                "%s: all is well after %d ms%n", when, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
    }

    private static void assertNothingIsMissing(List<VendorStation> stations, Joulekeeper service, String when) {
        List<LedgerCommand> ledger = service.commands();
        for (VendorStation station : stations) {
            assertThat(station.received())
                    .allSatisfy(received -> assertThat(ledger)
                            .as("the ledger knows message %s to %s, %s", received.messageId(), station.serial(), when)
                            .anyMatch(command ->
                                    command.mentions(received.messageId()) && command.mentions(station.serial())));
        }
    }

    private static void after(int millis, Runnable deed) {
        CompletableFuture.runAsync(deed, CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS))
                .join();
    }
}
