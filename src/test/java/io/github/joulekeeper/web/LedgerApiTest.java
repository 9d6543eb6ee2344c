package io.github.joulekeeper.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.joulekeeper.device.CatalogLoader;
import io.github.joulekeeper.history.Aggregate;
import io.github.joulekeeper.history.SeriesKey;
import io.github.joulekeeper.history.store.HistoryBook;
import io.github.joulekeeper.history.store.HistoryStore;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands, entries, the export and the history, as the API gives them. */
@QuarkusTest
@TestProfile(LiveCloud.Profile.class)
class LedgerApiTest {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(40);

    @Inject
    HistoryStore history;

    @BeforeEach
    void theFirstCommandsHaveEnded() {
        await().atMost(LONG_ENOUGH)
                .untilAsserted(() -> assertThat(given().get("/api/commands?outcome=confirmed")
                                .jsonPath()
                                .getList(""))
                        .hasSizeGreaterThanOrEqualTo(3));
    }

    @Test
    void commandsAreFoundByWhatIsKnownOfThem() {
        given().get(
                        "/api/commands?device=cabin&setting=ac-charging.watts&rule=charge&q=AC-CHARGING&from=2020-01-01T00:00:00Z")
                .then()
                .statusCode(200)
                .body("size()", equalTo(1))
                .body("[0].settings.'ac-charging.watts'", equalTo("400 W"));
        given().get("/api/commands?device=" + LiveCloud.GARAGE)
                .then()
                .body("device", everyItem(equalTo(LiveCloud.GARAGE)));
        for (String none : List.of(
                "device=attic",
                "setting=screen.brightness",
                "setting=%",
                "rule=none",
                "q=%%",
                "q=nowhere said",
                "to=2020-01-01T00:00:00Z",
                "from=2100-01-01T00:00:00Z",
                "outcome=refused")) {
            given().get("/api/commands?" + none).then().statusCode(200).body("", empty());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            commands?outcome=lost         | outcome must be one of
            commands?from=yesterday       | from must be an instant from 1970 to 9999
            commands?to=%2B999999999-01-01T00:00:00Z | to must be an instant
            commands?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z | must be before to
            commands?limit=0              | limit must be a number from 1 to 1000, not '0'
            commands?limit=many           | limit must be
            commands?cursor=abc           | cursor must be one that the Link header
            commands?cursor=YmVmb3JlOng   | cursor must be one that the Link header
            commands/abc                  | the command's id must be a number
            entries?kind=rule,            | kind must be kinds of entries
            entries?from=1                | from must be an instant
            entries?cursor=1              | cursor must be
            entries?limit=1001            | limit must be
            ledger/export?format=xml      | format must be jsonl or csv, not 'xml'
            ledger/export?to=now          | to must be an instant
            devices/cabin/history?quotas=socc | no history is kept of 'socc'
            devices/cabin/history?quotas= , | no history is kept of
            devices/cabin/history?step=second | step must be auto, minute or hour, not 'second'
            devices/cabin/history?from=2026-02-01T00:00:00Z&to=2026-02-01T00:00:00Z | must be before to
            devices/cabin/history?step=minute&from=2020-01-01T00:00:00Z | Ask for a shorter time, step=hour, or fewer quotas
            """)
    void whatIsAskedWronglyIsRefused(String path, String detail) {
        given().urlEncodingEnabled(false)
                .get("/api/" + path.replace(" ", "%20"))
                .then()
                .statusCode(400)
                .contentType(Problem.MEDIA_TYPE)
                .body("detail", containsString(detail));
    }

    @Test
    void whatIsNotThereIsNotFound() {
        given().get("/api/commands/999999").then().statusCode(404).contentType(Problem.MEDIA_TYPE);
        given().get("/api/devices/attic/history").then().statusCode(404).contentType(Problem.MEDIA_TYPE);
        int id = given().get("/api/commands?limit=1").jsonPath().getInt("[0].id");
        given().get("/api/commands/" + id).then().statusCode(200).body("id", equalTo(id));
    }

    @Test
    void pagesFollowEachOtherWithoutHoleOrOverlap() {
        List<Integer> all = given().get("/api/entries?kind=rule,rules,station&limit=1000")
                .jsonPath()
                .getList("sequence");
        List<Integer> paged = new ArrayList<>();
        String next = "/api/entries?kind=rule,rules,station&limit=2";
        while (next != null) {
            Response page = given().urlEncodingEnabled(false).get(next);
            paged.addAll(page.jsonPath().getList("sequence", Integer.class));
            String link = page.header("Link");
            next = link == null ? null : link.replaceFirst("^<(.*)>; rel=\"next\"$", "$1");
        }
        assertThat(paged).hasSizeGreaterThan(3).isSortedAccordingTo((a, b) -> b - a);
        assertThat(paged.subList(paged.size() - all.size(), paged.size())).containsExactlyElementsOf(all);

        String second = given().get("/api/commands?limit=1").header("Link");
        assertThat(second).startsWith("</api/commands?").endsWith(">; rel=\"next\"");
    }

    @Test
    void whoHasItAlreadyIsToldSo() {
        await().atMost(LONG_ENOUGH).untilAsserted(() -> {
            String tag = given().get("/api/commands").header("ETag");
            assertThat(tag).startsWith("W/\"");
            given().header("If-None-Match", tag)
                    .get("/api/commands")
                    .then()
                    .statusCode(304)
                    .header("ETag", tag)
                    .body(equalTo(""));
        });
        given().header("If-None-Match", "W/\"0\"").get("/api/entries").then().statusCode(200);
    }

    @Test
    void entriesTellOfEverythingButCommands() {
        given().get("/api/entries")
                .then()
                .statusCode(200)
                .body("kind", not(hasItem("command-opened")))
                .body("kind", hasItem("rules"))
                .body("kind", hasItem("station"));
        given().get("/api/entries?rule=charge")
                .then()
                .body("rule", everyItem(equalTo("charge")))
                .body("kind", everyItem(equalTo("rule")))
                .body("to", hasItem("active"));
        given().get("/api/entries?rule=charg").then().body("", empty());
        given().get("/api/entries?kind=command-ended&limit=1").then().body("[0].to", equalTo("confirmed"));
    }

    @Test
    void theExportHoldsTheWholeChain() throws Exception {
        String export = given().get("/api/ledger/export")
                .then()
                .statusCode(200)
                .contentType("application/jsonl")
                .header("Content-Disposition", containsString("joulekeeper-ledger.jsonl"))
                .extract()
                .asString();
        String before = "0".repeat(64);
        long sequence = 0;
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        for (String line : export.lines().toList()) {
            JsonNode json = new ObjectMapper().readTree(line);
            assertThat(json.path("sequence").asLong()).isEqualTo(++sequence);
            String body = line.substring(line.indexOf("\"entry\":") + 8, line.length() - 1);
            before = HexFormat.of()
                    .formatHex(sha.digest((before + "\n" + sequence + "\n" + body).getBytes(StandardCharsets.UTF_8)));
            assertThat(json.path("hash").asText()).isEqualTo(before);
        }
        assertThat(sequence).isGreaterThan(10);

        String csv = given().get("/api/ledger/export?format=csv")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(csv).startsWith("sequence,at,kind,subject,command,rules,settings,from,to,detail,hash\r\n");
        assertThat(csv).contains(",command-opened," + LiveCloud.CABIN + ",").contains("ac-charging.watts = 400 W");
        assertThat(given().get("/api/ledger/export?to=2020-01-01T00:00:00Z").asString())
                .isEmpty();
    }

    @Test
    void historyComesByColumnsWithGaps() throws Exception {
        String key = new CatalogLoader()
                .load()
                .model("delta-2")
                .orElseThrow()
                .quota("soc")
                .orElseThrow()
                .key();
        Instant from = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(30));
        long minute = from.getEpochSecond() / 60;
        HistoryBook book = new HistoryBook(history, 100);
        SeriesKey series = new SeriesKey(LiveCloud.CABIN, key);
        book.add(series, minute, new Aggregate(50, 49, 51, 50.25, 60));
        book.add(series, minute + 3, new Aggregate(52, 51, 52, 51.5, 60));
        book.write();

        given().get("/api/devices/cabin/history?quotas=soc&from=%s&to=%s".formatted(from, from.plusSeconds(300)))
                .then()
                .statusCode(200)
                .body("device", equalTo(LiveCloud.CABIN))
                .body("step", equalTo("PT1M"))
                .body("at.size()", equalTo(5))
                .body("at[0]", equalTo((int) from.getEpochSecond()))
                .body("quotas[0].name", equalTo("soc"))
                .body("quotas[0].unit", equalTo("%"))
                .body("quotas[0].last", equalTo(java.util.Arrays.asList(50.0f, null, null, 52.0f, null)))
                .body("quotas[0].min[0]", equalTo(49.0f))
                .body("quotas[0].max[3]", equalTo(52.0f))
                .body("quotas[0].mean[0]", equalTo(50.25f));
        given().get("/api/devices/cabin/history?quotas=%s&step=hour&from=%s".formatted(key, from))
                .then()
                .statusCode(200)
                .body("step", equalTo("PT1H"))
                .body("quotas[0].mean[0]", equalTo(50.875f))
                .body("quotas[0].min[0]", equalTo(49.0f));
        given().get("/api/devices/garage/history")
                .then()
                .statusCode(200)
                .body("quotas.name", hasItem("solar-watts"))
                .body("step", equalTo("PT1M"));
    }
}
