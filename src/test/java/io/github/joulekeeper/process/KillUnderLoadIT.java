package io.github.joulekeeper.process;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.joulekeeper.database.PostgresServer;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The product is killed at random moments, from its first second on, while several stations keep it busy over both
 * transports. After each kill the ledger's database is read as it lies there: no command that the cloud knows is missing, and
 * the chain of hashes holds. In the end every command has an end, and every station is set as its rule wants.
 *
 * <p>{@code -Dtest.kill-rounds=100} kills a hundred times; {@code -Dtest.kill-seed} repeats the moments of a
 * run.
 */
@Execution(ExecutionMode.CONCURRENT)
@NeedsProgram(value = "mosquitto", install = "apt install mosquitto")
class KillUnderLoadIT {
    private static final int ROUNDS = Integer.getInteger("test.kill-rounds", 4);
    private static final long SEED = Long.getLong("test.kill-seed", System.nanoTime());
    private static final int STATIONS = 6;
    private static final int FLIP_MILLIS = 400;

    private final Random random = new Random(SEED);

    @Test
    void noCommandThatTheCloudKnowsIsMissingFromTheLedger() {
        try (World world = World.plain("kill-under-load")) {
            Path data = world.folder.resolve("service/data");
            StoredEntries ledger = new StoredEntries(
                    () -> DriverManager.getConnection("jdbc:sqlite:" + data.resolve("joulekeeper.db")),
                    data.resolve("joulekeeper.db-ahead1"),
                    data.resolve("joulekeeper.db-ahead2"));
            survives(world, Map.of(), ledger, () -> {});
        }
    }

    @Test
    void theSameWithPostgresqlThatIsKilledToo() {
        try (PostgresServer server = PostgresServer.start();
                World world = World.plain("kill-under-load-postgresql")) {
            String url = server.newDatabase();
            Map<String, String> database = Map.of(
                    "joulekeeper.database",
                    "postgresql",
                    "joulekeeper.postgresql.url",
                    url,
                    "joulekeeper.postgresql.username",
                    PostgresServer.USER,
                    "joulekeeper.postgresql.password",
                    PostgresServer.PASSWORD);
            StoredEntries ledger =
                    new StoredEntries(() -> server.dataSource(url).getConnection());
            survives(world, database, ledger, () -> {
                server.kill();
                server.launch();
            });
        }
    }

    /** @param alongside what else is killed, and is up again when it returns; around each kill of the product */
    private void survives(World world, Map<String, String> database, StoredEntries ledger, Runnable alongside) {
        System.out.printf("KillUnderLoadIT: %d rounds, -Dtest.kill-seed=%d%n", ROUNDS, SEED);
        List<VendorStation> stations = new ArrayList<>();
        for (int i = 1; i <= STATIONS; i++) {
            stations.add(world.cloud.add("R331ZTEST000000" + i));
        }
        try (Joulekeeper first = service(world, database, "http", "mqtt");
                Joulekeeper second = service(world, database, "mqtt", "http")) {
            killAgainAndAgain(world, stations, List.of(first, second), ledger, alongside);
        }
    }

    private void killAgainAndAgain(
            World world,
            List<VendorStation> stations,
            List<Joulekeeper> services,
            StoredEntries ledger,
            Runnable alongside) {
        Set<String> missing = new HashSet<>();
        int underWay = 0;
        try (Load load = new Load(stations)) {
            for (int round = 0; round < ROUNDS; round++) {
                Joulekeeper service = services.get(round % 2);
                long before = reached(stations);
                service.launch();
                if (round % 4 == 3) {
                    // While it starts, and takes up what the one before left.
                    pass(1000 + random.nextInt(3000));
                } else {
                    await("commands flow")
                            .atMost(4, MINUTES)
                            .pollInterval(20, MILLISECONDS)
                            .until(() -> {
                                assertThat(service.isAlive())
                                        .as(() -> "it ended by itself: " + service.tail())
                                        .isTrue();
                                return reached(stations) > before;
                            });
                    pass(random.nextInt(1500));
                }
                if (random.nextBoolean()) {
                    service.kill();
                    alongside.run();
                } else {
                    // What it does without its database is looked at as well.
                    alongside.run();
                    pass(random.nextInt(500));
                    service.kill();
                }
                ledger.readOn();
                missing.addAll(unknown(stations, ledger));
                assertThat(missing).as("round %d; %s", round, service.tail()).isEmpty();
                underWay += ledger.open().size();
                if (round % 10 == 9) {
                    System.out.printf("KillUnderLoadIT: %d kills, %d entries%n", round + 1, ledger.entries());
                }
            }
        }
        Joulekeeper service = services.get(ROUNDS % 2).launch();
        await("ready").atMost(4, MINUTES).pollInterval(200, MILLISECONDS).until(service::isReady);
        stations.forEach(station -> station.soc(61));
        for (VendorStation station : stations) {
            await(station.serial())
                    .atMost(90, SECONDS)
                    .pollInterval(100, MILLISECONDS)
                    .untilAsserted(() -> assertThat(station.quota("mppt.cfgChgWatts"))
                            .as(service::tail)
                            .isEqualTo(400L));
        }
        // For a while, since a rule that ends just now may lead to one more.
        await("every command has ended")
                .atMost(90, SECONDS)
                .during(3, SECONDS)
                .untilAsserted(
                        () -> assertThat(service.commands()).as(service::tail).allMatch(LedgerCommand::ended));
        service.kill();
        ledger.readOn();
        assertThat(unknown(stations, ledger)).isEmpty();
        assertThat(ledger.open()).as("no command stays in doubt").isEmpty();
        for (VendorStation station : stations) {
            assertThat(station.faults()).isEmpty();
        }
        assertThat(world.cloud.turnedAway()).isEmpty();
        long received = reached(stations);
        assertThat(received).as("there was something to lose").isGreaterThan(ROUNDS);
        System.out.printf(
                "%d kills: %d messages reached the cloud, all of them among the %d of the ledger; %d commands, %d entries,"
                        + " the chain of hashes holds; %d commands were under way when it was killed, all have an end%n",
                ROUNDS, received, ledger.sent().size(), ledger.commands(), ledger.entries(), underWay);
    }

    private static long reached(List<VendorStation> stations) {
        return stations.stream().mapToLong(station -> station.received().size()).sum();
    }

    private static Set<String> unknown(List<VendorStation> stations, StoredEntries ledger) {
        Set<String> unknown = new HashSet<>();
        stations.forEach(station -> station.received().forEach(received -> unknown.add(received.messageId())));
        unknown.removeAll(ledger.sent());
        return unknown;
    }

    private static Joulekeeper service(World world, Map<String, String> database, String transport, String fallback) {
        Map<String, String> configuration = new HashMap<>(database);
        configuration.putAll(Map.of(
                "ecoflow.transport",
                transport,
                "ecoflow.fallback-transport",
                fallback,
                "ecoflow.requests-per-minute",
                "100000",
                "joulekeeper.flapping.starts",
                "1000000"));
        return world.service(Joulekeeper.Given.ENVIRONMENT, World.CHARGE_WHEN_LOW, configuration);
    }

    private static void pass(int millis) {
        await().pollDelay(millis, MILLISECONDS)
                .atMost(millis + 10_000L, MILLISECONDS)
                .until(() -> true);
    }

    /** Batteries that run low and full again all the time, so that rules never come to rest. */
    private static final class Load implements AutoCloseable {
        private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor();
        private int turn;

        Load(List<VendorStation> stations) {
            var unused = clockwork.scheduleAtFixedRate(
                    () -> {
                        turn++;
                        stations.get(turn % stations.size()).soc(turn / stations.size() % 2 == 0 ? 15 : 61);
                    },
                    0,
                    FLIP_MILLIS / STATIONS,
                    TimeUnit.MILLISECONDS);
        }

        @Override
        public void close() {
            clockwork.shutdownNow();
            try {
                clockwork.awaitTermination(5, SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
