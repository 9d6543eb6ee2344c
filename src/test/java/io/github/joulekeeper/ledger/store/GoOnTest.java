package io.github.joulekeeper.ledger.store;

import static io.github.joulekeeper.ledger.store.Entries.noted;
import static io.github.joulekeeper.ledger.store.Entries.opened;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.joulekeeper.ledger.CommandLog;
import io.github.joulekeeper.ledger.EventLog;
import io.github.joulekeeper.ledger.LedgerEntry;
import io.github.joulekeeper.ledger.LedgerHealth.Commands;
import io.github.joulekeeper.ledger.store.LedgerPolicy.WhenUnavailable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What leaves before it is stored, if the ledger was told to go on, and what does not. */
class GoOnTest {
    private static final String A = "R331ZTEST0000001";

    @TempDir
    Path directory;

    private final AtomicReference<Instant> now = new AtomicReference<>(Entries.AT);
    private final List<Long> left = new CopyOnWriteArrayList<>();
    private TestDatabase database;
    private FaultyDataSource source;

    private StoredLedger open(WhenUnavailable choice, int capacity) {
        database = TestDatabase.Kind.SQLITE.empty(directory);
        source = database.source();
        LedgerPolicy policy = LedgerPolicy.DEFAULT
                .withRetries(Duration.ofMillis(1), Duration.ofMillis(10))
                .withFlushWithin(Duration.ofSeconds(1))
                .withCapacity(capacity)
                .withWhenUnavailable(choice);
        return StoredLedger.open(database.over(source), policy, now::get);
    }

    private void append(StoredLedger ledger, long from, long to) {
        LongStream.rangeClosed(from, to).forEach(id -> ledger.append(List.of(opened(id, A, "x")), () -> left.add(id)));
    }

    private void fail(StoredLedger ledger) {
        source.fault = FaultyDataSource.Fault.NO_CONNECTION;
        append(ledger, 1, 10);
        await("not the database alone").until(() -> ledger.health().commands() != Commands.RECORDED);
    }

    private void pass(int seconds) {
        now.updateAndGet(instant -> instant.plusSeconds(seconds));
    }

    private static List<Long> numbers(long to) {
        return LongStream.rangeClosed(1, to).boxed().toList();
    }

    @Test
    void whatWaitsLeavesInOrderOnceTheFailureHasLastedAndIsRecordedOnceLater() {
        try (StoredLedger ledger = open(WhenUnavailable.GO_ON, 1000)) {
            fail(ledger);
            assertThat(left)
                    .as("a short failure makes nothing leave unrecorded")
                    .isEmpty();
            assertThat(ledger.takesCommands()).isTrue();
            pass(3);
            append(ledger, 11, 20);
            await().until(() -> left.size() == 20);
            assertThat(ledger.health().commands()).isEqualTo(Commands.UNRECORDED);
            assertThat(ledger.health().waiting()).isEqualTo(20);
            assertThat(database.archive().lastCommandId()).isZero();
            pass(60);

            source.fault = FaultyDataSource.Fault.NONE;
            ledger.append(List.of(noted("after")), () -> {});
            await().until(() -> ledger.health().waiting() == 0);
            assertThat(left).isEqualTo(numbers(20));
            assertThat(ledger.health().commands()).isEqualTo(Commands.RECORDED);
            List<Long> recorded = ledger
                    .find(new CommandLog.Query(
                            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 100))
                    .reversed()
                    .stream()
                    .map(command -> command.opened().commandId())
                    .toList();
            assertThat(recorded).isEqualTo(numbers(20));
            assertThat(ledger.events(new EventLog.Query(
                            List.of("ledger"),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            10)))
                    .extracting(event -> ((LedgerEntry.Noted) event.entry()).detail())
                    .containsExactly("the ledger could not be written since " + Entries.AT);
            assertThat(ledger.verify().intact()).isTrue();
        }
    }

    @Test
    void nothingLeavesThatNoLongerFitsIntoMemory() {
        try (StoredLedger ledger = open(WhenUnavailable.GO_ON, 15)) {
            fail(ledger);
            pass(3);
            append(ledger, 11, 14);
            await().until(() -> left.size() == 14);
            assertThat(ledger.takesCommands()).isTrue();
            append(ledger, 15, 20);
            assertThat(ledger.health().commands()).isEqualTo(Commands.STOPPED);
            assertThat(ledger.health().dropped()).isEqualTo(5);
            assertThat(ledger.takesCommands()).isFalse();
            assertThat(left).isEqualTo(numbers(14));
            source.fault = FaultyDataSource.Fault.NONE;
            await().until(() -> left.size() == 15);
            assertThat(left).isEqualTo(numbers(15));
        }
    }

    @Test
    void nothingLeavesWhenItIsToStop() {
        try (StoredLedger ledger = open(WhenUnavailable.STOP, 1000)) {
            fail(ledger);
            pass(3600);
            append(ledger, 11, 20);
            assertThat(ledger.health().commands()).isEqualTo(Commands.STOPPED);
            assertThat(ledger.takesCommands()).isFalse();
            assertThat(left).isEmpty();
            source.fault = FaultyDataSource.Fault.NONE;
            await().until(() -> left.size() == 20);
            assertThat(ledger.health().commands()).isEqualTo(Commands.RECORDED);
            assertThat(ledger.takesCommands()).isTrue();
        }
    }
}
