package io.github.joulekeeper.web.rules;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.nullValue;

import io.github.joulekeeper.web.ApiCloud;
import io.github.joulekeeper.web.Problem;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** A recording is replayed by its name or as an upload, with the rules in force or with others. */
@QuarkusTest
@TestProfile(ApiCloud.Profile.class)
public class ReplayApiTest {
    public static final String RECORDING = """
            {"type":"recording","at":"2026-06-01T12:00:00Z","version":1,"zone":"Europe/Berlin"}
            {"type":"station","at":"2026-06-01T12:00:00Z","serial":"R331ZTEST0000009","name":"garage","model":"delta-2","staleAfter":"PT5M"}
            {"type":"report","at":"2026-06-01T12:00:01Z","serial":"R331ZTEST0000009","source":"pushed","readings":{"pd.soc":4,"bms_emsStatus.lcdShowSoc":4,"mppt.cfgChgWatts":200}}
            {"type":"report","at":"2026-06-01T12:01:00Z","serial":"R331ZTEST0000009","so
            {"type":"report","at":"2026-06-01T12:04:00Z","serial":"R331ZTEST0000009","source":"pushed","readings":{"pd.soc":4,"bms_emsStatus.lcdShowSoc":4,"mppt.cfgChgWatts":200}}
            """;
    private static final String OTHER = "id: other\nwhen: soc < 50%\nset: {ac-charging.watts: 400}\n";

    @ConfigProperty(name = "joulekeeper.data")
    Path data;

    @Test
    void aRecordingOfTheDataDirectoryIsReplayedWithTheRulesInForce() throws IOException {
        Files.createDirectories(data.resolve("recordings"));
        Files.writeString(data.resolve("recordings/2026-06-01.jsonl"), RECORDING);
        Files.writeString(data.resolve("secret.jsonl"), RECORDING);

        given().get("/api/replay").then().statusCode(200).body("recordings", hasItem("2026-06-01.jsonl"));
        replay("{\"recording\":\"2026-06-01.jsonl\"}")
                .statusCode(200)
                .body("recording.zone", equalTo("Europe/Berlin"))
                .body("recording.skippedLines", equalTo(1))
                .body("timeline.event", hasItems("start", "command"))
                .body("timeline.rule", hasItem("charge-when-low"))
                .body("summary.commandsBySetting.'ac-charging.watts'", equalTo(1))
                .body("compare", nullValue());
        for (String name : new String[] {"../secret.jsonl", "secret.jsonl", "/etc/passwd", "", "none.jsonl"}) {
            problem(replay("{\"recording\":\"%s\"}".formatted(name)), 404);
        }
        problem(replay("{\"recording\":\"2026-06-01.jsonl\",\"zone\":\"Mars\"}"), 400)
                .body("detail", containsString("Mars"));
        problem(replay("{\"recording\":\"2026-06-01.jsonl\",\"rules\":\"id: x\"}"), 422)
                .body("errors[0].line", equalTo(1));
    }

    @Test
    void anUploadIsReplayedWithOtherRulesAndCompared() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(RECORDING.getBytes(StandardCharsets.UTF_8));
        }
        given().multiPart("recording", "day.jsonl.gz", packed.toByteArray())
                .multiPart("rules", OTHER)
                .multiPart("compare", "true")
                .multiPart("zone", "UTC")
                .post("/api/replay")
                .then()
                .statusCode(200)
                .body("recording.zone", equalTo("UTC"))
                .body("timeline.rule", hasItem("charge-when-low"))
                .body("compare.same", equalTo(false))
                .body("compare.onlySecond.rule", hasItem("other"))
                .body("compare.settings.second", hasItem("400 W"));
        problem(
                given().multiPart("recording", "day.exe", packed.toByteArray())
                        .post("/api/replay")
                        .then(),
                400);
        problem(given().multiPart("rules", OTHER).post("/api/replay").then(), 400);
        problem(
                        given().multiPart("recording", "day.jsonl", "nothing".getBytes(StandardCharsets.UTF_8))
                                .post("/api/replay")
                                .then(),
                        422)
                .body("detail", containsString("nothing to replay"));
        problem(
                        given().multiPart("recording", "day.jsonl.gz", "no gzip".getBytes(StandardCharsets.UTF_8))
                                .post("/api/replay")
                                .then(),
                        422)
                .body("detail", containsString("cannot be read"));
    }

    private static ValidatableResponse replay(String body) {
        return given().contentType("application/json")
                .body(body)
                .post("/api/replay")
                .then();
    }

    private static ValidatableResponse problem(ValidatableResponse response, int status) {
        return response.statusCode(status).contentType(Problem.MEDIA_TYPE).body("status", equalTo(status));
    }
}
