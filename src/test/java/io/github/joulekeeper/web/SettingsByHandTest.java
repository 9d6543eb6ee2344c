package io.github.joulekeeper.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.github.joulekeeper.ledger.EventLog;
import io.github.joulekeeper.ledger.LedgerEntry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person sets by hand wins, is proven, stands in the ledger with its author, and is released. */
@QuarkusTest
@TestProfile(ApiCloud.Profile.class)
class SettingsByHandTest {
    private static final String WATTS = "/api/devices/garage/settings/ac-charging.watts";
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);

    @Inject
    EventLog events;

    @BeforeEach
    void theStationIsOnline() {
        await().atMost(LONG_ENOUGH)
                .untilAsserted(() -> given().get("/api/devices/garage")
                        .then()
                        .statusCode(200)
                        .body("online", equalTo(true)));
    }

    @AfterEach
    void releaseAll() {
        mode("control").statusCode(200);
        given().delete(WATTS).then().statusCode(202);
    }

    @Test
    void aValueSetByHandWinsIsConfirmedAndReleased() {
        String commands = put(WATTS, "{\"value\":400,\"for\":\"30m\"}")
                .statusCode(202)
                .body("device", equalTo(ApiCloud.GARAGE))
                .body("claim.origin", equalTo("manual:local"))
                .body("claim.value", equalTo("400 W"))
                .body("claim.priority", equalTo(101))
                .body("claim.until", notNullValue())
                .body("note", nullValue())
                .extract()
                .path("commands");

        await().atMost(LONG_ENOUGH)
                .untilAsserted(() -> assertThat(given().get(commands)
                                .then()
                                .statusCode(200)
                                .extract()
                                .asString())
                        .contains("\"confirmed\"", "400 W"));
        await().atMost(LONG_ENOUGH)
                .untilAsserted(() -> given().get("/api/devices/garage")
                        .then()
                        .body("settings.find { it.name == 'ac-charging.watts' }.value", equalTo("400 W")));
        given().get("/api/devices/garage")
                .then()
                .body("settings.find { it.name == 'ac-charging.watts' }.number", equalTo(400.0f))
                .body("settings.find { it.name == 'ac-charging.watts' }.claim.origin", equalTo("manual:local"))
                .body("settings.find { it.name == 'ac-charging.watts' }.range.min", equalTo(200.0f))
                .body("settings.find { it.name == 'ac-charging.watts' }.range.unit", equalTo("W"))
                .body("settings.find { it.name == 'ac-charging.watts' }.readAt", notNullValue())
                .body("settings.find { it.name == 'beeper.silent' }.range.choices.text", hasItem("true"))
                .body("readings.find { it.key == 'pd.soc' }.ageSeconds", notNullValue());

        given().delete(WATTS)
                .then()
                .statusCode(202)
                .body("released", equalTo(true))
                .body("claim", nullValue());
        given().delete(WATTS).then().statusCode(202).body("released", equalTo(false));
        await().untilAsserted(() -> assertThat(manual())
                .anyMatch(noted -> noted.subject().equals("local")
                        && noted.detail().startsWith("set ac-charging.watts of garage to 400 W until "))
                .anyMatch(noted -> noted.detail().equals("released ac-charging.watts of garage")));
    }

    @Test
    void withoutALengthItStandsUntilItIsReleased() {
        put(WATTS, "{\"value\":\"500 W\"}")
                .statusCode(202)
                .body("claim.value", equalTo("500 W"))
                .body("claim.until", nullValue());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"value":401}                   | ac-charging.watts must be 200 W to 1200 W in steps of 100 W, not 401 W
            {"value":0}                     | not 0 W
            {"value":1e300}                 | ac-charging.watts must be
            {"value":-400}                  | not -400 W
            {"value":true}                  | ac-charging.watts must be
            {"value":"400 A"}               | ac-charging.watts must be
            {"value":"soc"}                 | ac-charging.watts must be
            {"value":"⚡"}                   | ac-charging.watts must be
            {"value":[400]}                 | ac-charging.watts must be
            {"value":null}                  | the body needs a value
            {"for":"30m"}                   | the body needs a value
            {"value":400,"for":"0s"}        | for must be a length of time
            {"value":400,"for":30}          | for must be a length of time
            {"value":400,"for":"-5m"}       | for must be a length of time
            {"value":400,"until":"x"}       | 'until', which is not known
            {"value":400,"value":500}       | not JSON
            {"value":400                    | not JSON
            [400]                           | must be a JSON object
            400                             | must be a JSON object
            """)
    void whatMayNotBeSetIsRefusedWithNameRangeAndValue(String body, String detail) {
        put(WATTS, body)
                .statusCode(400)
                .contentType(Problem.MEDIA_TYPE)
                .body("status", equalTo(400))
                .body("detail", containsString(detail));
        given().get("/api/devices/garage")
                .then()
                .body("settings.find { it.name == 'ac-charging.watts' }.claim", nullValue());
    }

    @Test
    void unknownStationsAndSettingsAreNotFound() {
        put("/api/devices/nowhere/settings/ac-charging.watts", "{\"value\":400}")
                .statusCode(404)
                .contentType(Problem.MEDIA_TYPE)
                .body("detail", equalTo("There is no station 'nowhere'"));
        put("/api/devices/garage/settings/ac-charging.wats", "{\"value\":400}")
                .statusCode(404)
                .body(
                        "detail",
                        equalTo("DELTA 2 has no setting 'ac-charging.wats'. Did you mean 'ac-charging.watts'?"));
        given().delete("/api/devices/garage/settings/nothing").then().statusCode(404);
        given().delete("/api/devices/nowhere/settings/nothing").then().statusCode(404);
    }

    @Test
    void inObserveModeNothingIsSentAndInControlItIs() {
        mode("observe").statusCode(200).body("mode", equalTo("observe"));
        given().get("/api/status").then().body("mode", equalTo("observe"));
        String commands = put(WATTS, "{\"value\":700}")
                .statusCode(202)
                .body("note", containsString("observe"))
                .extract()
                .path("commands");
        await().atMost(LONG_ENOUGH)
                .untilAsserted(
                        () -> assertThat(given().get(commands).asString()).contains("\"observed\""));
        given().get("/api/devices/garage")
                .then()
                .body("settings.find { it.name == 'ac-charging.watts' }.value", not(equalTo("700 W")));

        mode("control").statusCode(200).body("mode", equalTo("control"));
        await().atMost(LONG_ENOUGH)
                .untilAsserted(() -> given().get("/api/devices/garage")
                        .then()
                        .body("settings.find { it.name == 'ac-charging.watts' }.value", equalTo("700 W")));
        await().untilAsserted(() ->
                assertThat(manual()).anyMatch(noted -> noted.detail().equals("changed the mode to observe")));
    }

    @Test
    void thereAreTwoModes() {
        mode("off").statusCode(400).body("detail", equalTo("mode must be control or observe, not 'off'"));
        given().contentType("application/json")
                .body("{}")
                .put("/api/mode")
                .then()
                .statusCode(400);
        given().get("/api/mode").then().statusCode(200).body("mode", equalTo("control"));
    }

    private static ValidatableResponse put(String path, String body) {
        return given().contentType("application/json").body(body).put(path).then();
    }

    private static ValidatableResponse mode(String mode) {
        return put("/api/mode", "{\"mode\":\"%s\"}".formatted(mode));
    }

    private List<LedgerEntry.Noted> manual() {
        return events
                .events(new EventLog.Query(
                        List.of("manual"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        1000))
                .stream()
                .map(EventLog.Event::entry)
                .filter(LedgerEntry.Noted.class::isInstance)
                .map(LedgerEntry.Noted.class::cast)
                .toList();
    }
}
