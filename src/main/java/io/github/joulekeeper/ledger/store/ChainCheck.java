package io.github.joulekeeper.ledger.store;

import io.github.joulekeeper.ledger.LedgerEntry;
import io.github.joulekeeper.ledger.Verification;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Walks all entries and checks that each is tied to the one before. Where old entries were dropped, the oldest one left must
 * be tied to what the newest {@link LedgerEntry.Dropped} says. Entries cut off at the end leave no trace.
 */
final class ChainCheck {
    private final LedgerDatabase database;

    ChainCheck(LedgerDatabase database) {
        this.database = database;
    }

    Verification run() {
        return database.read(ChainCheck::walk);
    }

    private static Verification walk(Connection connection) throws SQLException {
        HashChain chain = new HashChain();
        LedgerHead before = dropped(connection);
        long entries = 0;
        try (PreparedStatement query =
                connection.prepareStatement("select sequence, body, hash from ledger_entry order by sequence")) {
            query.setFetchSize(1000);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    long sequence = rows.getLong(1);
                    if (sequence != before.sequence() + 1) {
                        return broken(entries, sequence, "entry %d is missing".formatted(before.sequence() + 1));
                    }
                    String hash = chain.next(before.hash(), sequence, rows.getString(2));
                    if (!hash.equals(rows.getString(3))) {
                        return broken(entries, sequence, "entry %d is not as it was written".formatted(sequence));
                    }
                    before = new LedgerHead(sequence, hash);
                    entries++;
                }
            }
        }
        return new Verification(
                entries, Optional.empty(), "%d entries, the newest %s".formatted(entries, before.hash()));
    }

    /** What the oldest entry left is tied to. */
    private static LedgerHead dropped(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "select body from ledger_entry where kind = ? order by sequence desc limit 1")) {
            query.setString(1, EntryText.DROPPED);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next()
                                && EntryText.read(rows.getString(1))
                                        instanceof LedgerEntry.Dropped(var through, var hash, var number, var at)
                        ? new LedgerHead(through, hash)
                        : new LedgerHead(0, HashChain.START);
            }
        }
    }

    private static Verification broken(long entries, long sequence, String detail) {
        return new Verification(entries, Optional.of(sequence), detail);
    }
}
