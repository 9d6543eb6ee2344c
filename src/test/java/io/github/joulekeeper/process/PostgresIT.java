package io.github.joulekeeper.process;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.joulekeeper.database.PostgresServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The product with its ledger in PostgreSQL, chosen by configuration alone. */
@Execution(ExecutionMode.CONCURRENT)
@NeedsProgram(value = "mosquitto", install = "apt install mosquitto")
class PostgresIT {
    private static final String WRONG = "no-such-thing-0001";

    private static Map<String, String> ledgerAt(String url) {
        return Map.of(
                "joulekeeper.database",
                "postgresql",
                "joulekeeper.postgresql.url",
                url,
                "joulekeeper.postgresql.username",
                PostgresServer.USER,
                "joulekeeper.postgresql.password",
                PostgresServer.PASSWORD);
    }

    @Test
    void goesOnWhereItStoppedAfterTheServerWasKilled() throws Exception {
        try (PostgresServer server = PostgresServer.start();
                World world = World.plain("postgres")) {
            VendorStation station = world.cloud.add("R331ZTEST0000001");
            Joulekeeper service = world.service(
                            Joulekeeper.Given.ENVIRONMENT, World.CHARGE_WHEN_LOW, ledgerAt(server.newDatabase()))
                    .start();
            station.soc(15);
            awaitConfirmed(service, station, 800);
            assertThat(world.folder.resolve("service/data/joulekeeper.db"))
                    .as("nothing is kept in a file")
                    .doesNotExist();

            server.kill();
            await("it says so").atMost(20, SECONDS).until(() -> !service.isReady());
            assertThat(Unavailable.paths(service))
                    .contains("GET /api/commands", "GET /api/entries", "GET /api/commands/{id}")
                    .doesNotContain("GET /api/status", "GET /api/devices", "GET /api/rules", "GET /api/mode");
            Unavailable.ordersWaitForTheLedger(service, station);
            Unavailable.pagesSay(service, List.of("/ledger"), "cannot be");
            assertThat(service.log()).contains("cannot be written").doesNotContain(PostgresServer.PASSWORD);
            int before = station.received().size();
            station.soc(61);
            await("nothing leaves that is not stored")
                    .during(3, SECONDS)
                    .atMost(5, SECONDS)
                    .until(() -> station.received().size() == before);

            server.launch();
            awaitConfirmed(service, station, 400);
            await("ready").atMost(20, SECONDS).until(service::isReady);

            service.kill();
            service.start();
            assertThat(service.commands()).hasSizeGreaterThanOrEqualTo(2);
            assertThat(service.terminate(Duration.ofSeconds(10)))
                    .as(service::tail)
                    .isZero();
        }
    }

    private static void awaitConfirmed(Joulekeeper service, VendorStation station, long watts) {
        await("confirmed at " + watts + " W")
                .atMost(40, SECONDS)
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

    @ParameterizedTest(name = "a wrong {0}")
    @CsvSource({
        "joulekeeper.postgresql.password, no-such-thing-0001, password authentication failed, joulekeeper.postgresql.password",
        "joulekeeper.postgresql.url, jdbc:postgresql://127.0.0.1:1/ledger?password=no-such-thing-0001, refused, joulekeeper.postgresql.url",
        "joulekeeper.postgresql.url, '', is missing, jdbc:postgresql://localhost:5432/joulekeeper",
        "joulekeeper.postgresql.url, postgres.example.org?password=no-such-thing-0001, must be that of a PostgreSQL database, joulekeeper.postgresql.url",
        "joulekeeper.database, oracle, 'oracle', must be sqlite or postgresql"
    })
    void saysWhatIsWrongAndEnds(String name, String value, String what, String remedy) {
        PostgresServer server = PostgresServer.shared();
        try (World world = World.plain("postgres-wrong-" + Math.abs((name + value).hashCode()))) {
            Map<String, String> configuration = new java.util.HashMap<>(ledgerAt(server.newDatabase()));
            configuration.put(name, value);
            Joulekeeper service = world.service(Joulekeeper.Given.PROPERTIES, World.CHARGE_WHEN_LOW, configuration)
                    .launch();
            assertThat(service.awaitEnd(Duration.ofSeconds(40)))
                    .as(service::tail)
                    .isEqualTo(1);
            assertThat(service.log())
                    .contains(what)
                    .contains(remedy)
                    .doesNotContain(PostgresServer.PASSWORD)
                    .doesNotContain(WRONG)
                    .doesNotContain("Exception");
        }
    }

    @Test
    void oneLedgerBelongsToOneJoulekeeper() {
        PostgresServer server = PostgresServer.shared();
        Map<String, String> same = ledgerAt(server.newDatabase());
        try (World world = World.plain("postgres-first");
                World second = World.plain("postgres-second")) {
            world.cloud.add("R331ZTEST0000001");
            world.service(Joulekeeper.Given.PROPERTIES, World.CHARGE_WHEN_LOW, same)
                    .start();
            Joulekeeper other = second.service(Joulekeeper.Given.PROPERTIES, World.CHARGE_WHEN_LOW, same)
                    .launch();
            assertThat(other.awaitEnd(Duration.ofSeconds(40))).as(other::tail).isEqualTo(1);
            assertThat(other.log())
                    .contains("another Joulekeeper uses it, from 127.0.0.1")
                    .contains("Stop the other one");
        }
    }
}
