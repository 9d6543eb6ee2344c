package io.github.joulekeeper.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import io.github.joulekeeper.app.EventFeed;
import io.github.joulekeeper.ledger.LedgerEntry;
import io.github.joulekeeper.web.EventStream.Event;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens reaches those who watch, once, in order, and without a slow one keeping anybody waiting. */
@QuarkusTest
@TestProfile(LiveCloud.Profile.class)
class EventsResourceTest {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(40);

    @Inject
    EventFeed feed;

    private final List<EventStream> opened = new ArrayList<>();
    private final Path rules = Path.of(ConfigProvider.getConfig().getValue("joulekeeper.rules", String.class))
            .resolve("more.yaml");

    @BeforeEach
    void theFirstCommandsHaveEnded() {
        await().atMost(LONG_ENOUGH)
                .untilAsserted(() -> assertThat(given().get("/api/commands?outcome=confirmed")
                                .then()
                                .statusCode(200)
                                .extract()
                                .jsonPath()
                                .getList(""))
                        .hasSizeGreaterThanOrEqualTo(3));
    }

    @AfterEach
    void closeAll() throws IOException {
        opened.forEach(EventStream::close);
        Files.deleteIfExists(rules);
        await().atMost(LONG_ENOUGH).untilAsserted(() -> {
            EventStream one = EventStream.open("");
            try (one) {
                await().until(() -> one.status().contains("200"));
            }
        });
    }

    private EventStream open(String query, String... headers) {
        EventStream stream = EventStream.open(query, headers);
        opened.add(stream);
        return stream;
    }

    private void brighten(String id, int brightness) throws IOException {
        Files.writeString(rules, """
                rules:
                  - id: %s
                    devices: [garage]
                    when: soc > 0%%
                    set: {discharge-limit.soc: %d}
                """.formatted(id, brightness));
    }

    @Test
    void aRuleThatComesIsTellable() throws IOException {
        EventStream all = open("");
        await().until(() -> all.comments().contains("events of Joulekeeper"));
        brighten("lower", 12);

        await().atMost(LONG_ENOUGH)
                .untilAsserted(() -> assertThat(all.named("command"))
                        .anyMatch(event -> event.data().path("outcome").asText().equals("confirmed")));
        assertThat(all.named("rules"))
                .anySatisfy(event ->
                        assertThat(event.data().path("detail").asText()).contains("added lower"));
        assertThat(all.named("rule")).anySatisfy(event -> {
            assertThat(event.data().path("rule").asText()).isEqualTo("lower");
            assertThat(event.data().path("device").asText()).isEqualTo(LiveCloud.GARAGE);
            assertThat(event.data().path("deviceName").asText()).isEqualTo("garage");
            assertThat(event.data().path("to").asText()).isEqualTo("active");
            assertThat(event.data().path("reason").asText()).contains("soc");
        });
        assertThat(all.named("claim")).anySatisfy(event -> {
            assertThat(event.data().path("setting").asText()).isEqualTo("discharge-limit.soc");
            assertThat(event.data().path("claim").path("value").asText()).isEqualTo("12 %");
            assertThat(event.data().path("claim").path("origin").asText()).isEqualTo("lower");
        });
        List<String> steps = all.named("command").stream()
                .filter(event -> event.data().path("device").asText().equals(LiveCloud.GARAGE))
                .map(event -> event.data().path("step").asText())
                .toList();
        assertThat(steps).containsSubsequence("opened", "sent", "confirmed");
        await().atMost(LONG_ENOUGH)
                .untilAsserted(() -> assertThat(all.named("setting"))
                        .anyMatch(event -> event.data().path("value").asText().equals("12 %")));

        await().atMost(LONG_ENOUGH)
                .untilAsserted(() -> assertThat(all.named("readings"))
                        .anyMatch(event -> event.data().path("device").asText().equals(LiveCloud.GARAGE)
                                && event.data().path("online").asBoolean()
                                && event.data()
                                        .path("readings")
                                        .path(0)
                                        .path("value")
                                        .isNumber()));
        assertThat(all.events().stream().map(Event::id)).isSorted().doesNotHaveDuplicates();

        Files.delete(rules);
        await().atMost(LONG_ENOUGH)
                .untilAsserted(() -> assertThat(all.named("claim"))
                        .anyMatch(event -> event.data().path("claim").isNull()));
    }

    @Test
    void whoComesBackIsToldWhatItMissedAndNothingTwice() throws IOException {
        EventStream first = open("?types=rule,rules");
        await().until(() -> !first.comments().isEmpty());
        brighten("once", 13);
        await().atMost(LONG_ENOUGH).until(() -> !first.named("rule").isEmpty());
        Event seen = first.events().getFirst();
        first.close();
        brighten("again", 14);
        EventStream witness = open("?types=rule,rules&after=" + seen.id());
        await().atMost(LONG_ENOUGH)
                .untilAsserted(() -> assertThat(witness.named("rules"))
                        .anyMatch(event -> event.data().path("detail").asText().contains("added again")));

        EventStream second = open("?types=rule,rules,readings", "Last-Event-ID: " + seen.id());

        await().atMost(LONG_ENOUGH)
                .untilAsserted(() -> assertThat(second.events())
                        .extracting(Event::id)
                        .containsAll(witness.events().stream().map(Event::id).toList()));
        assertThat(second.named("reset")).isEmpty();
        assertThat(second.events())
                .extracting(Event::id)
                .doesNotContain(seen.id())
                .isSorted();
        // Readings that changed meanwhile come together, as they are now.
        await().atMost(LONG_ENOUGH).until(() -> !second.named("readings").isEmpty());
    }

    @Test
    void anIdThatNobodyKnowsIsAnsweredByReset() {
        for (String id : List.of("5", "9999999999999999", "-1", "garage", "99999999999999999999")) {
            EventStream stream = open("", "Last-Event-ID: " + id);
            await().atMost(LONG_ENOUGH).until(() -> !stream.events().isEmpty());
            assertThat(stream.events().getFirst().name()).isEqualTo("reset");
            assertThat(stream.events().getFirst().data().path("reason").asText())
                    .isNotEmpty();
            assertThat(stream.events().getFirst().id()).isPositive();
            stream.close();
        }
    }

    @Test
    void onlyWhatWasAskedForComes() {
        EventStream cabin = open("?device=cabin&types=readings");

        await().atMost(LONG_ENOUGH).until(() -> cabin.events().size() > 2);
        assertThat(cabin.events()).allMatch(event -> event.name().equals("readings"));
        assertThat(cabin.events())
                .allMatch(event -> event.data().path("device").asText().equals(LiveCloud.CABIN));
    }

    @Test
    void whatIsAskedWronglyIsRefused() {
        given().get("/api/events?types=readings,lights")
                .then()
                .statusCode(400)
                .contentType(Problem.MEDIA_TYPE)
                .body(containsString("there is no 'lights'"));
        given().get("/api/events?after=yesterday")
                .then()
                .statusCode(400)
                .body(containsString("after must be the id of an event, not 'yesterday'"));
        given().get("/api/events?device=attic")
                .then()
                .statusCode(404)
                .contentType(Problem.MEDIA_TYPE)
                .body(containsString("There is no station 'attic'"));
    }

    @Test
    void noMoreWatchThanAllowedAndAPlaceThatIsLeftIsFree() {
        for (int i = 0; i < LiveCloud.CLIENTS; i++) {
            EventStream stream = open("");
            await().atMost(LONG_ENOUGH).until(() -> stream.status().contains("200"));
        }

        given().get("/api/events")
                .then()
                .statusCode(503)
                .contentType(Problem.MEDIA_TYPE)
                .body(containsString("joulekeeper.events.clients"));

        opened.removeFirst().close();
        await().atMost(LONG_ENOUGH)
                .untilAsserted(() -> assertThat(openedStatus()).contains("200"));
    }

    private String openedStatus() {
        EventStream stream = open("");
        await().until(() -> !stream.status().isEmpty());
        if (!stream.status().contains("200")) {
            opened.remove(stream);
            stream.close();
        }
        return stream.status();
    }

    @Test
    void whoDoesNotReadIsLetGoAndKeepsNobodyWaiting() {
        EventStream quick = open("?types=note");
        EventStream slow = EventStream.ask("?types=note");
        opened.add(slow);
        await().until(() -> !quick.comments().isEmpty());
        String much = "x".repeat(20_000);

        int count = 600;
        for (int i = 0; i < count; i++) {
            String detail = i + much;
            feed.recorded(List.of(new LedgerEntry.Noted("test", "", detail, Instant.EPOCH)));
            int told = i + 1;
            await().pollInterval(Duration.ofMillis(1))
                    .atMost(LONG_ENOUGH)
                    .until(() -> quick.named("note").size() == told);
        }

        slow.read();
        await().atMost(LONG_ENOUGH)
                .untilAsserted(() -> assertThat(slow.ended())
                        .as("has ended after %s notes", slow.named("note").size())
                        .isTrue());
        assertThat(slow.named("note")).hasSizeLessThan(count);
        assertThat(slow.events().getLast().name()).isEqualTo("reset");
    }
}
