package io.github.joulekeeper.ledger.store;

import static io.github.joulekeeper.ledger.store.Entries.ended;
import static io.github.joulekeeper.ledger.store.Entries.noted;
import static io.github.joulekeeper.ledger.store.Entries.opened;
import static io.github.joulekeeper.ledger.store.Entries.remembered;
import static io.github.joulekeeper.ledger.store.Entries.step;
import static io.github.joulekeeper.ledger.store.StoredLedgerTest.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
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

    private static LedgerEntry notedAt(Instant at) {
        return new LedgerEntry.Noted("rules", "", "at " + at, at);
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
                store(ledger, notedAt(Entries.AT.plus(Duration.ofDays(day))), remembered("key", "day " + day));
            }
            store(ledger, notedAt(Entries.AT.plus(Duration.ofDays(100))));
            passAndDrop(ledger, Duration.ofDays(51), 22);
            List<EventLog.Event> left = events(ledger);
            assertThat(left.getFirst().sequence()).isBetween(22L, 23L);
            assertThat(left)
                    .extracting(EventLog.Event::entry)
                    .contains(notedAt(Entries.AT.plus(Duration.ofDays(22))))
                    .doesNotContain(notedAt(Entries.AT.plus(Duration.ofDays(20))));
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
                store(ledger, notedAt(Entries.AT.plus(Duration.ofDays(day))));
            }
            passAndDrop(ledger, Duration.ofDays(41), 11);
        }
        try (StoredLedger ledger = database.open()) {
            long oldest = events(ledger).getFirst().sequence();
            assertThat(ledger.verify().intact()).isTrue();
            database.execute("delete from ledger_entry where sequence = " + oldest);
            assertThat(ledger.verify().detail()).isEqualTo("entry %d is missing".formatted(oldest));
            database.execute("delete from ledger_entry where kind = 'retention'");
            assertThat(ledger.verify().detail()).isEqualTo("entry 1 is missing");
        }
    }

    @Test
    void aCommandGoesWholeAndNotBeforeItEndedAndItsNumberIsNeverGivenAgain() throws Exception {
        try (StoredLedger ledger = open()) {
            for (long id = 1; id <= 5; id++) {
                store(ledger, opened(id, A, "x"), step(id, Step.SENT), ended(id, Outcome.CONFIRMED));
            }
            store(ledger, opened(6, A, "x"), step(6, Step.SENT));
            for (int i = 0; i < 30; i++) {
                store(ledger, noted("between"));
            }
            store(ledger, ended(6, Outcome.CONFIRMED), opened(7, A, "x"));
            store(ledger, noted("after"));
            passAndDrop(ledger, Duration.ofDays(40), 15 + 32 + 1);
            assertThat(ids(ledger)).as("has no end").containsExactly(7L);
            assertThat(ledger.open()).hasSize(1);
            assertThat(events(ledger).getFirst().entry()).isEqualTo(opened(7, A, "x"));

            store(ledger, ended(7, Outcome.FAILED));
            passAndDrop(ledger, Duration.ofDays(40), 50);
            assertThat(ids(ledger)).isEmpty();
            assertThat(ledger.lastCommandId()).isEqualTo(7);
            assertThat(ledger.verify().intact()).isTrue();
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
    void whatIsTooMuchIsDropped() throws Exception {
        long bytes = 400_000;
        try (StoredLedger ledger = open(Optional.empty(), OptionalLong.of(bytes), 500)) {
            List<LedgerEntry> burst = new ArrayList<>();
            for (long id = 1; id <= 3000; id++) {
                burst.add(opened(id, A, "x"));
                burst.add(ended(id, Outcome.CONFIRMED));
            }
            store(ledger, burst.toArray(LedgerEntry[]::new));
            long each = Retention.BYTES_BESIDE_BODY
                    + burst.stream()
                                    .mapToLong(entry -> EntryText.write(entry).length())
                                    .sum()
                            / burst.size();
            long fit = bytes / each;
            passAndDrop(ledger, Duration.ofMinutes(1), 6000 - fit - fit / 10);
            assertThat(ledger.verify().entries()).isCloseTo(fit, within(fit / 5));
            assertThat(ledger.verify().intact()).isTrue();
            assertThat(ledger.find(new CommandLog.Query(
                            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 1000)))
                    .allMatch(command -> command.ended().isPresent());
        }
    }

    @Test
    void theEstimateIsNearWhatTheDatabaseTakes() throws Exception {
        try (StoredLedger ledger = database.open()) {
            long body = 0;
            for (long id = 1; id <= 2000; id++) {
                List<LedgerEntry> command = List.of(
                        opened(id, A, "night-charging"),
                        step(id, Step.SENT),
                        step(id, Step.ACCEPTED),
                        ended(id, Outcome.CONFIRMED));
                body += command.stream()
                        .mapToLong(entry -> EntryText.write(entry).length())
                        .sum();
                ledger.append(command, () -> {});
            }
            store(ledger, noted("last"));
            double estimate = body + 8000.0 * Retention.BYTES_BESIDE_BODY;
            assertThat(estimate / size()).isBetween(0.75, 1.35);
        }
    }

    private long size() throws Exception {
        if (kind == TestDatabase.Kind.SQLITE) {
            database.execute("pragma wal_checkpoint(truncate)");
            return Files.size(Path.of(database.address()));
        }
        try (var connection = database.source().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select pg_total_relation_size('ledger_entry')"
                        + " + pg_total_relation_size('ledger_command')"
                        + " + pg_total_relation_size('ledger_command_origin')")) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
