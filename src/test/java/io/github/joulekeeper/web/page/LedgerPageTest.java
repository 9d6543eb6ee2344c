package io.github.joulekeeper.web.page;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.joulekeeper.web.ApiCloud;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The ledger's page tells commands and everything else in one row, without a gap and nothing twice. */
@QuarkusTest
@TestProfile(ApiCloud.Profile.class)
class LedgerPageTest {
    private static final Pattern LINE = Pattern.compile("id=\"((?:command|event)-\\d+)\"");
    private static final Pattern OLDER = Pattern.compile("<a href=\"([^\"]+)\">Older</a>");

    @BeforeEach
    void aLedgerOfMoreThanOnePage() {
        for (int i = 0; i < 30; i++) {
            String mode = i % 2 == 0 ? "observe" : "control";
            given().contentType(ContentType.JSON)
                    .body("{\"mode\":\"" + mode + "\"}")
                    .put("/api/mode")
                    .then()
                    .statusCode(200);
        }
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(page("/ledger?show=commands")).contains("confirmed"));
    }

    private static String page(String path) {
        return given().accept(ContentType.HTML)
                .urlEncodingEnabled(false)
                .get(path)
                .then()
                .statusCode(200)
                .contentType(ContentType.HTML)
                .extract()
                .asString();
    }

    private static List<String> lines(String first) {
        List<String> lines = new ArrayList<>();
        String next = first;
        while (next != null) {
            String page = page(next);
            lines.addAll(LINE.matcher(page).results().map(MatchResult::group).toList());
            next = OLDER.matcher(page)
                    .results()
                    .findFirst()
                    .map(older -> older.group(1).replace("&amp;", "&"))
                    .orElse(null);
        }
        return lines;
    }

    @Test
    void pagesHoldAllOfItOnce() {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            int commands = given().get("/api/commands?limit=1000")
                    .jsonPath()
                    .getList("")
                    .size();
            int entries = given().get("/api/entries?limit=1000")
                    .jsonPath()
                    .getList("")
                    .size();
            List<String> lines = lines("/ledger");
            assertThat(new HashSet<>(lines)).hasSameSizeAs(lines);
            assertThat(lines).hasSize(commands + entries).hasSizeGreaterThan(30);
        });
    }

    @Test
    void oneKindIsShownAlone() {
        assertThat(lines("/ledger?show=commands")).isNotEmpty().allMatch(line -> line.contains("command-"));
        assertThat(lines("/ledger?show=people"))
                .hasSizeGreaterThanOrEqualTo(30)
                .allMatch(line -> line.contains("event-"));
        assertThat(lines("/ledger?outcome=refused")).isEmpty();
        assertThat(page("/ledger?show=rules&rule=quiet")).contains("quiet").doesNotContain("class=\"command ");
        assertThat(page("/ledger?device=" + ApiCloud.GARAGE + "&show=stations")).contains("online");
        assertThat(lines("/ledger?show=no-such-kind"))
                .as("as if nothing were chosen")
                .hasSizeGreaterThan(30);
    }

    @Test
    void whatIsNotThereIsAPageForPeopleAndAProblemForPrograms() {
        String page = given().accept(ContentType.HTML)
                .get("/no/such/page")
                .then()
                .statusCode(404)
                .contentType(ContentType.HTML)
                .extract()
                .asString();
        assertThat(page).contains("There is no such page");
        given().accept("text/html, */*;q=0.8")
                .get("/api/devices/attic")
                .then()
                .statusCode(404)
                .contentType("application/problem+json");
        given().get("/no/such/page").then().statusCode(404).contentType("application/problem+json");
    }
}
