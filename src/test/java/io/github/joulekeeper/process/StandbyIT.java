package io.github.joulekeeper.process;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.github.joulekeeper.database.PostgresServer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two processes, one lease: never two owners, and soon another one when the owner is gone. */
@NeedsProgram(value = "mosquitto", install = "apt-get install mosquitto")
class StandbyIT {
    private static final String SERIAL = "R331ZTEST0000001";
    private static final Duration LONGEST_TAKE_OVER = Duration.ofSeconds(20);

    private final KubernetesMockServer cluster = new KubernetesMockServer(
            new Context(), new MockWebServer(), new HashMap<>(), new KubernetesCrudDispatcher(), false);
    private World world;
    private VendorStation station;
    private Joulekeeper first;
    private Joulekeeper second;

    @BeforeEach
    void start() {
        cluster.init();
        world = World.plain("standby");
        station = world.cloud.add(SERIAL);
        station.soc(50);
        String database = PostgresServer.shared().newDatabase();
        first = replica("first", database).start();
        await("the first owns").atMost(60, SECONDS).until(first::owns);
        second = replica("second", database).start();
        await("the second knows the first")
                .atMost(60, SECONDS)
                .until(() -> second.body("/api/status").contains("\"first\""));
    }

    @AfterEach
    void close() {
        world.close();
        cluster.destroy();
    }

    private Joulekeeper replica(String name, String database) {
        Map<String, String> configuration = new HashMap<>();
        configuration.put("joulekeeper.database", "postgresql");
        configuration.put("joulekeeper.postgresql.url", database);
        configuration.put("joulekeeper.postgresql.username", PostgresServer.USER);
        configuration.put("joulekeeper.postgresql.password", PostgresServer.PASSWORD);
        configuration.put("joulekeeper.standby.lease", "joulekeeper");
        configuration.put("joulekeeper.standby.namespace", "home");
        configuration.put("joulekeeper.standby.name", name);
        configuration.put("quarkus.kubernetes-client.api-server-url", cluster.url("/"));
        return world.service(name, Joulekeeper.Given.PROPERTIES, World.CHARGE_WHEN_LOW, configuration);
    }

    @Test
    void aReplicaThatStandsByTellsProgramsAndPeopleWhoCanAnswer() throws Exception {
        assertThat(Unavailable.paths(second))
                .contains("GET /api/devices", "GET /api/mode")
                .doesNotContain("GET /api/status", "GET /api/commands", "GET /api/entries", "GET /api/models");
        assertThat(Unavailable.orders(second, station)).allSatisfy(answer -> {
            assertThat(answer.statusCode()).as(answer.uri().getPath()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            assertThat(answer.body()).contains("Ask the owner, first,");
        });
        Unavailable.pagesSay(
                second,
                List.of("/", "/rules", "/ledger", "/stations/garage"),
                "This replica stands by: it does not own the account at present. Ask the owner, first,");
    }

    @Test
    void whenTheOwnerIsKilledTheOtherTakesOver() {
        assertThat(second.owns()).isFalse();
        assertThat(second.status("/api/devices"))
                .as("what only the owner knows")
                .isEqualTo(503);
        assertThat(second.status("/api/commands")).as("what all can read").isEqualTo(200);

        first.kill();
        Instant killed = Instant.now();
        awaitOwner(second);
        print("killed", killed);

        station.soc(15);
        awaitCommands(1);
        await("confirmed")
                .atMost(20, SECONDS)
                .untilAsserted(() -> assertThat(second.commands())
                        .hasSize(1)
                        .allSatisfy(command -> assertThat(command.outcome()).isEqualTo("confirmed")));
        assertThat(world.broker.clientIds())
                .as("the one client id of the installation")
                .hasSize(1);
    }

    @Test
    void anOrderlyEndHandsOverAtOnce() {
        assertThat(first.terminate(Duration.ofSeconds(10))).isZero();
        Instant ended = Instant.now();
        awaitOwner(second);
        print("ended in order", ended);
    }

    @Test
    void anOwnerThatWasStoppedForAWhileCommandsNothingWhenItGoesOn() {
        first.pause();
        Instant paused = Instant.now();
        awaitOwner(second);
        print("stopped", paused);
        station.soc(15);
        awaitCommands(1);

        first.resume();
        assertThat(first.awaitEnd(Duration.ofSeconds(10))).as(first::log).isEqualTo(1);
        // It had every reason to send the same: the station was low in its eyes too.
        assertThat(station.received()).hasSize(1);
        assertThat(second.owns()).isTrue();

        // The supervisor starts it again; it stands by.
        first.start();
        assertThat(first.owns()).isFalse();
    }

    private static void awaitOwner(Joulekeeper replica) {
        await("it takes over")
                .atMost(LONGEST_TAKE_OVER.toMillis(), MILLISECONDS)
                .pollInterval(50, MILLISECONDS)
                .until(replica::owns);
    }

    private void awaitCommands(int number) {
        await("commands reach the cloud")
                .atMost(20, TimeUnit.SECONDS)
                .untilAsserted(
                        () -> assertThat(station.received()).as(second::tail).hasSizeGreaterThanOrEqualTo(number));
    }

    private static void print(String how, Instant since) {
        System.out.printf(
                "Owner %s: taken over after %d ms%n",
                how, Duration.between(since, Instant.now()).toMillis());
    }
}
