package io.github.joulekeeper.ledger.store;

import static io.github.joulekeeper.ledger.store.Entries.noted;
import static io.github.joulekeeper.ledger.store.Entries.opened;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.joulekeeper.ledger.EventLog;
import io.github.joulekeeper.ledger.LedgerEntry;
import io.github.joulekeeper.ledger.LedgerHealth;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A disk that is full, a database that is gone, entries that it will not take. */
@ParameterizedClass(name = "{0}")
@EnumSource(TestDatabase.Kind.class)
class LedgerFaultTest {
    private static final String A = "R331ZTEST0000001";
    private static final LedgerPolicy QUICK =
            LedgerPolicy.DEFAULT.withCapacity(1000).withRetries(Duration.ofMillis(1), Duration.ofMillis(10));

    @TempDir
    Path directory;

    @Parameter
    TestDatabase.Kind kind;

    private FaultyDataSource source;

    private StoredLedger open(LedgerPolicy policy) {
        TestDatabase database = kind.empty(directory);
        source = database.source();
        return database.open(source, policy);
    }

    private static List<LedgerEntry> entries(StoredLedger ledger) {
        return ledger
                .events(new EventLog.Query(
                        List.of(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 1000))
                .reversed()
                .stream()
                .map(EventLog.Event::entry)
                .toList();
    }

    @Test
    void whatCannotBeStoredFollowsInOrderWhenTheDiskIsBack() throws Exception {
        List<Long> durable = Collections.synchronizedList(new java.util.ArrayList<>());
        try (StoredLedger ledger = open(QUICK)) {
            StoredLedgerTest.store(ledger, noted("well"));
            assertThat(ledger.health().well()).isTrue();
            source.fault = FaultyDataSource.Fault.COMMIT_FAILS;
            for (long id = 1; id <= 300; id++) {
                long command = id;
                ledger.append(List.of(opened(id, A, "x")), () -> durable.add(command));
            }
            await().until(() -> !ledger.health().well());
            LedgerHealth health = ledger.health();
            assertThat(health.lastError().orElseThrow())
                    .matches("The ledger '.*ledger.*' cannot be written: database or disk is full\\..+");
            assertThat(health.commands()).isEqualTo(LedgerHealth.Commands.STOPPED);
            assertThat(health.waiting()).isEqualTo(300);
            assertThat(health.dropped()).isZero();
            assertThat(durable).isEmpty();

            source.fault = FaultyDataSource.Fault.NO_CONNECTION;
            await().until(() -> ledger.health().lastError().orElse("").contains("unable to open"));
            assertThat(durable).isEmpty();

            source.fault = FaultyDataSource.Fault.NONE;
            await().until(() -> durable.size() == 300);
            assertThat(durable).isEqualTo(LongStream.rangeClosed(1, 300).boxed().toList());
            await().until(() -> ledger.health().well());
            assertThat(ledger.health().waiting()).isZero();
            assertThat(ledger.verify().intact()).isTrue();
        }
    }

    @Test
    void aCommitThatHappenedAlthoughItFailedIsNotRepeated() throws Exception {
        try (StoredLedger ledger = open(QUICK)) {
            source.faultsLeft = 1;
            source.fault = FaultyDataSource.Fault.COMMIT_FAILS_AFTER_IT_HAPPENED;
            StoredLedgerTest.store(ledger, noted("once"));
            StoredLedgerTest.store(ledger, noted("twice"));
            assertThat(entries(ledger)).containsExactly(noted("once"), noted("twice"));
        }
    }

    @Test
    void tooManyAreDroppedCountedAndTold() throws Exception {
        List<String> durable = Collections.synchronizedList(new java.util.ArrayList<>());
        LedgerPolicy small = QUICK.withCapacity(5);
        try (StoredLedger ledger = open(small)) {
            StoredLedgerTest.store(ledger, noted("well"));
            source.fault = FaultyDataSource.Fault.COMMIT_FAILS;
            for (int i = 1; i <= 8; i++) {
                String name = "entry " + i;
                ledger.append(List.of(noted(name)), () -> durable.add(name));
            }
            assertThat(ledger.health().dropped()).isEqualTo(3);
            source.fault = FaultyDataSource.Fault.NONE;
            await().until(() -> durable.size() == 5);
            StoredLedgerTest.store(ledger, noted("after"));
            assertThat(entries(ledger))
                    .anyMatch(entry -> entry instanceof LedgerEntry.Noted lost
                            && lost.kind().equals("ledger")
                            && lost.detail().equals("3 entries before this were lost: they could not be stored"));
            assertThat(durable).containsExactly("entry 1", "entry 2", "entry 3", "entry 4", "entry 5");
        }
    }

    @Test
    void anEntryThatTheDatabaseWillNeverTakeDoesNotHoldUpTheOthers() throws Exception {
        List<String> durable = Collections.synchronizedList(new java.util.ArrayList<>());
        try (StoredLedger ledger = open(QUICK)) {
            StoredLedgerTest.store(ledger, opened(7, A, "x"));
            ledger.append(List.of(noted("before")), () -> durable.add("before"));
            ledger.append(List.of(opened(7, A, "again")), () -> durable.add("never"));
            ledger.append(List.of(noted("after")), () -> durable.add("after"));
            StoredLedgerTest.store(ledger, noted("end"));
            assertThat(durable).containsExactly("before", "after");
            assertThat(entries(ledger)).contains(noted("before"), noted("after"), noted("end"));
            assertThat(ledger.health().dropped()).isEqualTo(1);
            assertThat(ledger.verify().intact()).isTrue();
        }
    }

    @Test
    void closingGivesUpWhatCannotBeWrittenInTime() {
        List<String> durable = Collections.synchronizedList(new java.util.ArrayList<>());
        LedgerPolicy hasty = QUICK.withFlushWithin(Duration.ofMillis(200));
        StoredLedger ledger = open(hasty);
        source.fault = FaultyDataSource.Fault.COMMIT_FAILS;
        ledger.append(List.of(noted("lost")), () -> durable.add("lost"));
        ledger.close();
        assertThat(durable).isEmpty();
        assertThat(ledger.health().waiting()).isLessThanOrEqualTo(1);
    }

    @Test
    void whatFollowsMayFailWithoutHarmToOthers() throws Exception {
        try (StoredLedger ledger = open(QUICK)) {
            ledger.append(List.of(noted("one")), () -> {
                throw new IllegalStateException("a fault of what follows");
            });
            StoredLedgerTest.store(ledger, noted("two"));
            assertThat(entries(ledger)).containsExactly(noted("one"), noted("two"));
        }
    }
}
