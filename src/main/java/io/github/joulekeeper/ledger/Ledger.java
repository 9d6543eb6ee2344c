package io.github.joulekeeper.ledger;

import java.util.List;

/** Where entries become durable. */
public interface Ledger {
    /**
     * Appends entries, in the order of the calls. Returns at once; entries of several calls may be written together.
     *
     * @param whenDurable run once these entries and all before them survive a crash; on a thread of the ledger's. Never
     *     run if they cannot be stored while the process lives, so that nothing leaves that is not stored
     */
    void append(List<LedgerEntry> entries, Runnable whenDurable);
}
