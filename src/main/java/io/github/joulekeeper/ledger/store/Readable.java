package io.github.joulekeeper.ledger.store;

/** What a ledger is read from. */
interface Readable {
    /** Reads on a connection of its own, all from one moment. @throws LedgerUnavailableException if that fails */
    <T> T read(LedgerDatabase.Reading<T> reading);
}
