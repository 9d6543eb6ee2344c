package io.github.joulekeeper.ledger.store;

import static io.github.joulekeeper.ledger.store.Entries.noted;
import static io.github.joulekeeper.ledger.store.Entries.opened;
import static io.github.joulekeeper.ledger.store.StoredLedgerTest.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.joulekeeper.ledger.CommandLog;
import io.github.joulekeeper.ledger.CommandLog.CommandRecord;
import io.github.joulekeeper.ledger.EventLog;
import io.github.joulekeeper.ledger.Outcome;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Ledgers that were written when the schema was version 1 are opened, verified, read and written further. The fixtures are a
 * file and a dump of 51 entries: 12 commands of which the last has no end, a rule's start, and a few others.
 */
class UpgradeTest {
    private static final String A = "R331ZTEST0000001";

    @TempDir
    Path directory;

    private TestDatabase version1(TestDatabase.Kind kind) throws Exception {
        TestDatabase database = kind.empty(directory);
        String name = kind == TestDatabase.Kind.SQLITE ? "/ledger/v1-sqlite.db" : "/ledger/v1-postgresql.sql";
        try (InputStream fixture = Objects.requireNonNull(UpgradeTest.class.getResourceAsStream(name))) {
            if (kind == TestDatabase.Kind.SQLITE) {
                Files.copy(fixture, Path.of(database.address()));
            } else {
                database.execute(new String(fixture.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return database;
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.Kind.class)
    void aLedgerOfVersion1IsReadAndGoesOn(TestDatabase.Kind kind) throws Exception {
        TestDatabase database = version1(kind);
        assertThatThrownBy(database::archive)
                .as("not read before it was brought up to date, as by the command line")
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessageContaining("start Joulekeeper");
        try (StoredLedger ledger = database.open()) {
            assertThat(ledger.verify().intact()).as(ledger.verify().detail()).isTrue();
            assertThat(ledger.verify().entries()).isEqualTo(51);
            assertThat(ledger.remembered())
                    .containsExactly(java.util.Map.entry("rule/night-charging/" + A, "{\"phase\":\"ACTIVE\"}"));
            List<CommandRecord> commands = ledger.find(
                    new CommandLog.Query(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 100));
            assertThat(commands).hasSize(12);
            assertThat(commands.get(1).opened()).isEqualTo(opened(11, "R331ZTEST0000002", "night-charging"));
            assertThat(commands.get(4).ended().orElseThrow().outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(ledger.open())
                    .extracting(command -> command.opened().commandId())
                    .containsExactly(12L);
            assertThat(ledger.events(new EventLog.Query(
                            List.of("rules"),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            1)))
                    .extracting(EventLog.Event::entry)
                    .containsExactly(noted("ä € 😀 \" \\ \n ende"));

            store(ledger, opened(13, A, "night-charging"));
            assertThat(ledger.verify().entries()).isEqualTo(52);
            assertThat(ledger.verify().intact()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.Kind.class)
    void whatWasChangedOrTakenOutBeforeIsStillFoundAfterwards(TestDatabase.Kind kind) throws Exception {
        TestDatabase changed = version1(kind);
        changed.execute("update ledger_entry set body = body || ' ' where sequence = 5");
        try (StoredLedger ledger = changed.open()) {
            assertThat(ledger.verify().detail()).isEqualTo("entry 5 is not as it was written");
        }
        if (kind == TestDatabase.Kind.SQLITE) {
            Files.delete(Path.of(changed.address()));
            Journal.files(Path.of(changed.address()))
                    .forEach(file -> assertThat(file.toFile().delete()).isTrue());
        }
        TestDatabase cut = version1(kind);
        cut.execute("delete from ledger_entry where sequence = 7");
        try (StoredLedger ledger = cut.open()) {
            assertThat(ledger.verify().detail()).isEqualTo("entry 7 is missing");
            assertThat(ledger.open()).as("what was taken out was an end").hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.Kind.class)
    void theNewestMigrationIsTheOneThatNeedsNoOther(TestDatabase.Kind kind) throws Exception {
        TestDatabase database = kind.empty(directory);
        database.open().close();
        try (var connection = database.source().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select version from ledger_schema_history" + " order by installed_rank desc limit 1")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo(ToBlocks.VERSION);
        }
    }
}
