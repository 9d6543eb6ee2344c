import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A broker, a cloud and one of the programs that answer, freshly started in an empty folder. */
final class Stage implements AutoCloseable {
    /** quota, status, set_reply, get_reply. */
    private static final int SUBSCRIPTIONS_EACH = 4;

    private static final Path BENCH = Path.of("bench").toAbsolutePath();
    private static final Path WORK = Path.of("target/bench").toAbsolutePath();
    private static final Path PRODUCT = Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath();

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
                case "joulekeeper" -> joulekeeper(stations, options);
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

    private Child joulekeeper(int stations, Options options) throws IOException, InterruptedException {
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
            service.await(() -> service.log().contains("MQTT is UP"));
            // A report that comes before its station is listened to would be asked for again ten seconds later only.
            service.await(() -> subscriptions(port) >= stations * SUBSCRIPTIONS_EACH);
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

    /** How many topics the service listens to by now. */
    private static int subscriptions(int port) throws IOException {
        String status = new String(
                URI.create("http://127.0.0.1:" + port + "/api/status").toURL().openStream().readAllBytes(),
                StandardCharsets.UTF_8);
        Matcher found = Pattern.compile("with (\\d+) subscriptions").matcher(status);
        return found.find() ? Integer.parseInt(found.group(1)) : 0;
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
