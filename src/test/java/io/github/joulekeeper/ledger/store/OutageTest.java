package io.github.joulekeeper.ledger.store;

import static io.github.joulekeeper.ledger.store.Entries.noted;
import static io.github.joulekeeper.ledger.store.Entries.opened;
import static io.github.joulekeeper.ledger.store.StoredLedgerTest.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.joulekeeper.database.PostgresServer;
import io.github.joulekeeper.database.SmallDisk;
import io.github.joulekeeper.ledger.LedgerHealth.Commands;
import io.github.joulekeeper.ledger.store.LedgerPolicy.WhenUnavailable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** Real faults of real databases: what was appended meanwhile follows in order, once, and the chain holds. */
class OutageTest {
    private static final String A = "R331ZTEST0000001";
    private static final LedgerPolicy QUICK =
            LedgerPolicy.DEFAULT.withRetries(Duration.ofMillis(5), Duration.ofMillis(50));
    private static final String TERMINATE = "select pg_terminate_backend(pid) from pg_locks"
            + " where locktype = 'advisory' and granted and classid = 1246448711";

    @TempDir
    Path directory;

    private final Random random = new Random(7);
    private final List<Long> durable = new CopyOnWriteArrayList<>();

    private void append(StoredLedger ledger, long from, long to) {
        LongStream.rangeClosed(from, to)
                .forEach(id -> ledger.append(List.of(opened(id, A, "x"), noted(noise())), () -> durable.add(id)));
    }

    /** What cannot be packed, so that a disk is soon full. */
    private String noise() {
        byte[] bytes = new byte[200];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private void awaitAllStored(StoredLedger ledger, long commands) {
        await().atMost(30, TimeUnit.SECONDS).until(() -> durable.size() == commands);
        assertThat(durable)
                .isEqualTo(LongStream.rangeClosed(1, commands).boxed().toList());
        assertThat(ledger.open())
                .extracting(command -> command.opened().commandId())
                .isEqualTo(durable);
        assertThat(ledger.verify().intact()).isTrue();
        assertThat(ledger.health().dropped()).isZero();
        await().until(() -> ledger.health().well());
    }

    private void awaitTrouble(StoredLedger ledger, String... words) {
        await().atMost(30, TimeUnit.SECONDS)
                .untilAsserted(
                        () -> assertThat(ledger.health().lastError().orElse("")).contains(words));
        assertThat(ledger.health().commands()).isEqualTo(Commands.STOPPED);
    }

    @Test
    void aFullFileSystem() throws Exception {
        try (SmallDisk disk = SmallDisk.mounted(directory.resolve("disk"))) {
            Path file = disk.folder().resolve("ledger.db");
            try (StoredLedger ledger = StoredLedger.open(
                    LedgerDatabase.sqlite(TestDatabase.sqlite(file), file), QUICK, InstantSource.system())) {
                append(ledger, 1, 10);
                await().until(() -> durable.size() == 10);
                disk.fill();
                append(ledger, 11, 400);
                awaitTrouble(ledger, "full", "free some space");
                assertThat(durable).hasSizeLessThan(400);
                disk.free();
                awaitAllStored(ledger, 400);
            }
        }
    }

    /** The database does not follow, which is told; what is in the journal is durable, so that commands go on. */
    private void awaitLag(StoredLedger ledger, String... words) {
        await().atMost(30, TimeUnit.SECONDS)
                .untilAsserted(
                        () -> assertThat(ledger.health().lastError().orElse("")).contains(words));
        assertThat(ledger.health().commands()).isEqualTo(Commands.RECORDED);
        assertThat(ledger.health().failingSince()).isPresent();
    }

    @Test
    void aFileThatMayNotGrow() throws Exception {
        Path file = directory.resolve("ledger.db");
        StoredLedger.open(LedgerDatabase.sqlite(TestDatabase.sqlite(file), file), QUICK, InstantSource.system())
                .close();
        long pages = Files.size(file) / 4096;
        SQLiteConfig config = new SQLiteConfig();
        SQLiteDataSource bounded = new SQLiteDataSource(config);
        bounded.setUrl("jdbc:sqlite:" + file);
        config.setPragma(SQLiteConfig.Pragma.MAX_PAGE_COUNT, Long.toString(pages + 1));
        try (StoredLedger ledger =
                StoredLedger.open(LedgerDatabase.sqlite(bounded, file), QUICK, InstantSource.system())) {
            append(ledger, 1, 400);
            awaitLag(ledger, "full", "free some space");
            await().until(() -> durable.size() == 400);
            config.setPragma(SQLiteConfig.Pragma.MAX_PAGE_COUNT, "4000");
            awaitAllStored(ledger, 400);
        }
    }

    @Test
    void anotherHoldsTheFileLocked() throws Exception {
        TestDatabase database = TestDatabase.Kind.SQLITE.empty(directory);
        try (StoredLedger ledger = database.open(database.source(), QUICK)) {
            append(ledger, 1, 10);
            await().until(() -> durable.size() == 10);
            try (Connection other = database.source().getConnection();
                    Statement lock = other.createStatement()) {
                lock.execute("begin exclusive");
                append(ledger, 11, 20);
                awaitLag(ledger, "locked", "stop the other Joulekeeper");
                await().until(() -> durable.size() == 20);
                lock.execute("rollback");
            }
            awaitAllStored(ledger, 20);
        }
    }

    @Test
    void theFileIsRemoved() throws Exception {
        TestDatabase database = TestDatabase.Kind.SQLITE.empty(directory);
        try (StoredLedger ledger = database.open(database.source(), QUICK.withFlushWithin(Duration.ofMillis(100)))) {
            store(ledger, noted("well"));
            Files.delete(directory.resolve("ledger.db"));
            awaitTrouble(ledger, "restart");
            append(ledger, 1, 3);
            awaitTrouble(ledger, "restart");
            assertThat(durable).isEmpty();
        }
    }

    @Test
    void theServerIsStoppedAndStarted() {
        try (PostgresServer server = PostgresServer.start()) {
            TestDatabase database = TestDatabase.at(TestDatabase.Kind.POSTGRESQL, server.newDatabase());
            try (StoredLedger ledger = database.open(database.source(), QUICK)) {
                append(ledger, 1, 10);
                await().until(() -> durable.size() == 10);
                server.stop();
                awaitTrouble(ledger, "cannot be written", "See that the server runs");
                append(ledger, 11, 500);
                assertThat(durable).hasSize(10);
                server.launch();
                awaitAllStored(ledger, 500);
            }
        }
    }

    @Test
    void theConnectionIsKilledAgainAndAgain() throws Exception {
        TestDatabase database = TestDatabase.Kind.POSTGRESQL.empty(directory);
        try (StoredLedger ledger = database.open(database.source(), QUICK)) {
            for (int kill = 0; kill < 20; kill++) {
                append(ledger, kill * 100L + 1, kill * 100L + 50);
                database.execute(TERMINATE);
                append(ledger, kill * 100L + 51, kill * 100L + 100);
            }
            awaitAllStored(ledger, 2000);
        }
    }

    @Test
    void aLedgerThatIsInUseIsNotOpenedAgain() {
        TestDatabase database = TestDatabase.Kind.POSTGRESQL.empty(directory);
        try (StoredLedger ledger = database.open()) {
            assertThatThrownBy(database::open)
                    .isInstanceOf(LedgerUnavailableException.class)
                    .hasMessageContaining("another Joulekeeper uses it, from 127.0.0.1, since 20")
                    .hasMessageContaining("Stop the other one");
            assertThat(ledger.health().well()).isTrue();
        }
        database.open().close();
    }

    @Test
    void whoLostTheLedgerToAnotherCommandsNoMore() throws Exception {
        TestDatabase database = TestDatabase.Kind.POSTGRESQL.empty(directory);
        LedgerPolicy goOn = QUICK.withWhenUnavailable(WhenUnavailable.GO_ON).withFlushWithin(Duration.ofMillis(100));
        try (StoredLedger first = database.open(database.source(), goOn)) {
            store(first, noted("first"));
            CompletableFuture<StoredLedger> taking = CompletableFuture.supplyAsync(database::open);
            await().until(() -> taking.isDone() || waits(database));
            database.execute(TERMINATE);
            try (StoredLedger second = taking.get(20, TimeUnit.SECONDS)) {
                store(second, noted("second"));
                append(first, 1, 3);
                awaitTrouble(first, "another Joulekeeper uses it");
                assertThat(first.takesCommands()).isFalse();
            }
            awaitTrouble(first, "not as this Joulekeeper left it", "restart this one");
            assertThat(durable).as("nothing left").isEmpty();
            assertThat(database.archive().lastSequence()).isEqualTo(2);
            assertThat(database.archive().verify().intact()).isTrue();
        }
    }

    private static boolean waits(TestDatabase database) throws Exception {
        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) from pg_locks where locktype = 'advisory'"
                        + " and not granted and classid = 1246448711")) {
            return rows.next() && rows.getInt(1) > 0;
        }
    }
}
