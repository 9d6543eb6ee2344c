package io.github.joulekeeper.ledger.store;

import static io.github.joulekeeper.ledger.store.Entries.noted;
import static io.github.joulekeeper.ledger.store.StoredLedgerTest.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** What is particular to a ledger in a file. */
class SqliteLedgerTest {
    @TempDir
    Path directory;

    private static StoredLedger open(Path file) {
        return StoredLedger.open(
                LedgerDatabase.sqlite(TestDatabase.sqlite(file), file), LedgerPolicy.DEFAULT, InstantSource.system());
    }

    @Test
    void theWritersConnectionSurvivesALossOfPower() throws Exception {
        TestDatabase database = TestDatabase.Kind.SQLITE.empty(directory);
        try (StoredLedger ledger = database.open();
                Connection connection = database.over(database.source()).connect();
                Statement statement = connection.createStatement()) {
            store(ledger, noted("x"));
            try (ResultSet synchronous = statement.executeQuery("pragma synchronous")) {
                assertThat(synchronous.getInt(1)).as("full").isEqualTo(2);
            }
            try (ResultSet mode = statement.executeQuery("pragma journal_mode")) {
                assertThat(mode.getString(1)).isEqualTo("wal");
            }
        }
    }

    @Test
    void aDamagedFileIsToldWithItsRemedy() throws Exception {
        Path file = directory.resolve("ledger.db");
        Files.writeString(file, "this is no database, but long enough to be one ".repeat(100));
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("not a database")
                .hasMessageContaining("move it away");
    }

    @Test
    void aMissingDirectoryIsToldWithItsRemedy() {
        Path file = directory.resolve("missing").resolve("ledger.db");
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("does not exist: create it");
    }

    @Test
    void aDatabaseThatMayNotBeWrittenIsToldWithItsRemedy() throws Exception {
        Path file = directory.resolve("ledger.db");
        try (StoredLedger ledger = open(file)) {
            store(ledger, noted("well"));
        }
        SQLiteDataSource readOnly = new SQLiteDataSource();
        readOnly.setUrl("jdbc:sqlite:" + file);
        readOnly.setReadOnly(true);
        assertThatThrownBy(() -> StoredLedger.open(
                        LedgerDatabase.sqlite(readOnly, file), LedgerPolicy.DEFAULT, InstantSource.system()))
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("give its user write access");
    }

    @Test
    void aDirectoryThatIsAFileIsToldToo() throws Exception {
        Path file = Files.writeString(directory.resolve("plain"), "x").resolve("ledger.db");
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void aLedgerIsReadWithoutAServiceAndNotMadeByIt() throws Exception {
        Path file = directory.resolve("ledger.db");
        assertThatThrownBy(() -> LedgerArchive.open(LedgerDatabase.sqliteForReading(file)))
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessageContaining(file.toString());
        assertThat(file).doesNotExist();
        try (StoredLedger ledger = open(file)) {
            store(ledger, noted("well"));
            await("beside a running service, a moment later")
                    .until(() -> LedgerArchive.open(LedgerDatabase.sqliteForReading(file))
                                    .lastSequence()
                            == 1);
        }
        LedgerArchive archive = LedgerArchive.open(LedgerDatabase.sqliteForReading(file));
        assertThat(archive.verify().entries()).isEqualTo(1);
    }
}
