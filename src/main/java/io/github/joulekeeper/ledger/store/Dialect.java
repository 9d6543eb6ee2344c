package io.github.joulekeeper.ledger.store;

import java.sql.Connection;
import java.sql.SQLException;

/** What one kind of database needs beyond the SQL that all understand. */
interface Dialect {
    /** Turns auto-commit off, and sees to it that a commit survives a loss of power. */
    void prepareToWrite(Connection connection) throws SQLException;

    /** Turns auto-commit off, and sees to it that all that is read belongs to one moment. */
    void prepareToRead(Connection connection) throws SQLException;

    /**
     * Makes the ledger belong to this connection alone, for as long as it lives.
     *
     * @param patient whether to wait a moment for another to let go of it
     * @throws NotOwnerException if it belongs to another
     */
    void own(Connection connection, boolean patient) throws SQLException;

    /** Whether the ledger stays ours when a connection is lost. */
    boolean ownedWithoutConnection();

    /**
     * Ends the connection that owns the ledger, if there is one: for whoever knows by other means that its process must not
     * own it any more.
     */
    void evictOwner(Connection connection) throws SQLException;

    /** Undoes {@link #own}. */
    void disown(Connection connection) throws SQLException;

    /** Whether a connection on which nothing happened for a while still is what it was. */
    void check(Connection connection) throws SQLException;

    /** What to do about a failure, as one sentence without a full stop. */
    String remedy(Throwable failure);
}
