package io.github.joulekeeper.process;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the product refuses to start half, keeps its hands off in observe mode, and ends. */
@Execution(ExecutionMode.CONCURRENT)
@NeedsProgram(value = "mosquitto", install = "apt install mosquitto")
class StartAndStopIT {
    @ParameterizedTest(name = "without {0}")
    @CsvSource({"ecoflow.access-key, ECOFLOW_ACCESS_KEY", "ecoflow.secret-key, ECOFLOW_SECRET_KEY"})
    void saysWhichCredentialIsMissingAndEnds(String missing, String variable) {
        try (World world = World.plain("missing-" + missing)) {
            Joulekeeper service = world.service(
                            Joulekeeper.Given.PROPERTIES, World.CHARGE_WHEN_LOW, Map.of(missing, ""))
                    .launch();

            assertThat(service.awaitEnd(Duration.ofSeconds(30)))
                    .as(service::tail)
                    .isEqualTo(1);
            assertThat(service.log())
                    .satisfiesAnyOf(
                            log -> assertThat(log).contains(missing),
                            log -> assertThat(log).contains(variable));
            assertSaysWhereToGetKeys(service.log());
            assertThat(world.cloud.journal())
                    .as("it asked the cloud for nothing")
                    .isEmpty();
        }
    }

    @ParameterizedTest(name = "with a wrong {0}")
    @CsvSource({"ecoflow.access-key, 8513", "ecoflow.secret-key, 8521"})
    void saysWhichCredentialIsWrongAndIsReadyForARightOne(String wrong, String code) {
        try (World world = World.plain("wrong-" + wrong)) {
            world.cloud.add("R331ZTEST0000001");
            Joulekeeper service = world.service(
                            Joulekeeper.Given.ENVIRONMENT, World.CHARGE_WHEN_LOW, Map.of(wrong, "SomebodyElses0001"))
                    .launch();

            await("it says what is wrong")
                    .atMost(30, SECONDS)
                    .until(() -> service.log().contains(code) && service.log().contains(wrong));
            // The cloud's refusal is told apart from readiness, which a restart would be the answer to.
            assertThat(service.isReady()).isTrue();
            assertThat(service.status("/q/health/group/cloud")).isEqualTo(503);
            assertThat(service.body("/api/status"))
                    .contains("\"firstSnapshot\":false")
                    .contains(code);
            assertThat(service.log()).doesNotContain("SomebodyElses0001");
            assertThat(world.cloud.journal()).as("it does not hammer the cloud").hasSizeLessThan(10);
            // The codes are known to pass: it goes on trying, more and more rarely.
            assertThat(service.terminate(Duration.ofSeconds(5))).isZero();
        }
    }

    @Test
    void observesAndNeverWrites() {
        try (World world = World.plain("observe")) {
            VendorStation station = world.cloud.add("R331ZTEST0000001");
            Joulekeeper service = world.service(
                            Joulekeeper.Given.ENVIRONMENT, World.CHARGE_WHEN_LOW, Map.of("joulekeeper.mode", "observe"))
                    .start();

            station.soc(15);
            await("observed")
                    .atMost(15, SECONDS)
                    .pollInterval(100, MILLISECONDS)
                    .untilAsserted(() -> {
                        assertThat(service.commands()).as(service::tail).isNotEmpty();
                        assertThat(service.commands().getFirst().outcome()).isEqualTo("observed");
                    });
            await("nothing follows")
                    .during(2, SECONDS)
                    .atMost(4, SECONDS)
                    .until(() -> station.received().isEmpty());
            assertThat(world.cloud.calls("PUT", "/device/quota")).isZero();

            assertThat(service.terminate(Duration.ofSeconds(5)))
                    .as("SIGTERM; %s", service.tail())
                    .isZero();
            assertThat(station.received()).isEmpty();
        }
    }

    /** From the JVM's first breath, whose own answer to SIGTERM is 143, to a service that has just come up. */
    @ParameterizedTest(name = "after {0} ms")
    @ValueSource(ints = {200, 600, 1000, 1400, 1800, 2200, 2600, 3000})
    void endsWhenItIsToldToWhileItStarts(int afterMillis) {
        try (World world = World.plain("terminated-early-" + afterMillis)) {
            world.cloud.add("R331ZTEST0000001");
            Joulekeeper service = world.service(Joulekeeper.Given.PROPERTIES, World.CHARGE_WHEN_LOW, Map.of())
                    .launch();
            await("it is somewhere in its start")
                    .pollDelay(Duration.ofMillis(afterMillis))
                    .until(() -> true);

            assertThat(service.terminate(Duration.ofSeconds(30)))
                    .as("SIGTERM; %s", service.log())
                    .isIn(0, 143);
        }
    }

    @Test
    void endsInOrderWhileCommandsAreUnderWay() {
        try (World world = World.plain("terminated")) {
            List<VendorStation> stations = IntStream.rangeClosed(1, 8)
                    .mapToObj(i -> world.cloud.add("R331ZTEST000000" + i))
                    .toList();
            Joulekeeper service = world.service(
                            Joulekeeper.Given.PROPERTIES,
                            World.CHARGE_WHEN_LOW,
                            Map.of("joulekeeper.flapping.starts", "1000", "ecoflow.requests-per-minute", "0"))
                    .start();
            AtomicBoolean low = new AtomicBoolean();
            try (var changes = Executors.newSingleThreadScheduledExecutor()) {
                changes.scheduleAtFixedRate(
                        () -> stations.forEach(station -> station.soc(low.get() ? 61 : 15)), 0, 50, MILLISECONDS);
                changes.scheduleAtFixedRate(() -> low.set(!low.get()), 1500, 1500, MILLISECONDS);
                await("commands leave all the time")
                        .atMost(40, SECONDS)
                        .until(() -> stations.stream()
                                        .mapToInt(station -> station.received().size())
                                        .sum()
                                >= 24);

                assertThat(service.terminate(Duration.ofSeconds(5)))
                        .as("SIGTERM; %s", service.log())
                        .isZero();
                changes.shutdownNow();
            }
            Path data = world.folder.resolve("service/data");
            assertThat(data.resolve("joulekeeper.db-wal"))
                    .as("the ledger was closed")
                    .doesNotExist();

            service.start();
            await("what was under way comes to an end")
                    .atMost(60, SECONDS)
                    .pollInterval(200, MILLISECONDS)
                    .untilAsserted(() -> assertThat(service.commands())
                            .as(service::tail)
                            .isNotEmpty()
                            .allMatch(LedgerCommand::ended));
            List<LedgerCommand> ledger = service.commands();
            assertThat(ledger).as("the page holds all").hasSizeLessThan(1000);
            for (VendorStation station : stations) {
                assertThat(station.faults()).isEmpty();
                assertThat(station.received())
                        .allSatisfy(received -> assertThat(ledger)
                                .as("the ledger knows message %s", received.messageId())
                                .anyMatch(command ->
                                        command.mentions(received.messageId()) && command.mentions(station.serial())));
            }
        }
    }

    @Test
    void remembersAnActiveRuleOverAKill() {
        try (World world = World.plain("remembers")) {
            VendorStation station = world.cloud.add("R331ZTEST0000001");
            Joulekeeper service = world.service(Joulekeeper.Given.PROPERTIES, World.CHARGE_WHEN_LOW, Map.of())
                    .start();
            station.soc(15);
            awaitConfirmed(service, 1);

            service.kill();
            // Between the rule's thresholds, where only memory tells whether it is active.
            station.soc(40);
            service.start();
            await("nothing is set anew")
                    .during(2, SECONDS)
                    .atMost(4, SECONDS)
                    .until(() -> station.received().size() == 1);

            station.soc(61);
            awaitConfirmed(service, 2);
            assertThat(station.quota("mppt.cfgChgWatts")).as("the rule ended").isEqualTo(400L);
        }
    }

    @Test
    void clearsAwayWhatAKillDuringAWriteLeft() throws IOException {
        try (World world = World.plain("leftover")) {
            Joulekeeper service = world.service(Joulekeeper.Given.PROPERTIES, World.CHARGE_WHEN_LOW, Map.of());
            Path leftover = Files.writeString(
                    world.folder.resolve("service/rules/.new.yaml.joulekeeper-99999999-1-e3b0c44298fc.tmp"), "rul");
            service.start();

            assertThat(leftover).doesNotExist();
            assertThat(service.log()).contains("Removed " + leftover);
        }
    }

    @Test
    void trustsNoBrokerOfAnotherName() {
        try (World world = World.secured("another-name", "dns:broker.example.org")) {
            world.cloud.add("R331ZTEST0000001");
            Joulekeeper service = world.service(Joulekeeper.Given.PROPERTIES, World.CHARGE_WHEN_LOW, Map.of())
                    .launch();

            await("the refusal is told")
                    .atMost(30, SECONDS)
                    .pollInterval(200, MILLISECONDS)
                    .untilAsserted(() -> assertThat(service.log().toLowerCase(Locale.ROOT))
                            .containsAnyOf("no subject alternative", "no name matching", "certificate", "host name"));
            assertThat(world.broker.clientIds()).as("it never logged in").isEmpty();
        }
    }

    private static void awaitConfirmed(Joulekeeper service, int commands) {
        await("confirmed").atMost(20, SECONDS).pollInterval(100, MILLISECONDS).untilAsserted(() -> {
            assertThat(service.commands()).as(service::tail).hasSize(commands);
            assertThat(service.commands().getFirst().outcome())
                    .as(service::tail)
                    .isEqualTo("confirmed");
        });
    }

    private static void assertSaysWhereToGetKeys(String log) {
        assertThat(log.toLowerCase(Locale.ROOT)).as("how to get keys").contains("developer");
    }
}
