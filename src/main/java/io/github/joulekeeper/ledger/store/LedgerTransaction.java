package io.github.joulekeeper.ledger.store;

import io.github.joulekeeper.ledger.LedgerEntry;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes entries, a transaction at a time, on a connection that is kept while all goes well. After a failure the caller
 * disconnects, asks whether the last transaction took effect all the same, and tries again. For one thread.
 */
final class LedgerTransaction {
    private static final System.Logger LOG = System.getLogger(LedgerTransaction.class.getName());

    private final LedgerDatabase database;
    private @Nullable Connection connection;
    private @Nullable EntryBatch batch;
    /** The head that a commit was to make, from the call of it to its return. */
    private @Nullable LedgerHead committing;

    LedgerTransaction(LedgerDatabase database) {
        this.database = database;
    }

    /** Whether the last commit, which failed without saying so, made its entries durable all the same. */
    boolean tookEffectBefore() throws SQLException {
        LedgerHead expected = committing;
        if (expected == null) {
            return false;
        }
        boolean took = expected.equals(batch().head());
        committing = null;
        return took;
    }

    /** Writes the entries; once it returns they survive a loss of power. */
    void commit(List<LedgerEntry> entries) throws SQLException {
        EntryBatch open = batch();
        LedgerHead head = open.write(entries);
        committing = head;
        if (connection != null) {
            connection.commit();
        }
        committing = null;
    }

    private EntryBatch batch() throws SQLException {
        EntryBatch open = batch;
        if (open == null) {
            Connection fresh = database.connect();
            connection = fresh;
            open = new EntryBatch(fresh, LedgerHead.read(fresh));
            fresh.rollback();
            batch = open;
        }
        return open;
    }

    void disconnect() {
        Connection broken = connection;
        connection = null;
        batch = null;
        if (broken == null) {
            return;
        }
        try (broken) {
            broken.rollback();
        } catch (SQLException e) {
            LOG.log(Level.DEBUG, "The ledger's connection was broken", e);
        }
    }
}
