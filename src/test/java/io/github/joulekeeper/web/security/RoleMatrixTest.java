package io.github.joulekeeper.web.security;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.joulekeeper.web.ApiDescription;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each path of the OpenAPI document, each method, each role, and nobody at all. */
@QuarkusTest
@TestProfile(LockedProfile.class)
class RoleMatrixTest {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");
    /** They change nothing, though they are sent as POST. */
    private static final List<String> LOOKING = List.of("/api/rules/validate", "/api/rules/try", "/api/replay");
    /** They switch a rule on or off, and write no rule. */
    private static final String SWITCHING = "/api/rules/\\{[^}]*}/(enable|disable|resume)";

    record Call(String method, String path, String role) {
        static Call of(String method, String path) {
            return new Call(method, path, neededFor(method, path));
        }

        private static String neededFor(String method, String path) {
            if (method.equals("GET") || LOOKING.contains(path)) {
                return Roles.VIEWER;
            }
            return path.startsWith("/api/rules") && !path.matches(SWITCHING) ? Roles.EDITOR : Roles.OPERATOR;
        }

        int status(String authorization) {
            return Caller.status(method, path.replaceAll("\\{[^}]*}", "no-such-thing"), authorization);
        }
    }

    @TestFactory
    List<DynamicTest> everyPathAsksForItsRole() {
        List<Call> calls = calls();
        assertThat(calls).extracting(Call::path).contains("/api/status", "/api/devices/{device}");
        return calls.stream()
                .map(call -> DynamicTest.dynamicTest(call.method() + " " + call.path(), () -> {
                    assertThat(call.status("")).as("nobody").isEqualTo(401);
                    assertThat(call.status("Bearer jk_00000000_wrong"))
                            .as("a wrong key")
                            .isIn(401, 429);
                    for (String role : Roles.ALL) {
                        int status = call.status("Bearer " + Caller.key(role));
                        if (Roles.includedIn(role).contains(call.role())) {
                            assertThat(status).as(role).isNotIn(401, 403).isLessThan(500);
                        } else {
                            assertThat(status).as(role).isEqualTo(403);
                        }
                    }
                }))
                .toList();
    }

    @Test
    void whoHasNoRoleAndWhoIsNobodyAreRefusedAsTheDescriptionSays() {
        ApiDescription description = new ApiDescription(document());
        // Wrong logins of other tests from this address may still count for a minute.
        await("the provider's token is looked at")
                .atMost(90, TimeUnit.SECONDS)
                .pollInterval(1, TimeUnit.SECONDS)
                .until(() ->
                        Caller.status("GET", "/api/status", "Bearer " + Caller.setting("test.token.nobody")) == 403);
        for (String operation : description.operations()) {
            String[] parts = operation.split(" ", 2);
            String path = parts[1].replaceAll("\\{[^}]*}", "no-such-thing");
            Response nobody = given().contentType("application/json").request(parts[0], path);
            description.check(operation, nobody.statusCode(), nobody.contentType(), nobody.asString());
            assertThat(nobody.statusCode()).as(operation).isEqualTo(401);
            Response noRole = given().header("Authorization", "Bearer " + Caller.setting("test.token.nobody"))
                    .contentType("application/json")
                    .request(parts[0], path);
            description.check(operation, noRole.statusCode(), noRole.contentType(), noRole.asString());
            assertThat(noRole.statusCode()).as(operation).isEqualTo(403);
        }
    }

    @Test
    void onlyTheProbesAreForEverybody() {
        for (String open : List.of("/q/health/live", "/q/health/ready", "/q/health/started", "/login")) {
            assertThat(Caller.status("GET", open, "")).as(open).isIn(200, 503);
        }
        for (String closed : List.of("/q/health", "/q/metrics", "/q/openapi", "/q/openapi.json", "/q/", "/q/dev-ui")) {
            assertThat(Caller.status("GET", closed, "")).as(closed).isEqualTo(401);
        }
        assertThat(Caller.status("GET", "/q/metrics", "Bearer " + Caller.key(Roles.VIEWER)))
                .isEqualTo(200);
    }

    @Test
    void theAnswerSaysWhoLacksWhat() {
        given().get("/api/status")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", "Bearer realm=\"joulekeeper\"")
                .contentType("application/problem+json")
                .body("status", org.hamcrest.Matchers.equalTo(401));
    }

    private static String document() {
        return given().header("Authorization", "Bearer " + Caller.key(Roles.VIEWER))
                .queryParam("format", "json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    private static List<Call> calls() {
        List<Call> calls = new ArrayList<>();
        paths(document())
                .forEachEntry((path, operations) -> operations.fieldNames().forEachRemaining(method -> {
                    if (METHODS.contains(method)) {
                        calls.add(Call.of(method.toUpperCase(Locale.ROOT), path));
                    }
                }));
        return calls;
    }

    private static JsonNode paths(String document) {
        try {
            return new ObjectMapper().readTree(document).path("paths");
        } catch (JsonProcessingException e) {
            throw new AssertionError(document, e);
        }
    }
}
