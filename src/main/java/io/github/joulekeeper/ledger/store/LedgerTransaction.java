package io.github.joulekeeper.ledger.store;

import io.github.joulekeeper.ledger.LedgerEntry;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/**
 * Writes entries, a transaction at a time, on a connection that owns the ledger and is kept while all goes well. After a
 * failure the caller disconnects, asks whether the last transaction took effect all the same, and tries again. If somebody
 * else wrote in between, it never writes again. For one thread.
 */
final class LedgerTransaction {
    private static final System.Logger LOG = System.getLogger(LedgerTransaction.class.getName());

    private final LedgerDatabase database;
    private @Nullable Session session;
    /** The newest entry that this process knows to be durable. */
    private @Nullable LedgerHead last;
    /** The head that a commit was to make, from the call of it to its return. */
    private @Nullable LedgerHead committing;

    private boolean unreachable;

    private record Session(Connection connection, EntryBatch batch) {}

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

    /** Whether the last commit, which failed without saying so, made its entries durable all the same. */
    boolean tookEffectBefore() throws SQLException {
        LedgerHead expected = committing;
        if (expected == null) {
            return false;
        }
        boolean took = expected.equals(session().batch().head());
        committing = null;
        return took;
    }

    /** Writes the entries; once it returns they survive a loss of power. */
    void commit(List<LedgerEntry> entries) throws SQLException {
        Session open = session();
        commit(open, open.batch().write(entries));
    }

    /** Drops old entries, as many as one small step allows; whether there is more to drop. */
    boolean drop(Retention retention, Instant now) throws SQLException {
        Session open = session();
        boolean more = retention.step(open.connection(), open.batch(), now);
        commit(open, open.batch().head());
        return more;
    }

    private void commit(Session open, LedgerHead head) throws SQLException {
        committing = head;
        open.connection().commit();
        last = head;
        committing = null;
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
            LedgerHead head = LedgerHead.read(fresh);
            fresh.rollback();
            if (last != null && !head.equals(last) && !head.equals(committing)) {
                throw new NotOwnerException(
                        "it is not as this Joulekeeper left it: another one wrote into it, or it was replaced",
                        "See that only one uses it, then restart this one");
            }
            last = head;
            return new Session(fresh, new EntryBatch(fresh, head));
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
