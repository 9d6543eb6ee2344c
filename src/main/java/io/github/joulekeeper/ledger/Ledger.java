package io.github.joulekeeper.ledger;

import java.util.List;

/** Where entries become durable. */
public interface Ledger {
    /**
     * Appends entries, in the order of the calls. Returns at once; entries of several calls may be written together.
     *
     * @param whenDurable run once these entries and all before them survive a crash; on a thread of the ledger's. Never
     *     run if they cannot be stored while the process lives, so that nothing leaves that is not stored; unless the ledger
     *     is told to go on unrecorded while its database is away
     */
    void append(List<LedgerEntry> entries, Runnable whenDurable);

    /** The same for entries that are in no hurry: they may wait a few milliseconds, to be written with others. */
    default void appendUnhurried(List<LedgerEntry> entries, Runnable whenDurable) {
        append(entries, whenDurable);
    }

    /**
     * Whether commands may be decided at present. While they may not, because they could not be recorded, what is appended is
     * kept and written in order later.
     */
    default boolean takesCommands() {
        return true;
    }
}
