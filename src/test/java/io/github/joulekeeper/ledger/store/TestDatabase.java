package io.github.joulekeeper.ledger.store;

import io.github.joulekeeper.database.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.sqlite.SQLiteDataSource;

/** An empty database of one kind; each test has its own. */
final class TestDatabase {
    /** The kinds that a ledger may be kept in. */
    enum Kind {
        SQLITE,
        POSTGRESQL;

        /** Where PostgreSQL is not installed the test is skipped. */
        TestDatabase empty(Path directory) {
            return at(
                    this,
                    this == SQLITE
                            ? directory.resolve("ledger.db").toString()
                            : PostgresServer.shared().newDatabase());
        }
    }

    private final Kind kind;
    private final String address;
    private final Supplier<DataSource> sources;

    private TestDatabase(Kind kind, String address, Supplier<DataSource> sources) {
        this.kind = kind;
        this.address = address;
        this.sources = sources;
    }

    static TestDatabase at(Kind kind, String address) {
        return new TestDatabase(
                kind,
                address,
                kind == Kind.SQLITE ? () -> sqlite(Path.of(address)) : () -> PostgresServer.dataSource(address));
    }

    static DataSource sqlite(Path file) {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    String address() {
        return address;
    }

    Kind kind() {
        return kind;
    }

    /** Connections to it that can be made to fail. */
    FaultyDataSource source() {
        return new FaultyDataSource(sources.get());
    }

    LedgerDatabase over(DataSource source) {
        if (kind == Kind.POSTGRESQL) {
            return LedgerDatabase.postgresql(source, address);
        }
        return source instanceof FaultyDataSource faulty
                ? LedgerDatabase.sqlite(source, Path.of(address), faulty::journal)
                : LedgerDatabase.sqlite(source, Path.of(address));
    }

    StoredLedger open(DataSource source, LedgerPolicy policy) {
        return StoredLedger.open(over(source), policy, InstantSource.system());
    }

    StoredLedger open() {
        return open(source(), LedgerPolicy.DEFAULT);
    }

    LedgerArchive archive() {
        return LedgerArchive.open(over(source()));
    }

    void tamper(long sequence, UnaryOperator<String> change) throws SQLException {
        try (Connection connection = sources.get().getConnection()) {
            Tampering.change(connection, sequence, change);
        }
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = sources.get().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
