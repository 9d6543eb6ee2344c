import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A broker, a cloud and one of the programs that answer, freshly started in an empty folder. */
final class Stage implements AutoCloseable {
    private static final Path BENCH = Path.of("bench").toAbsolutePath();
    private static final Path WORK = Path.of("target/bench").toAbsolutePath();
    private static final Path PRODUCT = Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath();

    /** Reports, presence, and answers of two kinds. */
    private static final int TOPICS_OF_A_STATION = 4;

    final Path folder;
    final int brokerPort;
    final Child broker;
    final Cloud cloud;
    final Child subject;
    /** From the start of the process until it had evaluated a rule; only of the product. */
    double firstRuleSeconds;

    Stage(String name, int stations, Options options, double firstSoc) throws IOException, InterruptedException {
        folder = options.data().resolve(name);
        empty(folder);
        brokerPort = Child.freePort();
        Path brokerConfiguration = folder.resolve("mosquitto.conf");
        Files.writeString(
                brokerConfiguration,
                "listener %d 127.0.0.1\n%s".formatted(brokerPort, Files.readString(BENCH.resolve("mosquitto.conf"))));
        broker = Child.start("broker", folder, List.of(mosquitto(), "-c", brokerConfiguration.toString()));
        broker.awaitPort(brokerPort);
        cloud = new Cloud(stations, brokerPort, firstSoc);
        try {
            subject = switch (name) {
                case "echo" ->
                    Child.start("echo", folder, List.of(WORK.resolve("echo").toString(), String.valueOf(brokerPort)));
                case "node-red" -> nodeRed();
                case "joulekeeper" -> joulekeeper(options, stations);
                default -> throw new IllegalArgumentException("Nothing is called " + name);
            };
        } catch (RuntimeException | IOException | InterruptedException failure) {
            cloud.close();
            broker.close();
            throw failure;
        }
    }

    /** The cache that lets the JVM start faster; made now if there is none, or if it is older than the product. */
    static Path aotCache() throws IOException, InterruptedException {
        Path cache = PRODUCT.resolveSibling("joulekeeper.aot");
        if (!Files.exists(cache)
                || Files.getLastModifiedTime(cache).compareTo(Files.getLastModifiedTime(PRODUCT)) < 0) {
            System.out.println("bench: making the AOT cache");
            Child.output(List.of(BENCH.resolve("../deployment/make-aot-cache").toString(), PRODUCT.toString()), 300);
        }
        return cache;
    }

    private static String mosquitto() {
        return Files.isExecutable(Path.of("/usr/sbin/mosquitto")) ? "/usr/sbin/mosquitto" : "mosquitto";
    }

    private Child nodeRed() throws IOException, InterruptedException {
        Files.writeString(
                folder.resolve("flow.json"),
                Files.readString(BENCH.resolve("flow.json")).replace("@PORT@", String.valueOf(brokerPort)));
        Files.copy(BENCH.resolve("node-red-settings.js"), folder.resolve("settings.js"));
        Child nodeRed = Child.start(
                "node-red",
                folder,
                List.of(
                        "node",
                        WORK.resolve("node-red/node_modules/node-red/red.js").toString(),
                        "--userDir",
                        folder.toString(),
                        "--settings",
                        folder.resolve("settings.js").toString(),
                        "--port",
                        String.valueOf(Child.freePort()),
                        "flow.json"));
        nodeRed.await(() -> nodeRed.log().contains("Connected to broker"));
        return nodeRed;
    }

    private Child joulekeeper(Options options, int stations) throws IOException, InterruptedException {
        Path rules = Files.createDirectories(folder.resolve("rules"));
        Files.copy(BENCH.resolve("rules.yaml"), rules.resolve("bench.yaml"));
        int port = Child.freePort();
        List<String> line = new ArrayList<>();
        line.add(ProcessHandle.current().info().command().orElse("java"));
        line.add("@" + BENCH.resolve("../deployment/java-options").normalize());
        if (!options.jvm().isBlank()) {
            line.addAll(Arrays.asList(options.jvm().split(" +")));
        }
        line.addAll(List.of(
                "-Decoflow.url=" + cloud.url(),
                "-Decoflow.access-key=bench",
                "-Decoflow.secret-key=bench",
                "-Decoflow.transport=mqtt",
                "-Djoulekeeper.rules=" + rules,
                "-Djoulekeeper.data=" + folder.resolve("data"),
                "-Djoulekeeper.min-interval=0s",
                "-Decoflow.requests-per-minute=0",
                "-Djoulekeeper.flapping.within=1ms",
                "-Dquarkus.http.port=" + port,
                "-jar",
                PRODUCT.toString()));
        long start = System.nanoTime();
        Child service = Child.start("joulekeeper", folder, line);
        if (cloud.firstSoc() < 20) {
            service.await(() -> service.log().contains("Rule charge-fast"));
            firstRuleSeconds = (System.nanoTime() - start) / 1e9;
        } else {
            // What a station says before it is subscribed to is lost, and its loop would then stand still for ten seconds.
            URL status = URI.create("http://127.0.0.1:" + port + "/api/status").toURL();
            String wanted = "with %d subscriptions".formatted(stations * TOPICS_OF_A_STATION);
            service.await(() -> {
                try (InputStream in = status.openStream()) {
                    return new String(in.readAllBytes(), StandardCharsets.UTF_8).contains(wanted);
                }
            });
        }
        return service;
    }

    /** A command of the product's command line. */
    static List<String> java(String... arguments) {
        List<String> line = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"), "-jar", PRODUCT.toString()));
        line.addAll(List.of(arguments));
        return line;
    }

    private static void empty(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(folder);
    }

    @Override
    public void close() {
        subject.close();
        cloud.close();
        broker.close();
    }
}
