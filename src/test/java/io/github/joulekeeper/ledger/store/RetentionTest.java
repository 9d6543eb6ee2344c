package io.github.joulekeeper.ledger.store;

import static io.github.joulekeeper.ledger.store.Entries.ended;
import static io.github.joulekeeper.ledger.store.Entries.noted;
import static io.github.joulekeeper.ledger.store.Entries.opened;
import static io.github.joulekeeper.ledger.store.Entries.remembered;
import static io.github.joulekeeper.ledger.store.Entries.step;
import static io.github.joulekeeper.ledger.store.StoredLedgerTest.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.joulekeeper.ledger.CommandLog;
import io.github.joulekeeper.ledger.EventLog;
import io.github.joulekeeper.ledger.LedgerEntry;
import io.github.joulekeeper.ledger.LedgerEntry.Step;
import io.github.joulekeeper.ledger.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What is dropped, what stays, and that the chain holds all the while. */
@ParameterizedClass(name = "{0}")
@EnumSource(TestDatabase.Kind.class)
class RetentionTest {
    private static final String A = "R331ZTEST0000001";
    private static final Duration KEEP = Duration.ofDays(30);

    @TempDir
    Path directory;

    @Parameter
    TestDatabase.Kind kind;

    private final AtomicReference<Instant> now = new AtomicReference<>(Entries.AT);
    private TestDatabase database;

    @BeforeEach
    void emptyDatabase() {
        database = kind.empty(directory);
    }

    private StoredLedger open(Optional<Duration> keep, OptionalLong maxBytes, int step) {
        RetentionPolicy retention =
                new RetentionPolicy(keep, maxBytes, step, Duration.ofMillis(20), Duration.ofMillis(1));
        return StoredLedger.open(
                database.over(database.source()), LedgerPolicy.DEFAULT.withRetention(retention), now::get);
    }

    private StoredLedger open() {
        return open(Optional.of(KEEP), OptionalLong.empty(), 7);
    }

    /** Long enough that a block of the database holds no more than four of them. */
    private static LedgerEntry notedAt(Instant at) {
        return new LedgerEntry.Noted("rules", "", "at " + at + " " + "x".repeat(1700), at);
    }

    private static List<EventLog.Event> events(StoredLedger ledger) {
        return ledger.events(new EventLog.Query(
                        List.of(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 1000))
                .reversed();
    }

    /** Time passes; the retention runs by its own clock's tick, so something is appended to make it look again. */
    private void passAndDrop(StoredLedger ledger, Duration time, long through) {
        now.updateAndGet(instant -> instant.plus(time));
        await().atMost(20, TimeUnit.SECONDS).until(() -> {
            now.updateAndGet(instant -> instant.plusMillis(50));
            store(ledger, noted("a tick"));
            return ledger
                    .events(new EventLog.Query(
                            List.of(EntryText.DROPPED),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            1))
                    .stream()
                    .anyMatch(event -> ((LedgerEntry.Dropped) event.entry()).through() >= through);
        });
    }

    @Test
    void whatIsTooOldIsDroppedInStepsAndTheChainHolds() throws Exception {
        try (StoredLedger ledger = open()) {
            for (int day = 0; day < 50; day++) {
                storeAlone(ledger, notedAt(Entries.AT.plus(Duration.ofDays(day))), remembered("key", "day " + day));
            }
            store(ledger, notedAt(Entries.AT.plus(Duration.ofDays(100))));
            passAndDrop(ledger, Duration.ofDays(51), 18);
            List<EventLog.Event> left = events(ledger);
            assertThat(left.getFirst().sequence()).as("whole blocks go").isBetween(19L, 22L);
            assertThat(left)
                    .extracting(EventLog.Event::entry)
                    .contains(notedAt(Entries.AT.plus(Duration.ofDays(22))))
                    .doesNotContain(notedAt(Entries.AT.plus(Duration.ofDays(17))));
            assertThat(left)
                    .filteredOn(event -> event.entry() instanceof LedgerEntry.Dropped)
                    .hasSizeGreaterThanOrEqualTo(3)
                    .allSatisfy(event -> assertThat(((LedgerEntry.Dropped) event.entry()).entries())
                            .isLessThanOrEqualTo(7));
            assertThat(ledger.verify().intact()).as(ledger.verify().detail()).isTrue();
            assertThat(ledger.verify().entries()).isEqualTo(left.size());
            assertThat(ledger.remembered()).containsEntry("key", "day 49");
        }
        try (StoredLedger ledger = open()) {
            store(ledger, noted("goes on"));
            assertThat(ledger.verify().intact()).isTrue();
        }
    }

    @Test
    void whoCutsAwayMoreIsFound() throws Exception {
        try (StoredLedger ledger = open()) {
            for (int day = 0; day < 40; day++) {
                storeAlone(ledger, notedAt(Entries.AT.plus(Duration.ofDays(day))));
            }
            passAndDrop(ledger, Duration.ofDays(41), 7);
        }
        try (StoredLedger ledger = database.open()) {
            long oldest = events(ledger).getFirst().sequence();
            assertThat(ledger.verify().intact()).isTrue();
            database.execute("delete from ledger_block where first_entry = " + oldest);
            assertThat(ledger.verify().detail()).isEqualTo("entry %d is missing".formatted(oldest));
            database.execute("delete from ledger_mark where mark = 'kind:retention'");
            assertThat(ledger.verify().detail()).isEqualTo("entry 1 is missing");
        }
    }

    @Test
    void aCommandDoesNotGoBeforeItEndedAndItsNumberIsNeverGivenAgain() throws Exception {
        try (StoredLedger ledger = open()) {
            for (long id = 1; id <= 5; id++) {
                store(ledger, opened(id, A, "x"), step(id, Step.SENT), ended(id, Outcome.CONFIRMED));
            }
            fill(ledger, 5);
            long sixth = ledger.lastSequence() + 1;
            store(ledger, opened(6, A, "x"), step(6, Step.SENT));
            fill(ledger, 30);
            store(ledger, ended(6, Outcome.CONFIRMED), opened(7, A, "x"));
            fill(ledger, 5);
            passAndDrop(ledger, Duration.ofDays(40), sixth + 30);
            assertThat(ids(ledger)).as("has no end").containsExactly(7L);
            assertThat(ledger.open()).hasSize(1);

            store(ledger, ended(7, Outcome.FAILED));
            fill(ledger, 5);
            passAndDrop(ledger, Duration.ofDays(40), sixth + 40);
            assertThat(ids(ledger)).isEmpty();
            assertThat(ledger.lastCommandId()).isEqualTo(7);
            assertThat(ledger.verify().intact()).as(ledger.verify().detail()).isTrue();
        }
        try (StoredLedger ledger = open()) {
            assertThat(ledger.lastCommandId()).isEqualTo(7);
        }
    }

    @Test
    void nothingGoesFromWhereACommandWithoutAnEndBegan() throws Exception {
        try (StoredLedger ledger = open()) {
            fill(ledger, 10);
            long opening = ledger.lastSequence() + 1;
            store(ledger, opened(1, A, "x"));
            fill(ledger, 30);
            passAndDrop(ledger, Duration.ofDays(400), opening - 5);
            for (int i = 0; i < 20; i++) {
                now.updateAndGet(instant -> instant.plusSeconds(1));
                store(ledger, noted("a tick"));
            }
            assertThat(ids(ledger)).containsExactly(1L);
            assertThat(events(ledger).getFirst().sequence()).isLessThanOrEqualTo(opening);
        }
    }

    /** What is read in between is in the database by then, so that a block holds no more than at a home where little happens. */
    private static void storeAlone(StoredLedger ledger, LedgerEntry... entries) throws Exception {
        store(ledger, entries);
        ledger.lastSequence();
    }

    private void fill(StoredLedger ledger, int notes) throws Exception {
        for (int i = 0; i < notes; i++) {
            storeAlone(ledger, notedAt(now.get()));
        }
    }

    private static List<Long> ids(StoredLedger ledger) {
        return ledger
                .find(new CommandLog.Query(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 100))
                .stream()
                .map(command -> command.opened().commandId())
                .toList();
    }

    @Test
    void oneStepFollowsTheOtherAtOnceUntilAllIsDroppedThatIsTooOld() throws Exception {
        RetentionPolicy retention = new RetentionPolicy(
                Optional.of(KEEP), OptionalLong.empty(), 7, Duration.ofDays(1), Duration.ofMillis(1));
        try (StoredLedger ledger = StoredLedger.open(
                database.over(database.source()), LedgerPolicy.DEFAULT.withRetention(retention), now::get)) {
            fill(ledger, 60);
            now.updateAndGet(instant -> instant.plus(Duration.ofDays(40)));
            storeAlone(ledger, notedAt(now.get()));
            await().atMost(20, TimeUnit.SECONDS).until(() -> {
                // Less than until the next look of its own.
                now.updateAndGet(instant -> instant.plusMillis(50));
                return events(ledger).getFirst().sequence() > 50;
            });
            assertThat(ledger.verify().intact()).as(ledger.verify().detail()).isTrue();
        }
    }

    @Test
    void whatIsTooMuchIsDropped() throws Exception {
        long bytes = 40_000;
        try (StoredLedger ledger = open(Optional.empty(), OptionalLong.of(bytes), 500)) {
            for (long id = 1; id <= 3000; id += 10) {
                List<LedgerEntry> burst = new ArrayList<>();
                for (long each = id; each < id + 10; each++) {
                    burst.add(opened(each, A, "x"));
                    burst.add(ended(each, Outcome.CONFIRMED));
                }
                storeAlone(ledger, burst.toArray(LedgerEntry[]::new));
            }
            assertThat(estimate()).isGreaterThan(bytes * 2);
            passAndDrop(ledger, Duration.ofMinutes(1), 1000);
            await().atMost(20, TimeUnit.SECONDS).until(() -> {
                now.updateAndGet(instant -> instant.plusMillis(50));
                store(ledger, noted("a tick"));
                return estimate() <= bytes;
            });
            assertThat(estimate()).as("no more than need be").isGreaterThan(bytes * 3 / 4);
            assertThat(ledger.verify().intact()).as(ledger.verify().detail()).isTrue();
            assertThat(ids(ledger)).as("the newest stay").contains(3000L);
        }
    }

    /** By the measure that decides what is too much. */
    private long estimate() throws Exception {
        return number("select sum(bytes + %d) from ledger_block".formatted(Retention.BYTES_BESIDE_ENTRIES));
    }

    @Test
    void theEstimateIsNearWhatTheDatabaseTakes() throws Exception {
        try (StoredLedger ledger = database.open()) {
            long empty = size();
            for (long id = 1; id <= 800; id++) {
                storeAlone(
                        ledger,
                        opened(id, A, "night-charging"),
                        step(id, Step.SENT),
                        step(id, Step.ACCEPTED),
                        ended(id, Outcome.CONFIRMED));
            }
            long taken = size() - empty;
            assertThat((double) estimate() / taken)
                    .as("%d estimated, %d taken", estimate(), taken)
                    .isBetween(0.5, 1.4);
        }
    }

    private long size() throws Exception {
        if (kind == TestDatabase.Kind.SQLITE) {
            database.execute("pragma wal_checkpoint(truncate)");
            return Files.size(Path.of(database.address()));
        }
        // A server reuses the room of rows that were rewritten, some time later.
        database.execute("vacuum full");
        return number("select pg_total_relation_size('ledger_block') + pg_total_relation_size('ledger_mark')"
                + " + pg_total_relation_size('ledger_open') + pg_total_relation_size('ledger_span')");
    }

    private long number(String sql) throws Exception {
        try (var connection = database.source().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
