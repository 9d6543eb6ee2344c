package io.github.joulekeeper.web.security;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.github.joulekeeper.simulator.CloudOptions;
import io.github.joulekeeper.simulator.SimulatedCloud;
import io.github.joulekeeper.simulator.battery.Surroundings;
import io.github.joulekeeper.simulator.station.StationModelFile;
import io.github.joulekeeper.simulator.station.StationPlan;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A cloud with one quiet station and a rule; with {@link #LOCKED} also one API key of each role and an identity provider.
 * The keys' texts and the provider's address are handed to the tests as configuration, since they run in another class loader.
 */
public final class ServedStation implements QuarkusTestResourceLifecycleManager {
    static final String LOCKED = "locked";
    static final String SERIAL = "R331ZTEST0000001";
    static final String SECRET_KEY = "MarkerSecretKey0123456789abcdefgh";

    private boolean locked;
    private SimulatedCloud cloud;
    private Path root;
    private WireMockServer provider;

    @Override
    public void init(Map<String, String> arguments) {
        locked = arguments.containsKey(LOCKED);
    }

    @Override
    public Map<String, String> start() {
        cloud = SimulatedCloud.start(CloudOptions.builder(InstantSource.system())
                .reports(Duration.ofHours(12), Duration.ofHours(12))
                .station(new StationPlan(SERIAL, "garage", StationModelFile.load("delta-2"), 50, Surroundings.load(0)))
                .build());
        Map<String, String> configuration = new HashMap<>();
        try {
            root = Files.createTempDirectory("joulekeeper-security");
            Files.createDirectory(root.resolve("rules"));
            Files.writeString(root.resolve("rules/first.yaml"), """
                    rules:
                      - id: first
                        devices: [garage]
                        when: soc < 5%
                        set: {ac-charging.watts: 400 W}
                    """);
            configuration.put("ecoflow.url", cloud.url().toString());
            configuration.put("ecoflow.access-key", cloud.accessKey());
            configuration.put("ecoflow.secret-key", cloud.secretKey());
            configuration.put("joulekeeper.rules", root.resolve("rules").toString());
            configuration.put("joulekeeper.data", root.resolve("data").toString());
            if (locked) {
                lock(configuration);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return configuration;
    }

    private void lock(Map<String, String> configuration) {
        KeysFile file = new KeysFile(root.resolve("data").resolve(KeysFile.NAME));
        Random random = new Random(7);
        try {
            for (String role : Roles.ALL) {
                ApiKey.Made made = ApiKey.make("of-" + role, role, Instant.EPOCH, random);
                file.change(keys ->
                        Stream.concat(keys.stream(), Stream.of(made.key())).toList());
                configuration.put("test.key." + role, made.text());
            }
        } catch (KeysFile.UnusableException e) {
            throw new IllegalStateException(e);
        }
        configuration.put("test.keys-file", file.path().toString());
        IdentityProvider identityProvider = IdentityProvider.start();
        provider = identityProvider.server();
        configuration.putAll(identityProvider.configuration());
        configuration.put("joulekeeper.limits.headers", "2s");
        configuration.put("joulekeeper.limits.body", "2s");
    }

    @Override
    public void stop() {
        if (provider != null) {
            provider.stop();
        }
        if (cloud != null) {
            cloud.close();
        }
        if (root != null) {
            try (Stream<Path> all = Files.walk(root)) {
                for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
