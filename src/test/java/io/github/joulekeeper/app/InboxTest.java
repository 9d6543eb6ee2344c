package io.github.joulekeeper.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.state.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InboxTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final Inbox inbox = new Inbox(2);

    @Test
    void handsOutInTheOrderOfComing() {
        inbox.post(pushed("A", 0, 1));
        inbox.post(note("n"));
        inbox.post(pushed("A", 0, 2));

        assertThat(taken()).containsExactly("A[0=1.0]", "n", "A[0=2.0]");
    }

    @Test
    void readingsBeyondItsRoomBecomeOneAStationInWhichTheNewestWins() {
        inbox.post(pushed("A", 0, 1));
        inbox.post(pushed("B", 0, 1));
        inbox.post(pushed("A", 0, 2));
        inbox.post(pushed("A", 1, 7));
        inbox.post(pushed("A", 0, 3));
        inbox.post(pushed("C", 0, 9));

        assertThat(taken()).containsExactly("A[0=1.0]", "B[0=1.0]", "A[0=3.0, 1=7.0]", "C[0=9.0]");
    }

    @Test
    void whatWaitsTogetherIsAsOldAsItsNewest() {
        inbox.post(pushed("A", 0, 1));
        inbox.post(pushed("A", 0, 1));
        inbox.post(new CoreEvent.Reported(report("A", Report.Source.PUSHED, NOON.plusSeconds(1), 0, 5)));
        inbox.post(new CoreEvent.Reported(report("A", Report.Source.PUSHED, NOON.plusSeconds(2), 0, 6)));
        List<CoreEvent> events = new ArrayList<>();
        inbox.take(events, 10, 0);

        assertThat(events.getLast()).isInstanceOfSatisfying(CoreEvent.Reported.class, last -> {
            assertThat(last.report().at()).isEqualTo(NOON.plusSeconds(2));
            assertThat(last.report().value(0)).isEqualTo(6);
        });
    }

    @Test
    void aReadingNeverOvertakesOlderOnesThatWaitTogether() {
        inbox.post(pushed("A", 0, 1));
        inbox.post(pushed("B", 0, 1));
        inbox.post(pushed("A", 0, 2));
        List<CoreEvent> first = new ArrayList<>();
        inbox.take(first, 2, 0);
        // There is room again, but an older reading of the station still waits.
        inbox.post(pushed("A", 0, 3));

        assertThat(taken()).containsExactly("A[0=3.0]");
    }

    @Test
    void everythingElseIsNeverDropped() {
        for (int i = 0; i < 1000; i++) {
            inbox.post(note("note " + i));
            inbox.post(new CoreEvent.Reported(report("A", Report.Source.SNAPSHOT, NOON, 0, i)));
        }
        List<CoreEvent> events = new ArrayList<>();
        inbox.take(events, 10_000, 0);

        assertThat(events).hasSize(2000);
    }

    @Test
    void takesNoMoreThanItIsAskedFor() {
        for (int i = 0; i < 5; i++) {
            inbox.post(note("note " + i));
        }
        List<CoreEvent> events = new ArrayList<>();
        inbox.take(events, 3, 0);

        assertThat(events).hasSize(3);
    }

    @Test
    void wakesWhoWaits() throws Exception {
        CompletableFuture<List<CoreEvent>> taken = CompletableFuture.supplyAsync(() -> {
            List<CoreEvent> events = new ArrayList<>();
            while (events.isEmpty()) {
                inbox.take(events, 10, Duration.ofMinutes(1).toMillis());
            }
            return events;
        });
        inbox.post(note("wake up"));

        assertThat(taken.get(20, TimeUnit.SECONDS)).hasSize(1);
    }

    private List<String> taken() {
        List<CoreEvent> events = new ArrayList<>();
        inbox.take(events, 100, 0);
        return events.stream().map(InboxTest::text).toList();
    }

    private static String text(CoreEvent event) {
        return switch (event) {
            case CoreEvent.Noted noted -> noted.detail();
            case CoreEvent.Reported(Report report) -> {
                List<String> values = new ArrayList<>();
                for (int i = 0; i < report.size(); i++) {
                    values.add(report.quota(i) + "=" + report.value(i));
                }
                yield report.serial() + values;
            }
            default -> event.toString();
        };
    }

    private static CoreEvent note(String detail) {
        return new CoreEvent.Noted("test", "", detail);
    }

    private static CoreEvent pushed(String serial, int quota, double value) {
        return new CoreEvent.Reported(report(serial, Report.Source.PUSHED, NOON, quota, value));
    }

    private static Report report(String serial, Report.Source source, Instant at, int quota, double value) {
        return new Report(serial, source, at, new int[] {quota}, new double[] {value}, Map.of());
    }
}
