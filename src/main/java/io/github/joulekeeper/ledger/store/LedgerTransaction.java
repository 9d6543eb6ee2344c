package io.github.joulekeeper.ledger.store;

import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/**
 * Writes batches into the database, a transaction at a time, on a connection that owns the ledger and is kept while all goes
 * well. After a failure the caller disconnects, asks whether the last transaction took effect all the same, and tries again.
 * If somebody else wrote in between, it never writes again. For one thread.
 */
final class LedgerTransaction {
    private static final System.Logger LOG = System.getLogger(LedgerTransaction.class.getName());

    private final LedgerDatabase database;
    private @Nullable Session session;
    /** How far what this process knows to be durable has come. */
    private @Nullable LedgerHead last;
    /** The head that a commit was to make, from the call of it to its return. */
    private @Nullable LedgerHead committing;

    private boolean unreachable;

    private record Session(Connection connection, BlockWriter writer) {}

    LedgerTransaction(LedgerDatabase database) {
        this.database = database;
    }

    /**
     * Takes the ledger for this process, and makes its tables or brings them up to date.
     *
     * @throws NotOwnerException if it belongs to another
     * @throws FlywayException if its tables are not as they should be
     */
    void open() throws SQLException {
        Connection fresh = database.connectAsOwner(true);
        try {
            database.migrate();
        } catch (SQLException | FlywayException e) {
            disown(fresh);
            throw e;
        }
        session = begin(fresh);
    }

    /** Whether the last commit, which failed without saying so, made its batches durable all the same. */
    boolean tookEffectBefore() throws SQLException {
        LedgerHead expected = committing;
        if (expected == null) {
            return false;
        }
        boolean took = expected.equals(session().writer().head());
        committing = null;
        return took;
    }

    /** How far the ledger has come. */
    LedgerHead head() throws SQLException {
        return session().writer().head();
    }

    /** Writes batches of which the first goes on from the head; once it returns they survive a loss of power. */
    void commit(List<Batch> batches) throws SQLException {
        Session open = session();
        open.writer().write(batches);
        LedgerHead head = open.writer().head();
        committing = head;
        open.connection().commit();
        last = head;
        committing = null;
    }

    /** Reads on the same connection. */
    <T> T read(LedgerDatabase.Reading<T> reading) throws SQLException {
        Connection connection = session().connection();
        T result = reading.from(connection);
        connection.rollback();
        return result;
    }

    /** Connects if it is not, else proves that the connection still is what it was. */
    void check() throws SQLException {
        Connection connection = session().connection();
        database.check(connection);
        connection.rollback();
    }

    private Session session() throws SQLException {
        Session open = session;
        if (open == null) {
            open = begin(connect());
            session = open;
        }
        return open;
    }

    private Connection connect() throws SQLException {
        unreachable = true;
        try {
            Connection fresh = database.connectAsOwner(false);
            unreachable = false;
            return fresh;
        } catch (NotOwnerException e) {
            unreachable = false;
            throw e;
        }
    }

    /** After a failure: whether nobody else can own the ledger now, or nobody can reach it. */
    boolean nobodyElseOwns() {
        return database.ownedWithoutConnection() || unreachable;
    }

    private Session begin(Connection fresh) throws SQLException {
        try {
            BlockWriter writer = new BlockWriter(fresh);
            fresh.rollback();
            if (last != null && !writer.head().equals(last) && !writer.head().equals(committing)) {
                throw NotOwnerException.changed();
            }
            last = writer.head();
            return new Session(fresh, writer);
        } catch (SQLException e) {
            disown(fresh);
            throw e;
        }
    }

    void disconnect() {
        Session broken = session;
        session = null;
        if (broken != null) {
            disown(broken.connection());
        }
    }

    private void disown(Connection connection) {
        try {
            database.disown(connection);
        } catch (SQLException e) {
            LOG.log(Level.DEBUG, "The ledger's connection was broken", e);
        }
    }
}
