package io.github.joulekeeper.ledger.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** The ledger's database: brings its tables up to date and opens connections that are durable. */
final class LedgerDatabase {
    private final DataSource dataSource;
    private final String location;

    private LedgerDatabase(DataSource dataSource, String location) {
        this.dataSource = dataSource;
        this.location = location;
    }

    /**
     * @param location the database file or address, for messages
     * @throws LedgerUnavailableException if it cannot be opened or brought up to date
     */
    static LedgerDatabase open(DataSource dataSource, String location) {
        try {
            LedgerDatabase database = new LedgerDatabase(dataSource, location);
            // Before Flyway: the journal mode cannot change within a transaction.
            database.connect().close();
            Flyway.configure()
                    .dataSource(dataSource)
                    .locations("classpath:db/ledger")
                    .table("ledger_schema_history")
                    .load()
                    .migrate();
            database.proveWritable();
            return database;
        } catch (FlywayException | SQLException e) {
            throw new LedgerUnavailableException(
                    "The ledger '%s' cannot be opened: %s. %s".formatted(location, firstLine(e), remedy(location, e)),
                    e);
        }
    }

    /** Fails now, at start, rather than with the first command. */
    private void proveWritable() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("delete from ledger_memory where memory_key = ''");
            connection.commit();
        }
    }

    /** A connection without auto-commit, on which a commit survives a loss of power. */
    Connection connect() throws SQLException {
        Connection connection = dataSource.getConnection();
        try {
            if (connection.getMetaData().getDatabaseProductName().equalsIgnoreCase("SQLite")) {
                connection.setAutoCommit(true);
                try (Statement pragma = connection.createStatement()) {
                    pragma.execute("pragma busy_timeout = 5000");
                    pragma.execute("pragma journal_mode = wal");
                    pragma.execute("pragma synchronous = full");
                }
            }
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** What is read on a connection. */
    interface Reading<T> {
        T from(Connection connection) throws SQLException;
    }

    /** Reads on a connection of its own. @throws LedgerUnavailableException if that fails */
    <T> T read(Reading<T> reading) {
        try (Connection connection = dataSource.getConnection()) {
            return reading.from(connection);
        } catch (SQLException e) {
            throw new LedgerUnavailableException(
                    "The ledger '%s' cannot be read: %s. %s".formatted(location, firstLine(e), remedy(location, e)), e);
        }
    }

    /** A database whose tables are there already. */
    static LedgerDatabase existing(DataSource dataSource, String location) {
        return new LedgerDatabase(dataSource, location);
    }

    String location() {
        return location;
    }

    static String firstLine(Throwable e) {
        Throwable cause = e;
        while (cause instanceof FlywayException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return message.strip().lines().findFirst().orElse("").replaceAll("\\.$", "");
    }

    /** What to do about a failure, as one sentence. */
    static String remedy(String location, Throwable e) {
        String text = String.valueOf(firstLine(e)).toLowerCase(Locale.ROOT);
        if (text.contains("not a database") || text.contains("malformed") || text.contains("corrupt")) {
            return "The file is damaged or is something else: move it away and restore a backup, or start without it";
        }
        if (text.contains("locked") || text.contains("busy")) {
            return "Another process holds it: stop the other Joulekeeper, or give this one its own joulekeeper.data";
        }
        if (text.contains("full")) {
            return "The disk is full: free some space; what waits is written then";
        }
        if (text.contains("readonly") || text.contains("read-only") || text.contains("permission")) {
            return "The service may not write there: give its user write access to the file and its directory";
        }
        Path parent = Path.of(location).toAbsolutePath().getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            return "The directory %s does not exist: create it, or set joulekeeper.data to one that does"
                    .formatted(parent);
        }
        if (parent != null && !Files.isWritable(parent)) {
            return "The service may not write to %s: give its user write access".formatted(parent);
        }
        return "See that joulekeeper.data names a directory on a working disk that the service may write to";
    }
}
