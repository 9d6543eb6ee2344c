package io.github.joulekeeper.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A broker, a cloud, and the product between them. Its files stay under {@code target/process-it} until the next run, so
 * that a failure can be looked into.
 */
final class World implements AutoCloseable {
    static final String PASSWORD = "first-password";

    /** Charges fast below 20 % until 60 %, then slowly again. */
    static final String CHARGE_WHEN_LOW = """
            rules:
              - id: charge-when-low
                description: Charge fast while the battery is low
                devices: all
                when: soc < 20%
                until: soc >= 60%
                set: {ac-charging.watts: 800}
                otherwise: {ac-charging.watts: 400}
            """;

    final Path folder;
    final Mosquitto broker;
    final VendorCloud cloud;
    private final Optional<Certificates> tls;
    private final List<Joulekeeper> services = new ArrayList<>();

    private World(Path folder, Optional<Certificates> tls) {
        this.folder = folder;
        this.tls = tls;
        this.broker = new Mosquitto(folder.resolve("broker"), VendorCloud.ACCOUNT, PASSWORD, tls);
        this.cloud = new VendorCloud(broker, PASSWORD);
    }

    /** A broker and a cloud without TLS. */
    static World plain(String name) {
        return new World(emptied(name), Optional.empty());
    }

    /** With TLS, and a broker's certificate for these names. */
    static World secured(String name, String names) {
        Path folder = emptied(name);
        return new World(folder, Optional.of(Certificates.make(folder.resolve("tls"), names)));
    }

    /** The product with one file of rules, not started. The names that are given last win. */
    Joulekeeper service(Joulekeeper.Given given, String rules, Map<String, String> more) {
        return service("service", given, rules, more);
    }

    /** One of several, each with a folder of its own. */
    Joulekeeper service(String name, Joulekeeper.Given given, String rules, Map<String, String> more) {
        try {
            Path home = Files.createDirectories(folder.resolve(name));
            Path ruleFolder = Files.createDirectories(home.resolve("rules"));
            Files.writeString(ruleFolder.resolve("test.yaml"), rules);
            Map<String, String> configuration = new HashMap<>(Map.of(
                    "ecoflow.url",
                    cloud.url().toString(),
                    "ecoflow.access-key",
                    VendorCloud.ACCESS_KEY,
                    "ecoflow.secret-key",
                    VendorCloud.SECRET_KEY,
                    "joulekeeper.rules",
                    ruleFolder.toString(),
                    "joulekeeper.data",
                    home.resolve("data").toString(),
                    "joulekeeper.min-interval",
                    "1s"));
            tls.ifPresent(made ->
                    configuration.put("ecoflow.mqtt.ca", made.authority().toString()));
            configuration.putAll(more);
            configuration.values().removeIf(String::isEmpty);
            Joulekeeper service = new Joulekeeper(home, given, configuration);
            services.add(service);
            return service;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        services.forEach(Joulekeeper::close);
        cloud.close();
        broker.close();
    }

    private static Path emptied(String name) {
        Path folder = Path.of("target", "process-it", name).toAbsolutePath();
        try {
            if (Files.exists(folder)) {
                try (Stream<Path> files = Files.walk(folder)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
