package io.github.joulekeeper.ledger.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/** One file. Whoever holds the lock of the data directory owns it. */
final class SqliteDialect implements Dialect {
    private final Path file;

    SqliteDialect(Path file) {
        this.file = file;
    }

    @Override
    public void prepareToWrite(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        try (Statement pragma = connection.createStatement()) {
            pragma.execute("pragma busy_timeout = 5000");
            pragma.execute("pragma journal_mode = wal");
            pragma.execute("pragma synchronous = full");
            // Pages that change with every command are copied into the file once for many commits, and stay in memory.
            pragma.execute("pragma wal_autocheckpoint = 4000");
            pragma.execute("pragma cache_size = -8000");
        }
        connection.setAutoCommit(false);
    }

    @Override
    public void prepareToRead(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
    }

    @Override
    public void own(Connection connection, boolean patient) {
        // The lock of the data directory was taken before.
    }

    /** Nothing: the owner is a process of this machine, and a file's lock ends with its process. */
    @Override
    public void evictOwner(Connection connection) {}

    @Override
    public boolean ownedWithoutConnection() {
        return true;
    }

    @Override
    public void disown(Connection connection) {
        // As above.
    }

    @Override
    public void check(Connection connection) throws SQLException {
        if (!Files.exists(file)) {
            throw new NotOwnerException(
                    "the file is gone, and what is written would go with it",
                    "Put it back and restart Joulekeeper, or restart without it for a new ledger");
        }
    }

    @Override
    public String remedy(Throwable failure) {
        String text = LedgerDatabase.firstLine(failure).toLowerCase(Locale.ROOT);
        if (text.contains("not a database") || text.contains("malformed") || text.contains("corrupt")) {
            return "The file is damaged or is something else: move it away and restore a backup, or start without it";
        }
        if (text.contains("locked") || text.contains("busy")) {
            return "Another process holds it: stop the other Joulekeeper, or give this one its own joulekeeper.data";
        }
        if (text.contains("full") || text.contains("no space left")) {
            return "The disk is full: free some space; what waits is written then";
        }
        if (text.contains("readonly") || text.contains("read-only") || text.contains("permission")) {
            return "The service may not write there: give its user write access to the file and its directory";
        }
        if (text.contains("no such table")) {
            return "It is of an older version, or was replaced: start Joulekeeper to bring it up to date, or put it back and restart";
        }
        Path parent = file.toAbsolutePath().getParent();
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
