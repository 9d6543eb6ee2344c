package io.github.joulekeeper.process;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the product never tells, and where it does not let itself be reached without a login. */
class SecretsIT {
    private static final String DATABASE_PASSWORD = "MarkerDatabasePassword0001";
    private static final List<String> SECRETS =
            List.of(VendorCloud.SECRET_KEY, VendorCloud.ACCESS_KEY, World.PASSWORD, DATABASE_PASSWORD);

    @Test
    void noSecretIsInTheLogTheLedgerOrAnAnswer() throws IOException {
        try (World world = World.plain("secrets")) {
            VendorStation station = world.cloud.add("R331ZTEST0000001");
            Joulekeeper service = world.service(
                            Joulekeeper.Given.ENVIRONMENT,
                            World.CHARGE_WHEN_LOW,
                            Map.of(
                                    "joulekeeper.record", "true",
                                    "joulekeeper.postgresql.password", DATABASE_PASSWORD,
                                    "quarkus.log.category.\"io.github.joulekeeper\".level", "DEBUG"))
                    .start();
            station.soc(15);
            await("a command has ended")
                    .atMost(30, SECONDS)
                    .until(() -> !service.commands().isEmpty()
                            && "confirmed".equals(service.commands().getFirst().outcome()));

            for (String path : List.of(
                    "/api/status",
                    "/api/devices/R331ZTEST0000001",
                    "/api/commands",
                    "/api/rules",
                    "/q/health",
                    "/q/metrics",
                    "/q/openapi")) {
                assertNoSecret(path, service.body(path));
            }
            assertThat(service.terminate(Duration.ofSeconds(10))).isZero();
            assertNoSecret("the log", service.log());
            try (Stream<Path> files = Files.walk(world.folder.resolve("service"))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    assertNoSecret(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
    }

    private static void assertNoSecret(String where, String text) {
        SECRETS.forEach(secret -> assertThat(text.contains(secret))
                .as("%s holds %s", where, secret)
                .isFalse());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "no-such-host.invalid"})
    void whereOthersMayReachItItDoesNotStartWithoutALogin(String host) {
        try (World world = World.plain("reachable")) {
            Joulekeeper service = world.service(
                            Joulekeeper.Given.ENVIRONMENT, World.CHARGE_WHEN_LOW, Map.of("quarkus.http.host", host))
                    .launch();

            assertThat(service.awaitEnd(Duration.ofSeconds(60))).isEqualTo(1);
            assertThat(service.log()).contains(host).contains("joulekeeper key create");
            assertThat(world.cloud.journal())
                    .as("it asked the cloud for nothing")
                    .isEmpty();
        }
    }
}
