package io.github.joulekeeper.ledger.store;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Where batches become durable, one after the other. After a failure the caller drops what is half done, and asks whether the
 * last batch took effect all the same before it tries again. For one thread.
 */
interface Shelf {
    /** Whether the last write, which failed without saying so, made its batch durable all the same. */
    boolean tookEffectBefore() throws SQLException;

    /** How far what is durable has come. */
    LedgerHead head() throws SQLException;

    /**
     * Writes a batch that goes on from the head; once it returns the batch survives a loss of power.
     *
     * @throws NotOwnerException if the ledger is not this process's any more
     */
    void write(Batch batch) throws SQLException, IOException;

    /** Proves that what was written is still there and still ours, after a while of silence. */
    void check() throws SQLException;

    /** Drops what is half done, after a failure. */
    void disconnect();

    /** After a failure: whether nobody else can own the ledger now, or nobody can reach it. */
    boolean nobodyElseOwns();

    /** How long {@link #keepHouse} has nothing to do, at least for a short while. */
    Duration untilHousekeeping();

    /** Drops old entries if that is due; never fails. @param overdue how much later than due it may be */
    void keepHouse(Duration overdue);

    /** Ends it; what is on it stays. */
    void close();
}
