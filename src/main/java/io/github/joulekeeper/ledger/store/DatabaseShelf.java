package io.github.joulekeeper.ledger.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** The database itself is what makes durable: each batch is a transaction. */
final class DatabaseShelf implements Shelf {
    private final LedgerTransaction transaction;
    private final Housekeeping housekeeping;

    DatabaseShelf(LedgerTransaction transaction, Housekeeping housekeeping) {
        this.transaction = transaction;
        this.housekeeping = housekeeping;
    }

    @Override
    public boolean tookEffectBefore() throws SQLException {
        return transaction.tookEffectBefore();
    }

    @Override
    public LedgerHead head() throws SQLException {
        return transaction.head();
    }

    @Override
    public void write(Batch batch) throws SQLException {
        transaction.commit(List.of(batch));
    }

    @Override
    public void check() throws SQLException {
        transaction.check();
    }

    @Override
    public void disconnect() {
        transaction.disconnect();
    }

    @Override
    public boolean nobodyElseOwns() {
        return transaction.nobodyElseOwns();
    }

    @Override
    public Duration untilHousekeeping() {
        return housekeeping.untilDue();
    }

    @Override
    public void keepHouse(Duration overdue) {
        housekeeping.step(overdue);
    }

    @Override
    public void close() {
        transaction.disconnect();
    }
}
