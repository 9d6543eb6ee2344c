package io.github.joulekeeper.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.github.joulekeeper.web.rules.ReplayApiTest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every operation of the OpenAPI document gives each of its statuses, and what it answers is what the document says. Those of
 * callers whom nobody knows (401) or whose role does not suffice (403) are in {@code RoleMatrixTest}, those of a service
 * without its ledger or that stands by (503) in {@code PostgresIT} and {@code StandbyIT}.
 */
@QuarkusTest
@TestProfile(ApiCloud.Profile.class)
class DescribedAnswersTest {
    private static final String YAML = "application/yaml";
    private static final String JSON = "application/json";
    private static final String RULE = "id: described\nwhen: soc < 3%\nset: {ac-charging.watts: 400}\n";
    private static final String WRONG = RULE.replace("soc", "socc");

    @ConfigProperty(name = "joulekeeper.data")
    Path data;

    @ConfigProperty(name = "joulekeeper.rules")
    Path rules;

    private final Set<String> given = new TreeSet<>();
    private ApiDescription description;

    @BeforeEach
    void aServiceThatHasDoneSomething() throws IOException {
        description = new ApiDescription(given().accept(JSON)
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .extract()
                .asString());
        Files.createDirectories(data.resolve("recordings"));
        Files.writeString(data.resolve("recordings/2026-06-01.jsonl"), ReplayApiTest.RECORDING);
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            given().get("/api/devices/garage").then().body("online", equalTo(true));
            given().get("/api/commands?outcome=confirmed").then().body("size()", greaterThan(0));
        });
    }

    @AfterEach
    void asBefore() throws IOException {
        Files.deleteIfExists(rules.resolve("described.yaml"));
        given().contentType(JSON).body("{\"mode\":\"control\"}").put("/api/mode");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> given().get("/api/rules/described").then().statusCode(404));
    }

    @Test
    void everyStatusIsGivenAndEveryBodyFitsItsSchema() {
        readings();
        settingsAndMode();
        checksAndReplays();
        rules();

        Set<String> elsewhere = new TreeSet<>(description.statuses());
        elsewhere.removeIf(one -> !one.matches(".* (401|403|503)"));
        Set<String> missing = new TreeSet<>(description.statuses());
        missing.removeAll(given);
        missing.removeAll(elsewhere);
        assertThat(missing).as("what is described, but no request here gives").isEmpty();
    }

    private void readings() {
        get("/api/status", 200, "/api/status");
        get("/api/mode", 200, "/api/mode");
        get("/api/models", 200, "/api/models");
        get("/api/models/{model}", 200, "/api/models/delta-2");
        get("/api/models/{model}", 404, "/api/models/delta-9");
        get("/api/devices", 200, "/api/devices");
        get("/api/devices/{device}", 200, "/api/devices/garage");
        get("/api/devices/{device}", 404, "/api/devices/attic");
        get("/api/devices/{device}/history", 200, "/api/devices/garage/history?quotas=soc&step=hour");
        get("/api/devices/{device}/history", 400, "/api/devices/garage/history?step=second");
        get("/api/devices/{device}/history", 404, "/api/devices/attic/history");
        get("/api/commands", 200, "/api/commands");
        get("/api/commands", 400, "/api/commands?limit=0");
        get("/api/commands/{id}", 200, "/api/commands/1");
        get("/api/commands/{id}", 400, "/api/commands/one");
        get("/api/commands/{id}", 404, "/api/commands/999999");
        get("/api/entries", 200, "/api/entries?limit=1000");
        get("/api/entries", 400, "/api/entries?kind=,");
        for (String path : List.of("/api/commands", "/api/entries")) {
            await().untilAsserted(() -> answered(
                    "GET " + path,
                    304,
                    given().header("If-None-Match", given().get(path).header("ETag"))
                            .get(path)));
        }
        get("/api/events", 400, "/api/events?after=now");
        get("/api/events", 404, "/api/events?device=attic");
        get("/api/ledger/export", 200, "/api/ledger/export");
        get("/api/ledger/export", 200, "/api/ledger/export?format=csv");
        get("/api/ledger/export", 400, "/api/ledger/export?format=xml");
        events();
    }

    /** It has no end, so that only its beginning is looked at. */
    private void events() {
        try (EventStream stream = EventStream.open("")) {
            await().untilAsserted(() -> assertThat(stream.status()).contains("200"));
            given.add("GET /api/events 200");
        }
    }

    private void settingsAndMode() {
        String path = "/api/devices/{device}/settings/{setting}";
        String actual = "/api/devices/garage/settings/ac-charging.watts";
        send("PUT", path, 202, actual, JSON, "{\"value\":400,\"for\":\"1m\"}");
        send("PUT", path, 400, actual, JSON, "{\"value\":\"much\"}");
        send("PUT", path, 404, "/api/devices/attic/settings/ac-charging.watts", JSON, "{\"value\":400}");
        send("PUT", path, 413, actual, JSON, "x".repeat(100_000));
        send("PUT", path, 415, actual, "image/png", "x");
        get("/api/devices/{device}", 200, "/api/devices/garage");
        answered("DELETE " + path, 202, given().delete(actual));
        answered("DELETE " + path, 404, given().delete("/api/devices/garage/settings/none"));
        send("PUT", "/api/mode", 200, "/api/mode", JSON, "{\"mode\":\"observe\"}");
        send("PUT", "/api/mode", 400, "/api/mode", JSON, "{\"mode\":\"sleep\"}");
        send("PUT", "/api/mode", 413, "/api/mode", JSON, "x".repeat(100_000));
        send("PUT", "/api/mode", 415, "/api/mode", "image/png", "x");
    }

    private void checksAndReplays() {
        String check = "/api/rules/validate";
        send("POST", check, 200, check, YAML, RULE);
        send("POST", check, 200, check, YAML, WRONG);
        send("POST", check, 400, check, JSON, "{");
        send("POST", check, 413, check, YAML, "x".repeat(2_000_000));
        send("POST", check, 415, check, "image/png", "x");

        String replay = "/api/replay";
        String recording = "{\"recording\":\"2026-06-01.jsonl\"";
        get(replay, 200, replay);
        send("POST", replay, 200, replay, JSON, recording + "}");
        send(
                "POST",
                replay,
                200,
                replay,
                JSON,
                recording + ",\"compare\":true,\"rules\":\"id: o\\nwhen: soc < 50%\\nset: {ac-charging.watts: 400}\"}");
        send("POST", replay, 400, replay, JSON, recording + ",\"zone\":\"Mars\"}");
        send("POST", replay, 404, replay, JSON, "{\"recording\":\"none.jsonl\"}");
        send("POST", replay, 413, replay, JSON, "x".repeat(11_000_000));
        send("POST", replay, 415, replay, "image/png", "x");
        send("POST", replay, 422, replay, JSON, recording + ",\"rules\":\"id: x\"}");
    }

    private void rules() {
        String all = "/api/rules";
        String one = "/api/rules/{rule}";
        String actual = "/api/rules/described";
        send("POST", all, 201, all, YAML, RULE);
        send("POST", all, 400, all, JSON, "{");
        send("POST", all, 409, all, YAML, RULE);
        send("POST", all, 413, all, YAML, "x".repeat(2_000_000));
        send("POST", all, 415, all, "image/png", "x");
        send("POST", all, 422, all, YAML, WRONG);
        get(all, 200, all);
        get(one, 200, actual);
        answered("GET " + one, 200, given().accept(YAML).get(actual));
        get(one, 404, "/api/rules/none");
        get(one + "/explain", 200, "/api/rules/quiet/explain");
        get(one + "/explain", 404, "/api/rules/none/explain");
        get(one + "/history", 200, "/api/rules/quiet/history");
        get(one + "/history", 400, "/api/rules/quiet/history?limit=0");
        get(one + "/history", 404, "/api/rules/none/history");
        answered("POST " + one + "/resume", 200, given().post("/api/rules/quiet/resume"));
        answered("POST " + one + "/resume", 404, given().post("/api/rules/none/resume"));

        for (String change : List.of("PUT ", "DELETE ", "POST /disable", "POST /enable")) {
            String method = change.split(" ")[0];
            String rest = change.substring(method.length()).strip();
            String operation = method + " " + one + rest;
            answered(operation, 428, change(method, null).request(method, actual + rest));
            answered(operation, 412, change(method, "\"other\"").request(method, actual + rest));
            answered(operation, 404, change(method, "*").request(method, "/api/rules/none" + rest));
        }
        broken(one);
        send("PUT", one, 400, actual, JSON, "{");
        send("PUT", one, 413, actual, YAML, "x".repeat(2_000_000));
        send("PUT", one, 415, actual, "image/png", "x");
        send("PUT", one, 422, actual, YAML, WRONG);
        send("PUT", one, 200, actual, YAML, RULE);
        answered("POST " + one + "/disable", 200, change("POST", "*").post(actual + "/disable"));
        answered("POST " + one + "/enable", 200, change("POST", "*").post(actual + "/enable"));
        answered("DELETE " + one, 204, change("DELETE", "*").delete(actual));
    }

    /** A file that a person has changed since it was read, so that only a person can change it, or to what is wrong. */
    private void broken(String one) {
        Path file = rules.resolve("described.yaml");
        try {
            String well = Files.readString(file);
            Files.writeString(file, well.stripTrailing() + "\n    enabled: [true]\n");
            for (String rest : List.of("/disable", "/enable")) {
                refused("POST", one, rest, 409);
            }
            Files.writeString(file, well.replace("when:", "when: ["));
            refused("PUT", one, "", 409);
            Files.writeString(
                    file, "? rules\n: - id: described\n    when: soc < 3%\n    set: {ac-charging.watts: 400}\n");
            refused("DELETE", one, "", 409);
            String second = "  - {id: second, when: socc > 3, set: {beeper.silent: true}}\n";
            Files.writeString(file, well + second);
            refused("DELETE", one, "", 422);
            refused("POST", one, "/disable", 422);
            Files.writeString(file, well.stripTrailing() + "\n    enabled: false\n" + second);
            refused("POST", one, "/enable", 422);
            Files.writeString(file, well);
            await().untilAsserted(
                            () -> given().get("/api/rules").then().body("issues.severity", not(hasItem("error"))));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void refused(String method, String one, String rest, int status) {
        answered(method + " " + one + rest, status, change(method, "*").request(method, "/api/rules/described" + rest));
    }

    private static RequestSpecification change(String method, String ifMatch) {
        RequestSpecification request = given().config(TextTypes.CONFIG);
        if (ifMatch != null) {
            request.header("If-Match", ifMatch);
        }
        return method.equals("PUT") ? request.contentType(YAML).body(RULE) : request;
    }

    private void get(String path, int status, String actual) {
        answered("GET " + path, status, given().urlEncodingEnabled(false).get(actual));
    }

    private void send(String method, String path, int status, String actual, String type, String body) {
        answered(
                method + " " + path,
                status,
                given().config(TextTypes.CONFIG)
                        .header("If-Match", "*")
                        .contentType(type)
                        .body(body)
                        .request(method, actual));
    }

    private void answered(String operation, int status, Response response) {
        assertThat(response.statusCode())
                .as("%s: %s", operation, response.asString())
                .isEqualTo(status);
        description.check(operation, status, response.contentType(), response.asString());
        given.add(operation + " " + status);
    }
}
