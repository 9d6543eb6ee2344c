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

/** A cloud with two DELTA 2, and a rules directory with one file, for tests of the API. */
public final class ApiCloud implements QuarkusTestResourceLifecycleManager {
    public static final String GARAGE = "R331ZTEST0000001";
    public static final String SHED = "R331ZTEST0000002";

    /** Neither touches the settings that the tests set by hand. */
    public static final String RULES = """
            # Kept by hand.
            rules:
              - id: quiet   # at once
                description: No beeps in the shed
                devices: [shed]
                when: soc > 0%
                set: {beeper.silent: true}

              # The charger.
              - id: charge-when-low
                devices: [garage]
                when: soc < 5% for 2m
                set: {ac-charging.watts: 800}
                otherwise: restore
            """;

    private SimulatedCloud cloud;
    private Path directory;

    /** The service beside this cloud. */
    public static final class Profile implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(ApiCloud.class));
        }
    }

    @Override
    public Map<String, String> start() {
        StationModel model = StationModelFile.load("delta-2");
        cloud = SimulatedCloud.start(CloudOptions.builder(InstantSource.system())
                .reports(Duration.ofSeconds(1), Duration.ofMillis(100))
                .station(new StationPlan(GARAGE, "garage", model, 50, Surroundings.load(0)))
                .station(new StationPlan(SHED, "shed", model, 60, Surroundings.load(0)))
                .build());
        try {
            directory = Files.createTempDirectory("joulekeeper-api");
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
