package io.github.joulekeeper.web.rules;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.github.joulekeeper.web.ApiCloud;
import io.github.joulekeeper.web.Problem;
import io.github.joulekeeper.web.TextTypes;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rules are read, written, checked and explained by the API, beside a directory that people edit. */
@QuarkusTest
@TestProfile(ApiCloud.Profile.class)
class RulesApiTest {
    private static final String YAML = "application/yaml";
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);
    private static final String NIGHT = """
            id: night
            # while it is cheap
            when: soc < 4% for 2m
            set: {ac-charging.watts: 400}
            """;

    @ConfigProperty(name = "joulekeeper.rules")
    Path rules;

    @BeforeEach
    void asAtTheStart() throws IOException {
        try (Stream<Path> files = Files.list(rules)) {
            for (Path file : files.toList()) {
                if (!file.endsWith("house.yaml")) {
                    Files.delete(file);
                }
            }
        }
        if (!house().equals(ApiCloud.RULES)) {
            Files.writeString(rules.resolve("house.yaml"), ApiCloud.RULES);
        }
        await().atMost(LONG_ENOUGH)
                .untilAsserted(() -> given().get("/api/rules")
                        .then()
                        .statusCode(200)
                        .body("rules.id", contains("charge-when-low", "quiet"))
                        .body("rules.current", not(hasItem(false)))
                        .body("rules.find { it.id == 'quiet' }.enabled", equalTo(true))
                        .body("rules.find { it.id == 'quiet' }.states.state", hasItem("active"))
                        .body("rules.find { it.id == 'charge-when-low' }.states.device", contains(ApiCloud.GARAGE)));
    }

    @Test
    void theListSaysWhereEachRuleIs() {
        given().get("/api/rules")
                .then()
                .statusCode(200)
                .body("writable", equalTo(true))
                .body("issues", empty())
                .body("rules[1].description", equalTo("No beeps in the shed"))
                .body("rules[1].file", equalTo("house.yaml"))
                .body("rules[1].line", equalTo(3))
                .body("rules[1].priority", equalTo(50))
                .body("rules[1].etag", notNullValue())
                .body("rules[1].states[0].deviceName", equalTo("shed"))
                .body("rules[1].states[0].reason", containsString("soc = 60 %"))
                .body("rules[0].states[0].state", equalTo("inactive"))
                .body("rules[0].states[0].waitsFor", equalTo("until `when` is true"));
    }

    @Test
    void aRuleIsReadAsJsonAndAsItsOwnText() {
        String etag = given().get("/api/rules/quiet")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("text", containsString("id: quiet   # at once\n"))
                .body("rule.set.'beeper.silent'", equalTo(true))
                .body("writable", equalTo(true))
                .body("states", hasSize(1))
                .extract()
                .header("ETag");
        given().accept(YAML)
                .get("/api/rules/quiet")
                .then()
                .statusCode(200)
                .header("ETag", equalTo(etag))
                .body(equalTo("""
                        id: quiet   # at once
                        description: No beeps in the shed
                        devices: [shed]
                        when: soc > 0%
                        set: {beeper.silent: true}
                        """));
        problem(given().get("/api/rules/none").then(), 404)
                .body("detail", equalTo("There is no rule 'none'. There are charge-when-low, quiet"));
        given().accept(YAML).get("/api/rules/none").then().statusCode(404);
    }

    @Test
    void aRuleIsCreatedReplacedSwitchedAndDeleted() throws IOException {
        String first = write(YAML, NIGHT)
                .post("/api/rules?file=house.yaml")
                .then()
                .statusCode(201)
                .header("Location", org.hamcrest.Matchers.endsWith("/api/rules/night"))
                .body("text", equalTo(NIGHT))
                .extract()
                .header("ETag");
        assertThat(house()).isEqualTo(ApiCloud.RULES + """
                  - id: night
                    # while it is cheap
                    when: soc < 4% for 2m
                    set: {ac-charging.watts: 400}
                """);
        // What is answered is in force.
        given().get("/api/rules/night/explain").then().statusCode(200).body("when.text", hasItem(containsString("4%")));

        problem(write(YAML, NIGHT).put("/api/rules/night").then(), 428);
        problem(
                write(YAML, NIGHT)
                        .header("If-Match", "\"other\"")
                        .put("/api/rules/night")
                        .then(),
                412);
        String second = write(YAML, NIGHT.replace("4%", "3%"))
                .header("If-Match", first)
                .put("/api/rules/night")
                .then()
                .statusCode(200)
                .extract()
                .header("ETag");
        given().get("/api/rules/night/explain").then().statusCode(200).body("when.text", hasItem(containsString("3%")));
        problem(given().header("If-Match", first).delete("/api/rules/night").then(), 412);

        String third = given().header("If-Match", second)
                .post("/api/rules/night/disable")
                .then()
                .statusCode(200)
                .extract()
                .header("ETag");
        given().get("/api/rules/night")
                .then()
                .body("enabled", equalTo(false))
                .body("states.state", hasItem("disabled"));
        String fourth = given().header("If-Match", third)
                .post("/api/rules/night/enable")
                .then()
                .statusCode(200)
                .extract()
                .header("ETag");
        given().get("/api/rules/night").then().body("enabled", equalTo(true)).body("states.state", hasItem("inactive"));
        problem(given().post("/api/rules/night/enable").then(), 428);
        problem(
                given().header("If-Match", first)
                        .post("/api/rules/night/disable")
                        .then(),
                412);

        problem(given().delete("/api/rules/night").then(), 428);
        given().header("If-Match", "\"x\", " + fourth)
                .delete("/api/rules/night")
                .then()
                .statusCode(204);
        given().get("/api/rules/night").then().statusCode(404);
        assertThat(house()).isEqualTo(ApiCloud.RULES);
        for (String path : new String[] {"enable", "disable"}) {
            problem(
                    given().header("If-Match", "*")
                            .post("/api/rules/night/" + path)
                            .then(),
                    404);
        }
        problem(given().header("If-Match", "*").delete("/api/rules/night").then(), 404);
        problem(
                write(YAML, NIGHT)
                        .header("If-Match", "*")
                        .put("/api/rules/night")
                        .then(),
                404);
    }

    @Test
    void jsonIsWrittenAsYaml() throws IOException {
        write("application/json", Examples.RULE_JSON.replace("  ", "\t"))
                .post("/api/rules")
                .then()
                .statusCode(201);
        assertThat(Files.readString(rules.resolve("night-charging.yaml"))).startsWith("""
                rules:
                  - id: night-charging
                    description: Charge slowly from the wall at the night rate
                """);
        given().get("/api/rules/night-charging")
                .then()
                .body("rule.otherwise.'ac-charging.watts'", equalTo(200))
                .body("states", hasSize(2));
        given().header("If-Match", "*")
                .delete("/api/rules/night-charging")
                .then()
                .statusCode(204);
    }

    @Test
    void mistakesAreToldWithTheirPlaces() throws IOException {
        problem(write(YAML, NIGHT.replace("soc", "socc")).post("/api/rules").then(), 422)
                .body("errors", hasSize(1))
                .body("errors[0].line", equalTo(3))
                .body("errors[0].column", equalTo(7))
                .body("errors[0].endColumn", equalTo(11))
                .body("errors[0].severity", equalTo("error"))
                .body("errors[0].file", nullValue())
                .body("errors[0].message", containsString("Did you mean 'soc'?"));
        problem(
                        write("application/json", "{\n  \"id\": \"night\",\n\t\"when\": \"soc\",\n \"set\": {}}")
                                .post("/api/rules")
                                .then(),
                        422)
                .body("errors[0].line", equalTo(3))
                .body("errors[0].column", equalTo(11));
        problem(write("application/json", "{\n  \"id\": ").post("/api/rules").then(), 400)
                .body("errors[0].line", equalTo(2));
        problem(write(YAML, NIGHT).post("/api/rules?file=../x.yaml").then(), 422);
        problem(write(YAML, NIGHT.replace("night", "quiet")).post("/api/rules").then(), 409)
                .body("detail", containsString("house.yaml, line 3"));
        problem(
                        write(YAML, NIGHT)
                                .header("If-Match", "*")
                                .put("/api/rules/quiet")
                                .then(),
                        422)
                .body("errors[0].message", containsString("must stay 'quiet'"));
        problem(write("image/png", NIGHT).post("/api/rules").then(), 415);
        assertThat(house()).isEqualTo(ApiCloud.RULES);
    }

    @Test
    void aFileWithErrorsIsShownAndLeftAlone() throws IOException {
        Files.writeString(rules.resolve("house.yaml"), ApiCloud.RULES.replace("soc > 0%", "socc > 0%"));

        await().atMost(LONG_ENOUGH)
                .untilAsserted(() -> given().get("/api/rules")
                        .then()
                        .body("issues.file", hasItem("house.yaml"))
                        .body("rules.find { it.id == 'quiet' }.current", equalTo(false))
                        // It runs as it was before.
                        .body("rules.find { it.id == 'quiet' }.states.state", hasItem("active")));
        problem(
                        given().header("If-Match", "*")
                                .post("/api/rules/charge-when-low/disable")
                                .then(),
                        422)
                .body("errors[0].file", equalTo("house.yaml"))
                .body("errors[0].line", equalTo(6));
        Files.writeString(rules.resolve("house.yaml"), "rules: [");
        problem(
                        given().header("If-Match", "*")
                                .post("/api/rules/charge-when-low/disable")
                                .then(),
                        409)
                .body("detail", containsString("Correct it by hand first: house.yaml, line 1, column 9: "))
                .body("errors[0].file", equalTo("house.yaml"))
                .body("errors[0].line", equalTo(1));
        problem(given().accept(YAML).get("/api/rules/charge-when-low").then(), 404)
                .body("detail", containsString("its text cannot be told"));
        problem(write(YAML, NIGHT).post("/api/rules?file=house.yaml").then(), 409);
    }

    @Test
    void rulesAreCheckedAndTriedWithoutSaving() throws IOException {
        write(YAML, "id: quiet\nwhen: soc > 55% and soc < 4% for 2m\nset: {beeper.silent: true}\n")
                .post("/api/rules/validate")
                .then()
                .statusCode(200)
                .body("valid", equalTo(true))
                .body("issues", empty())
                .body("now", hasSize(2))
                .body("now.deviceName", hasItems("garage", "shed"))
                .body("now.find { it.deviceName == 'shed' }.state", equalTo("inactive"))
                .body("now.find { it.deviceName == 'shed' }.when.parts[0].value", equalTo("true"))
                .body("now.find { it.deviceName == 'shed' }.when.parts[0].readings[0]", containsString("soc = 60 %"))
                .body("now.find { it.deviceName == 'shed' }.when.parts[1].value", equalTo("false"));
        write(YAML, "id: other\ndevices: [shed]\nwhen: rule(\"quiet\").active\nset: {ac-charging.watts: 500}")
                .post("/api/rules/validate")
                .then()
                .body("now[0].state", equalTo("active"))
                .body("now[0].claims[0].value", equalTo("500 W"));
        write(YAML, ApiCloud.RULES.replace("ac-charging.watts: 800", "ac-charging.watts: 801"))
                .post("/api/rules/validate")
                .then()
                .statusCode(200)
                .body("valid", equalTo(false))
                .body("now", empty())
                .body("issues[0].line", equalTo(13));
        write("application/json", "[1, 2]")
                .post("/api/rules/validate")
                .then()
                .statusCode(200)
                .body("valid", equalTo(false));
        problem(write("application/json", "{").post("/api/rules/validate").then(), 400);
        assertThat(house()).isEqualTo(ApiCloud.RULES);
    }

    @Test
    void aRuleTellsWhatItDid() {
        await().atMost(LONG_ENOUGH)
                .untilAsserted(() -> given().get("/api/rules/quiet/history?limit=5")
                        .then()
                        .statusCode(200)
                        .body("to", hasItem("active"))
                        .body("device", hasItem(ApiCloud.SHED))
                        .body("reason", hasItem(containsString("soc > 0%"))));
        long newest = given().get("/api/rules/quiet/history").jsonPath().getLong("[0].sequence");
        given().get("/api/rules/quiet/history?before=" + newest).then().body("sequence", not(hasItem((int) newest)));
        problem(given().get("/api/rules/none/history").then(), 404)
                .body("detail", containsString("There is no rule 'none'"));
        problem(given().get("/api/rules/quiet/history?limit=0").then(), 400);
        problem(given().get("/api/rules/quiet/history?before=x").then(), 400);
    }

    @Test
    void aRuleIsExplainedAndResumed() {
        given().get("/api/rules/quiet/explain")
                .then()
                .statusCode(200)
                .body("[0].when.readings[0]", containsString("soc = 60 %"))
                .body("[0].claims[0].setting", equalTo("beeper.silent"));
        problem(given().get("/api/rules/none/explain").then(), 404);
        given().post("/api/rules/quiet/resume").then().statusCode(200).body("resumed", empty());
        problem(given().post("/api/rules/none/resume").then(), 404);
    }

    private static io.restassured.specification.RequestSpecification write(String type, String body) {
        return given().config(TextTypes.CONFIG).contentType(type).body(body);
    }

    private static ValidatableResponse problem(ValidatableResponse response, int status) {
        return response.statusCode(status).contentType(Problem.MEDIA_TYPE).body("status", equalTo(status));
    }

    private String house() throws IOException {
        return Files.readString(rules.resolve("house.yaml"));
    }
}
