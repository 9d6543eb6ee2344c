package io.github.joulekeeper.web;

import io.github.joulekeeper.simulator.CloudOptions;
import io.github.joulekeeper.simulator.SimulatedCloud;
import io.github.joulekeeper.simulator.battery.Surroundings;
import io.github.joulekeeper.simulator.station.StationModel;
import io.github.joulekeeper.simulator.station.StationModelFile;
import io.github.joulekeeper.simulator.station.StationPlan;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A cloud with two DELTA 2 that live fast, and rules that set something as soon as they are heard. */
public final class LiveCloud implements QuarkusTestResourceLifecycleManager {
    static final String GARAGE = "R331ZTEST0000011";
    static final String CABIN = "R331ZTEST0000012";
    static final int CLIENTS = 4;

    private static final String RULES = """
            rules:
              - id: quiet
                when: soc > 0%
                set: {beeper.silent: true}
              - id: charge
                devices: [cabin]
                when: soc > 1%
                set: {ac-charging.watts: 400}
            """;

    private SimulatedCloud cloud;
    private Path directory;

    /** The service beside this cloud. */
    public static final class Profile implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(LiveCloud.class));
        }
    }

    @Override
    public Map<String, String> start() {
        StationModel model = StationModelFile.load("delta-2");
        cloud = SimulatedCloud.start(CloudOptions.builder(InstantSource.system())
                .speed(600)
                .reports(Duration.ofMillis(500), Duration.ofMillis(100))
                .station(new StationPlan(GARAGE, "garage", model, 90, Surroundings.load(30)))
                .station(new StationPlan(
                        CABIN, "cabin", model, 60, Surroundings.load(40).withGrid(true)))
                .build());
        try {
            directory = Files.createTempDirectory("joulekeeper-live");
            Files.createDirectory(directory.resolve("rules"));
            Files.writeString(directory.resolve("rules/house.yaml"), RULES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of(
                "ecoflow.url", cloud.url().toString(),
                "ecoflow.access-key", cloud.accessKey(),
                "ecoflow.secret-key", cloud.secretKey(),
                "joulekeeper.rules", directory.resolve("rules").toString(),
                "joulekeeper.min-interval", "1s",
                "joulekeeper.events.clients", Integer.toString(CLIENTS),
                "joulekeeper.events.waiting", "50",
                "joulekeeper.data", directory.resolve("data").toString());
    }

    @Override
    public void stop() {
        if (cloud != null) {
            cloud.close();
        }
        if (directory != null) {
            delete(directory);
        }
    }

    private static void delete(Path root) {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
