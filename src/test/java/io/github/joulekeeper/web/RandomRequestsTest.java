package io.github.joulekeeper.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
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
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/**
 * Whatever is sent to any path, the answer is never a fault of the service: bad JSON, bad YAML, huge texts, odd characters,
 * wrong types. More by {@code -Dtest.requests=…}, others by {@code -Dtest.seed=…}.
 */
@QuarkusTest
@TestProfile(ApiCloud.Profile.class)
class RandomRequestsTest {
    private static final int EACH = Integer.getInteger("test.requests", 25);
    private static final Pattern PART = Pattern.compile("\\{(\\w+)}");
    private static final List<String> TYPES = List.of(
            "application/json",
            "application/yaml",
            "text/yaml",
            "multipart/form-data; boundary=x",
            "text/plain",
            "image/png",
            "nonsense",
            "application/json; charset=utf-16",
            "application/json; charset=none");

    @ConfigProperty(name = "joulekeeper.rules")
    Path rules;

    private final SplittableRandom random = new SplittableRandom(Long.getLong("test.seed", 42));
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    @Test
    void nothingThatIsSentIsAFaultOfTheService() throws Exception {
        int port = ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
        String base = "http://127.0.0.1:" + (port == 0 ? io.restassured.RestAssured.port : port);
        Map<String, Integer> statuses = new TreeMap<>();
        JsonNode paths = new ObjectMapper()
                .readTree(given().accept("application/json").get("/q/openapi").asString())
                .path("paths");
        List<String> faults = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : paths.properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                String method = operation.getKey().toUpperCase(Locale.ROOT);
                boolean streams = operation.getValue().toString().contains("text/event-stream");
                if (!path.getKey().startsWith("/api/") || streams) {
                    continue;
                }
                for (int i = 0; i < EACH; i++) {
                    String target = base + filled(path.getKey()) + query(operation.getValue());
                    String body = body();
                    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(target))
                            .timeout(Duration.ofSeconds(60))
                            .header("Content-Type", random.nextInt(3) == 0 ? one(TYPES) : one(TYPES.subList(0, 2)))
                            .header("If-Match", one(List.of("*", "\"x\"", "", ",", "\"\"\"", "W/\"a\"")))
                            .method(
                                    method,
                                    method.equals("GET")
                                            ? HttpRequest.BodyPublishers.noBody()
                                            : HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
                    String status = send(request.build(), method, body, faults);
                    statuses.merge(status, 1, Integer::sum);
                }
            }
        }
        System.out.println("Statuses of random requests: " + statuses);
        restore();
        assertThat(faults).isEmpty();
        assertThat(statuses).containsKeys("400", "404", "415", "422");
    }

    /** What other tests find, for some of the requests changed rules and the mode. */
    private void restore() throws IOException {
        given().contentType("application/json")
                .body("{\"mode\":\"control\"}")
                .put("/api/mode")
                .then()
                .statusCode(200);
        given().delete("/api/devices/garage/settings/ac-charging.watts").then().statusCode(202);
        given().delete("/api/devices/garage/settings/beeper.silent").then().statusCode(202);
        try (Stream<Path> files = Files.list(rules)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.writeString(rules.resolve("house.yaml"), ApiCloud.RULES);
    }

    private String send(HttpRequest request, String method, String body, List<String> faults)
            throws InterruptedException {
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 500) {
                faults.add("%s %s %s with %s: %d %s"
                        .formatted(
                                method,
                                request.uri(),
                                request.headers().map(),
                                body.substring(0, Math.min(200, body.length())),
                                response.statusCode(),
                                response.body()));
            }
            return String.valueOf(response.statusCode());
        } catch (IOException closed) {
            // A body beyond the limit is not read to its end.
            assertThat(body.length())
                    .as("%s %s: %s", method, request.uri(), closed)
                    .isGreaterThan(100_000);
            return "closed";
        }
    }

    private String filled(String path) {
        Matcher matcher = PART.matcher(path);
        StringBuilder filled = new StringBuilder();
        while (matcher.find()) {
            String part = random.nextInt(3) == 0
                    ? one(List.of("garage", "ac-charging.watts", "quiet", "beeper.silent", "delta-2", "1"))
                    : one(List.of(
                            "..",
                            "%00",
                            "a/b",
                            "../../etc/passwd",
                            "⚡",
                            "x".repeat(300),
                            " ",
                            "'\"<>",
                            "-1",
                            "\r\nX: y",
                            "{}"));
            matcher.appendReplacement(
                    filled,
                    Matcher.quoteReplacement(
                            URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20")));
        }
        return matcher.appendTail(filled).toString();
    }

    private String query(JsonNode operation) {
        StringBuilder query = new StringBuilder("?");
        operation.path("parameters").forEach(parameter -> {
            if (parameter.path("in").asText().equals("query") && random.nextInt(2) == 0) {
                String value = one(List.of(
                        "",
                        "0",
                        "-1",
                        "99999999999999999999",
                        "x",
                        "⚡",
                        "..",
                        "1",
                        "true",
                        "2026-06-01T00:00:00Z",
                        "../a.yaml",
                        "a.yaml"));
                query.append(parameter.path("name").asText())
                        .append('=')
                        .append(URLEncoder.encode(value, StandardCharsets.UTF_8))
                        .append('&');
            }
        });
        return query.toString();
    }

    private String body() {
        return switch (random.nextInt(12)) {
            case 0 -> "";
            case 1 ->
                one(List.of("{", "[", "\"", "nul", "{\"value\":", "{\"value\":1e999999999}", "]", "\0", "\uFEFF{}"));
            case 2 -> "[".repeat(random.nextInt(1, 5000));
            case 3 -> "{\"a\":".repeat(random.nextInt(1, 2000));
            case 4 -> "x".repeat(random.nextInt(1, 300_000));
            case 5 -> noise(random.nextInt(1, 400));
            case 6 -> "{\"%s\":%s}".formatted(one(List.of("value", "mode", "recording", "id", "rules")), value(3));
            case 7 -> "{\"value\":%s,\"for\":%s}".formatted(value(1), value(1));
            case 8 ->
                one(List.of(
                        "a: &a [*a]",
                        "!!java.net.URL [x]",
                        "- - - -",
                        "id: a\nid: b",
                        "? [a]\n: b",
                        "id: |\n  x\n y",
                        "--- a\n--- b",
                        "%YAML 9.9\n---\n",
                        "id: \ud83d\ude00\nwhen: [[",
                        "\t- x"));
            case 9 ->
                "id: r%d\nwhen: %s\nset: {ac-charging.watts: %s}\n"
                        .formatted(random.nextInt(5), noise(20).replace("\n", " "), value(1));
            case 10 ->
                "id: q%d\nwhen: soc < %d%%\nset: {ac-charging.watts: 400}\n"
                        .formatted(random.nextInt(5), random.nextInt(100));
            default -> "{\"id\":%s,\"when\":%s,\"set\":%s}".formatted(value(1), value(2), value(2));
        };
    }

    private String value(int depth) {
        return switch (random.nextInt(depth > 0 ? 10 : 7)) {
            case 0 -> "null";
            case 1 -> "true";
            case 2 -> String.valueOf(random.nextLong());
            case 3 -> "-1e400";
            case 4 -> "\"\\u0000\\ud800\"";
            case 5 -> "\"400 W\"";
            case 6 -> "\"" + "9".repeat(random.nextInt(1, 2000)) + "\"";
            case 7 -> "[" + value(depth - 1) + "," + value(depth - 1) + "]";
            case 8 -> "{\"a\":" + value(depth - 1) + "}";
            default -> "9".repeat(random.nextInt(1, 900));
        };
    }

    private String noise(int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            int point = random.nextInt(4) == 0 ? random.nextInt(0x10000, 0x110000) : random.nextInt(1, 0x300);
            text.appendCodePoint(point);
        }
        return text.toString();
    }

    private String one(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }
}
