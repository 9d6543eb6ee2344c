package io.github.joulekeeper.ledger.store;

import io.github.joulekeeper.ledger.LedgerEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * Finds the oldest blocks that are to go, a small step at a time: those that are too old, and those that are too much. None
 * goes in which a command began that has no end yet, nor what is newer; what is remembered stays. Each step is a {@link
 * LedgerEntry.Dropped}, with which the blocks go and from which the chain goes on.
 */
final class Retention {
    /** What a block takes beside its packed entries: its other columns, its words, and their share of the indexes. */
    static final int BYTES_BESIDE_ENTRIES = 600;

    private final RetentionPolicy policy;
    /** How far blocks have been told to go. */
    private long through;

    Retention(RetentionPolicy policy) {
        this.policy = policy;
    }

    /** What one step may drop now, empty for nothing. */
    Optional<LedgerEntry.Dropped> next(Connection connection, Instant now) throws SQLException {
        long tooMuch = policy.maxBytes().isPresent()
                ? size(connection) - policy.maxBytes().getAsLong()
                : 0;
        long tooOld = policy.keep().map(keep -> Columns.micros(now.minus(keep))).orElse(Long.MIN_VALUE);
        try (PreparedStatement query =
                connection.prepareStatement("select first_entry, last_entry, to_micros, bytes, hash from ledger_block"
                        + " where first_entry < (select max(first_entry) from ledger_block)"
                        + " and first_entry < coalesce((select min(block) from ledger_open), 9223372036854775807)"
                        + " order by first_entry limit " + policy.step())) {
            long first = 0;
            long last = 0;
            String hash = "";
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next() && (first == 0 || rows.getLong(2) - first < policy.step())) {
                    if (rows.getLong(2) <= through || (tooMuch <= 0 && rows.getLong(3) >= tooOld)) {
                        break;
                    }
                    first = first == 0 ? rows.getLong(1) : first;
                    last = rows.getLong(2);
                    hash = rows.getString(5);
                    tooMuch -= rows.getLong(4) + BYTES_BESIDE_ENTRIES;
                }
            }
            if (first == 0) {
                return Optional.empty();
            }
            through = last;
            return Optional.of(new LedgerEntry.Dropped(last, hash, last - first + 1, now));
        }
    }

    private static long size(Connection connection) throws SQLException {
        try (PreparedStatement query =
                        connection.prepareStatement("select coalesce(sum(bytes), 0), count(*) from ledger_block");
                ResultSet rows = query.executeQuery()) {
            return rows.next() ? rows.getLong(1) + rows.getLong(2) * BYTES_BESIDE_ENTRIES : 0;
        }
    }
}
