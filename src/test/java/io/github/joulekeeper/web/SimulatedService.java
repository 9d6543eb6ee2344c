package io.github.joulekeeper.web;

import io.github.joulekeeper.simulator.CloudOptions;
import io.github.joulekeeper.simulator.SimulatedCloud;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** A simulated cloud, a rules directory with one file and an empty data directory, for a service under test. */
public abstract class SimulatedService implements QuarkusTestResourceLifecycleManager {
    private final CloudOptions.Builder options;
    private final String rules;
    private final Map<String, String> more;
    private SimulatedCloud cloud;
    private Path directory;

    /**
     * @param rules the text of the one rule file, {@code house.yaml}
     * @param more configuration beside that of the cloud and the directories
     */
    protected SimulatedService(CloudOptions.Builder options, String rules, Map<String, String> more) {
        this.options = options;
        this.rules = rules;
        this.more = more;
    }

    @Override
    public Map<String, String> start() {
        cloud = SimulatedCloud.start(options.build());
        Map<String, String> configuration = new HashMap<>(more);
        try {
            directory = Files.createTempDirectory("joulekeeper-test");
            Files.createDirectory(directory.resolve("rules"));
            Files.writeString(directory.resolve("rules/house.yaml"), rules);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        configuration.put("ecoflow.url", cloud.url().toString());
        configuration.put("ecoflow.access-key", cloud.accessKey());
        configuration.put("ecoflow.secret-key", cloud.secretKey());
        configuration.put("joulekeeper.rules", directory.resolve("rules").toString());
        configuration.put("joulekeeper.data", data().toString());
        return configuration;
    }

    /** The service's data directory, which it makes itself. */
    protected final Path data() {
        return directory.resolve("data");
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
