package io.github.joulekeeper.process;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The built product, run as a user runs it: {@code java -jar} without arguments, in a folder of its own, knowing nothing but
 * the configuration that it is given. It keeps its port and folder when it is started again.
 */
final class Joulekeeper implements AutoCloseable {
    /** How the configuration is given. */
    enum Given {
        PROPERTIES,
        ENVIRONMENT
    }

    /** A native executable to run instead of the jar; the build's profile {@code native} names it. */
    private static final Optional<String> EXECUTABLE = Optional.ofNullable(
                    System.getProperty("process-tests.executable"))
            .filter(name -> !name.isBlank())
            .map(name -> Path.of(name).toAbsolutePath().toString());

    private static final Path JAR = Path.of(
                    System.getProperty("process-tests.jar", "target/quarkus-app/quarkus-run.jar"))
            .toAbsolutePath();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final ObjectMapper json = new ObjectMapper();
    private final Path folder;
    private final Path log;
    private final Given given;
    private final Map<String, String> configuration;
    private final int port = FreePort.next();
    private Process process;

    Joulekeeper(Path folder, Given given, Map<String, String> configuration) {
        this.folder = folder;
        this.log = folder.resolve("joulekeeper.log");
        this.given = given;
        this.configuration = new TreeMap<>(configuration);
        this.configuration.put("quarkus.http.port", String.valueOf(port));
    }

    /** Starts the process and does not wait for anything. */
    Joulekeeper launch() {
        try {
            process = builder(List.of())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Makes an API key as whoever runs the service does, by the command line; the key's text. */
    String makeKey(String role) {
        try {
            Process made = builder(List.of("key", "create", "--role", role, "--name", "of-" + role))
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            String text = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(made.waitFor()).as(text).isZero();
            return text.lines().findFirst().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private ProcessBuilder builder(List<String> arguments) {
        assertThat(EXECUTABLE.map(Path::of).orElse(JAR))
                .as("the built product; ./mvnw verify builds it before these tests")
                .exists();
        List<String> line = new ArrayList<>();
        if (EXECUTABLE.isPresent()) {
            line.add(EXECUTABLE.get());
        } else {
            line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            // As small as on a small board, and quick to start; none of it changes what the product does.
            line.addAll(List.of("-Xmx192m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        }
        if (given == Given.PROPERTIES) {
            configuration.forEach((name, value) -> line.add("-D" + name + "=" + value));
        }
        if (EXECUTABLE.isEmpty()) {
            line.addAll(List.of("-jar", JAR.toString()));
        }
        line.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.matches("(ECOFLOW|JOULEKEEPER|QUARKUS|MP)_.*"));
        if (given == Given.ENVIRONMENT) {
            configuration.forEach((name, value) -> builder.environment().put(variable(name), value));
        }
        return builder;
    }

    /** Starts it and waits until it is ready and knows its stations, or stands by. */
    Joulekeeper start() {
        launch();
        await("ready").atMost(60, SECONDS).pollInterval(100, MILLISECONDS).until(() -> {
            assertThat(process.isAlive()).as(() -> "it ended: " + tail()).isTrue();
            return isReady() && (knowsItsStations() || standsBy());
        });
        return this;
    }

    private boolean knowsItsStations() {
        return body("/api/status").contains("\"firstSnapshot\":true");
    }

    private boolean standsBy() {
        return body("/api/status").contains("\"role\":\"standby\"");
    }

    /** Where it answers. */
    String url() {
        return "http://127.0.0.1:" + port;
    }

    boolean isReady() {
        return status("/q/health/ready") == 200;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The commands of the ledger, newest first. */
    List<LedgerCommand> commands() {
        try {
            HttpResponse<String> answer = get("/api/commands?limit=1000");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return LedgerCommand.all(json.readTree(answer.body()));
        } catch (IOException e) {
            throw new UncheckedIOException("GET /api/commands; " + tail(), e);
        }
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
        awaitEnd(Duration.ofSeconds(10));
    }

    /** SIGTERM; the exit status. */
    int terminate(Duration within) {
        process.destroy();
        return awaitEnd(within);
    }

    /** The exit status, when it ends by itself. */
    int awaitEnd(Duration within) {
        await("the process ends").atMost(within).pollInterval(20, MILLISECONDS).until(() -> !process.isAlive());
        return process.exitValue();
    }

    String log() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The end of the log and what it says of its rules and stations, for messages. */
    String tail() {
        List<String> lines = log().lines().toList();
        return "%s ends with%n%s%n/api/rules: %s%n/api/devices: %s"
                .formatted(
                        log,
                        String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size())),
                        body("/api/rules"),
                        body("/api/devices"));
    }

    /** SIGSTOP: it does nothing any more, and does not know. */
    void pause() {
        Programs.run(List.of("kill", "-STOP", String.valueOf(process.pid())));
    }

    /** SIGCONT: it goes on as if nothing had been. */
    void resume() {
        Programs.run(List.of("kill", "-CONT", String.valueOf(process.pid())));
    }

    /** Whether it says of itself that it owns the account. */
    boolean owns() {
        return body("/api/status").contains("\"role\":\"owner\"");
    }

    String body(String path) {
        try {
            return get(path).body();
        } catch (IOException e) {
            return "no answer: " + e.getMessage();
        }
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            process.destroyForcibly();
            awaitEnd(Duration.ofSeconds(10));
        }
    }

    int status(String path) {
        try {
            return get(path).statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    private HttpResponse<String> get(String path) throws IOException {
        return get(path, "*/*", Duration.ofSeconds(5));
    }

    /** The whole answer. @param accept the media type that is asked for */
    HttpResponse<String> get(String path, String accept, Duration within) throws IOException {
        return send(HttpRequest.newBuilder(URI.create(url() + path)).header("Accept", accept), within);
    }

    /** The whole answer to a request of any method; whatever is changed is taken as it is. */
    HttpResponse<String> send(String method, String path, String type, String body, Duration within)
            throws IOException {
        return send(
                HttpRequest.newBuilder(URI.create(url() + path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .header("Content-Type", type)
                        .header("If-Match", "*"),
                within);
    }

    private HttpResponse<String> send(HttpRequest.Builder request, Duration within) throws IOException {
        try {
            return http.send(request.timeout(within).build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** The environment variable of a name, by the rule of MicroProfile Config. */
    private static String variable(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
