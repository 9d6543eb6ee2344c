package io.github.joulekeeper.ledger.store;

import static io.github.joulekeeper.ledger.store.Entries.ended;
import static io.github.joulekeeper.ledger.store.Entries.noted;
import static io.github.joulekeeper.ledger.store.Entries.opened;
import static io.github.joulekeeper.ledger.store.Entries.remembered;
import static io.github.joulekeeper.ledger.store.Entries.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.joulekeeper.ledger.CommandLog;
import io.github.joulekeeper.ledger.CommandLog.CommandRecord;
import io.github.joulekeeper.ledger.EventLog;
import io.github.joulekeeper.ledger.LedgerEntry;
import io.github.joulekeeper.ledger.LedgerEntry.Step;
import io.github.joulekeeper.ledger.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes in comes out, also after it was closed and opened again. */
@ParameterizedClass(name = "{0}")
@EnumSource(TestDatabase.Kind.class)
class StoredLedgerTest {
    private static final String A = "R331ZTEST0000001";
    private static final String B = "R331ZTEST0000002";

    @TempDir
    Path directory;

    @Parameter
    TestDatabase.Kind kind;

    private TestDatabase database;

    @BeforeEach
    void emptyDatabase() {
        database = kind.empty(directory);
    }

    static void store(StoredLedger ledger, LedgerEntry... entries) throws Exception {
        CompletableFuture<Void> durable = new CompletableFuture<>();
        ledger.append(List.of(entries), () -> durable.complete(null));
        durable.get(20, TimeUnit.SECONDS);
    }

    private static CommandLog.Query all() {
        return new CommandLog.Query(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 100);
    }

    private static List<Long> ids(List<CommandRecord> commands) {
        return commands.stream().map(command -> command.opened().commandId()).toList();
    }

    @Test
    void aCommandComesBackWithAllItsStepsAfterReopening() throws Exception {
        try (StoredLedger ledger = database.open()) {
            assertThat(ledger.lastCommandId()).isZero();
            store(ledger, opened(1, A, "night-charging", "boost"), step(1, Step.SENT));
            store(ledger, step(1, Step.ACCEPTED), ended(1, Outcome.CONFIRMED), opened(2, B, "manual:ann"));
        }
        try (StoredLedger ledger = database.open()) {
            assertThat(ledger.lastCommandId()).isEqualTo(2);
            List<CommandRecord> commands = ledger.find(all());
            assertThat(ids(commands)).containsExactly(2L, 1L);
            CommandRecord first = commands.get(1);
            assertThat(first.opened()).isEqualTo(opened(1, A, "night-charging", "boost"));
            assertThat(first.steps()).containsExactly(step(1, Step.SENT), step(1, Step.ACCEPTED));
            assertThat(first.ended().orElseThrow())
                    .isEqualTo(new CommandLog.Ended(
                            Outcome.CONFIRMED, "ac-charging.watts = 400 W", Entries.AT.plusSeconds(1)));
            assertThat(ids(ledger.open())).containsExactly(2L);
        }
    }

    @Test
    void commandsAreFoundByStationOriginOutcomeAndPage() throws Exception {
        try (StoredLedger ledger = database.open()) {
            for (long id = 1; id <= 20; id++) {
                store(ledger, opened(id, id % 2 == 0 ? A : B, id % 5 == 0 ? "five" : "other", "all"));
                if (id % 4 == 0) {
                    store(ledger, ended(id, Outcome.REFUSED));
                }
            }
            assertThat(ids(ledger.find(new CommandLog.Query(
                            Optional.of(A), Optional.of("five"), Optional.empty(), Optional.empty(), 10))))
                    .containsExactly(20L, 10L);
            assertThat(ids(ledger.find(new CommandLog.Query(
                            Optional.empty(), Optional.of("all"), Optional.of(Outcome.REFUSED), Optional.of(16L), 2))))
                    .containsExactly(12L, 8L);
            assertThat(ledger.find(new CommandLog.Query(
                            Optional.of("nobody"), Optional.empty(), Optional.empty(), Optional.empty(), 10)))
                    .isEmpty();
            assertThatThrownBy(() -> new CommandLog.Query(
                            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 1001))
                    .hasMessage("The limit must be 1 to 1000, not 1001");
        }
    }

    @Test
    void allEntriesAreListedNewestFirstByKindStationAndTime() throws Exception {
        LedgerEntry rule =
                new LedgerEntry.RuleChanged("night-charging", A, "INACTIVE", "ACTIVE", "time in …", Entries.AT);
        LedgerEntry change =
                new LedgerEntry.ExternalChange(A, "ac-charging.watts", "400 W", "700 W", Entries.AT.plusSeconds(60));
        try (StoredLedger ledger = database.open()) {
            store(ledger, rule, change, noted("3 rules loaded"), opened(1, B, "x"));
            EventLog.Query any = new EventLog.Query(
                    List.of(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 10);
            assertThat(ledger.events(any))
                    .extracting(EventLog.Event::entry)
                    .containsExactly(opened(1, B, "x"), noted("3 rules loaded"), change, rule);
            assertThat(ledger.events(any)).extracting(EventLog.Event::sequence).containsExactly(4L, 3L, 2L, 1L);
            assertThat(ledger.events(new EventLog.Query(
                            List.of("rule", "external-change"),
                            Optional.of(A),
                            Optional.of(Entries.AT.plusSeconds(1)),
                            Optional.of(Entries.AT.plusSeconds(61)),
                            Optional.of(4L),
                            10)))
                    .extracting(EventLog.Event::entry)
                    .containsExactly(change);
            assertThat(ledger.lastSequence()).isEqualTo(4);
        }
    }

    @Test
    void whatIsRememberedIsReplacedAndForgottenAndNotListed() throws Exception {
        try (StoredLedger ledger = database.open()) {
            store(ledger, remembered("a", "1"), remembered("b", "2"));
            store(ledger, remembered("a", "3"), remembered("b", ""), remembered("c", "x"), remembered("c", "y"));
        }
        try (StoredLedger ledger = database.open()) {
            assertThat(ledger.remembered()).containsOnly(java.util.Map.entry("a", "3"), java.util.Map.entry("c", "y"));
            assertThat(ledger.lastSequence()).isZero();
        }
    }

    @Test
    void whatFollowsRunsInOrderAndNotBeforeItsEntriesCanBeRead() throws Exception {
        List<Long> order = new ArrayList<>();
        List<Long> seen = new ArrayList<>();
        try (StoredLedger ledger = database.open()) {
            for (long id = 1; id <= 200; id++) {
                long command = id;
                ledger.append(List.of(opened(command, A, "x")), () -> {
                    order.add(command);
                    seen.add(ledger.lastCommandId());
                });
            }
            store(ledger);
        }
        for (int i = 0; i < 200; i++) {
            assertThat(order.get(i)).isEqualTo(i + 1);
            assertThat(seen.get(i)).isGreaterThanOrEqualTo(i + 1);
        }
    }

    @Test
    void aBurstIsMadeDurableInOneGo() throws Exception {
        FaultyDataSource source = database.source();
        try (StoredLedger ledger = database.open(source, LedgerPolicy.DEFAULT)) {
            store(ledger, noted("first"));
            CountDownLatch busy = new CountDownLatch(1);
            CountDownLatch go = new CountDownLatch(1);
            ledger.append(List.of(noted("second")), () -> {
                busy.countDown();
                try {
                    assertThat(go.await(20, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            assertThat(busy.await(20, TimeUnit.SECONDS)).isTrue();
            AtomicInteger goes = kind == TestDatabase.Kind.SQLITE ? source.forces : source.commits;
            int before = goes.get();
            for (long id = 1; id <= 1000; id++) {
                ledger.append(List.of(opened(id, A, "x")), () -> {});
            }
            go.countDown();
            store(ledger);
            assertThat(goes.get() - before).isLessThanOrEqualTo(2);
            assertThat(ledger.lastCommandId()).isEqualTo(1000);
        }
    }

    @Test
    void entriesInNoHurryAreWrittenInTheirOrderAndWithoutAnythingToComeAfterThem() throws Exception {
        List<Integer> durable = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<Void> last = new CompletableFuture<>();
        try (StoredLedger ledger = database.open()) {
            ledger.appendUnhurried(List.of(opened(1, A, "x")), () -> durable.add(1));
            ledger.append(List.of(step(1, Step.SENT)), () -> durable.add(2));
            ledger.appendUnhurried(List.of(step(1, Step.ACCEPTED)), () -> {
                durable.add(3);
                last.complete(null);
            });
            last.get(20, TimeUnit.SECONDS);
            assertThat(durable).containsExactly(1, 2, 3);
            assertThat(ledger.lastSequence()).isEqualTo(3);
        }
    }

    @Test
    void closingWritesWhatWaits() {
        List<Long> durable = new ArrayList<>();
        try (StoredLedger ledger = database.open()) {
            for (long id = 1; id <= 500; id++) {
                long command = id;
                ledger.append(List.of(opened(id, A, "x")), () -> durable.add(command));
            }
        }
        assertThat(durable).hasSize(500);
        try (StoredLedger ledger = database.open()) {
            assertThat(ledger.lastCommandId()).isEqualTo(500);
        }
    }

    @Test
    void manyEntriesOfAllSortsAreOneRoundOfBatches() throws Exception {
        try (StoredLedger ledger = database.open()) {
            List<LedgerEntry> burst = new ArrayList<>();
            for (long id = 1; id <= 3000; id++) {
                burst.add(opened(id, A, "x", "y"));
                burst.add(remembered("key " + id % 10, "value " + id));
                burst.add(ended(id, Outcome.CONFIRMED));
            }
            store(ledger, burst.toArray(LedgerEntry[]::new));
            assertThat(ledger.lastSequence()).isEqualTo(6000);
            assertThat(ledger.open()).isEmpty();
            assertThat(ledger.remembered()).hasSize(10).containsEntry("key 0", "value 3000");
        }
    }

    @Test
    void anyTextIsKept() throws Exception {
        String odd = "nul \0, quote ' \" \\, umlaut ä, emoji 😀, tab \t, line\n";
        String longName = "somebody@" + "a-very-long-name.".repeat(30) + "example.org";
        LedgerEntry.Noted said = new LedgerEntry.Noted("manual", longName, odd, Entries.AT);
        LedgerEntry.CommandOpened opened = opened(1, "R331Z\0" + longName, "manual:" + longName);
        try (StoredLedger ledger = database.open()) {
            store(ledger, said, opened);
            assertThat(ledger.health().dropped()).isZero();
            EventLog.Query byAuthor = new EventLog.Query(
                    List.of(), Optional.of(longName), Optional.empty(), Optional.empty(), Optional.empty(), 10);
            assertThat(ledger.events(byAuthor))
                    .extracting(EventLog.Event::entry)
                    .containsExactly(said);
            assertThat(ledger.find(new CommandLog.Query(
                            Optional.of(opened.serial()),
                            Optional.of("manual:" + longName),
                            Optional.empty(),
                            Optional.empty(),
                            10)))
                    .extracting(CommandRecord::opened)
                    .containsExactly(opened);
            assertThat(ledger.verify().intact()).isTrue();
        }
    }

    @Test
    void tamperingIsFound() throws Exception {
        try (StoredLedger ledger = database.open()) {
            for (long id = 1; id <= 50; id++) {
                store(ledger, opened(id, A, "x"), ended(id, Outcome.CONFIRMED));
            }
            assertThat(ledger.verify().intact()).isTrue();
            assertThat(ledger.verify().entries()).isEqualTo(100);
        }
        database.tamper(41, line -> line.replace("400", "401"));
        assertThat(database.archive().verify().brokenAt()).contains(41L);
        assertThat(database.archive().verify().detail()).isEqualTo("entry 41 is not as it was written");
        database.tamper(30, line -> line.substring(1));
        assertThat(database.archive().verify().detail()).isEqualTo("entry 30 is not as it was written");
    }

    @Test
    void blocksThatAreMissingAreFound() throws Exception {
        try (StoredLedger ledger = database.open()) {
            for (long id = 1; id <= 100; id++) {
                store(ledger, opened(id, A, "x"), ended(id, Outcome.CONFIRMED));
            }
        }
        database.execute("delete from ledger_block where 60 between first_entry and last_entry");
        assertThat(database.archive().verify().detail()).matches("entry [1-5]?[0-9] is missing");
        database.execute("delete from ledger_block where first_entry > 1");
        assertThat(database.archive().verify().intact())
                .as("also where the end was cut off")
                .isFalse();
    }

    @Test
    void aCommandIsFoundWhoseEntriesLieInManyBlocks() throws Exception {
        try (StoredLedger ledger = database.open()) {
            store(ledger, opened(1, A, "long"), step(1, Step.SENT));
            for (long id = 2; id <= 100; id++) {
                store(ledger, opened(id, B, "short"), ended(id, Outcome.CONFIRMED));
                if (id % 25 == 0) {
                    store(ledger, step(1, Step.RETRY));
                }
            }
            store(ledger, ended(1, Outcome.UNCONFIRMED));
        }
        try (StoredLedger ledger = database.open()) {
            CommandRecord slow = ledger.command(1).orElseThrow();
            assertThat(slow.steps()).hasSize(5);
            assertThat(slow.ended().orElseThrow().outcome()).isEqualTo(Outcome.UNCONFIRMED);
            assertThat(ids(ledger.find(new CommandLog.Query(
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of(Outcome.UNCONFIRMED),
                            Optional.empty(),
                            10))))
                    .containsExactly(1L);
            assertThat(ledger.open()).isEmpty();
        }
    }
}
