package io.github.joulekeeper.process;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.joulekeeper.simulator.Certificate;
import io.github.joulekeeper.simulator.CloudOptions;
import io.github.joulekeeper.simulator.DemoScene;
import io.github.joulekeeper.simulator.SimulatedCloud;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The scene of the demo with the shipped rules, but through a real mosquitto, so that no quirk of a client is hidden by
 * Joulekeeper's own broker.
 */
@NeedsProgram(value = "mosquitto", install = "apt install mosquitto")
class DemoThroughMosquittoIT {
    @ParameterizedTest
    @ValueSource(strings = {"http", "mqtt"})
    void theGeneratorRuleStartsAndItsCommandsAreProven(String transport, @TempDir Path folder) throws Exception {
        Mosquitto broker =
                new Mosquitto(Files.createDirectories(folder.resolve("broker")), "unused", "unused", Optional.empty());
        Certificate certificate = new Certificate(
                broker.host(), broker.port(), broker.protocol(), Mosquitto.STATIONS, Mosquitto.STATIONS_PASSWORD);
        CloudOptions options = DemoScene.options(InstantSource.system())
                .externalBroker(new CloudOptions.External(certificate, Optional.empty()))
                .build();
        try (SimulatedCloud cloud = SimulatedCloud.start(options);
                Joulekeeper service = new Joulekeeper(
                        Files.createDirectories(folder.resolve("service")),
                        Joulekeeper.Given.PROPERTIES,
                        Map.of(
                                "ecoflow.url", cloud.url().toString(),
                                "ecoflow.access-key", cloud.accessKey(),
                                "ecoflow.secret-key", cloud.secretKey(),
                                "ecoflow.transport", transport,
                                "joulekeeper.rules",
                                        Path.of("rules").toAbsolutePath().toString(),
                                "joulekeeper.data", folder.resolve("data").toString()))) {
            service.start();
            await("the generator's two settings are confirmed")
                    .atMost(90, SECONDS)
                    .pollInterval(250, MILLISECONDS)
                    .untilAsserted(() -> assertThat(confirmed(service))
                            .as(service::tail)
                            .anyMatch(command -> command.contains("openOilSoc"))
                            .anyMatch(command -> command.contains("closeOilSoc")));
        } finally {
            broker.close();
        }
    }

    private static List<String> confirmed(Joulekeeper service) {
        return service.commands().stream()
                .filter(command -> command.outcome().equals("confirmed"))
                .map(LedgerCommand::toString)
                .toList();
    }
}
