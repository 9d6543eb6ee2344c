package io.github.joulekeeper.ledger.store;

import io.github.joulekeeper.ledger.LedgerEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
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

    /** An entry with which blocks go that is not there after so long was lost on its way. */
    private static final Duration LOST = Duration.ofMinutes(1);

    private final RetentionPolicy policy;
    /** How far blocks have been told to go, and when. */
    private long through;

    private Instant told = Instant.MIN;
    private boolean pending;
    /** By how much all takes too much room, as long as one step follows the other. */
    private long tooMuch;

    private boolean running;

    Retention(RetentionPolicy policy) {
        this.policy = policy;
    }

    /** Whether nothing was found the last time only since the blocks of the step before have not gone yet. */
    boolean isPending() {
        return pending;
    }

    /** What one step may drop now, empty for nothing. */
    Optional<LedgerEntry.Dropped> next(Connection connection, Instant now) throws SQLException {
        if (!running && policy.maxBytes().isPresent()) {
            tooMuch = size(connection) - policy.maxBytes().getAsLong();
        }
        long tooOld = policy.keep().map(keep -> Columns.micros(now.minus(keep))).orElse(Long.MIN_VALUE);
        try (PreparedStatement query =
                connection.prepareStatement("select first_entry, last_entry, to_micros, bytes, hash from ledger_block"
                        + " where first_entry < (select max(first_entry) from ledger_block)"
                        + " and first_entry < coalesce((select min(block) from ledger_open), 9223372036854775807)"
                        + " order by first_entry limit " + policy.step())) {
            long first = 0;
            long last = 0;
            String hash = "";
            pending = false;
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next() && (first == 0 || rows.getLong(2) - first < policy.step())) {
                    pending = rows.getLong(2) <= through && now.isBefore(told.plus(LOST));
                    if (pending || (tooMuch <= 0 && rows.getLong(3) >= tooOld)) {
                        break;
                    }
                    first = first == 0 ? rows.getLong(1) : first;
                    last = rows.getLong(2);
                    hash = rows.getString(5);
                    tooMuch -= rows.getLong(4) + BYTES_BESIDE_ENTRIES;
                }
            }
            running = first != 0 || pending;
            if (first == 0) {
                return Optional.empty();
            }
            through = last;
            told = now;
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
