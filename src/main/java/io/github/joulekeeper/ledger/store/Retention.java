package io.github.joulekeeper.ledger.store;

import io.github.joulekeeper.ledger.LedgerEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Drops the oldest entries, a small step at a time: those that are too old, and those that are too many. Commands go whole,
 * never before they ended; what is remembered stays. Each step leaves a {@link LedgerEntry.Dropped}, from which the chain
 * goes on.
 */
final class Retention {
    /** What an entry takes beside its body: its other columns, its share of the indexes, and of its command's rows. */
    static final int BYTES_BESIDE_BODY = 330;

    private static final int SAMPLES = 200;

    /** A command whose entries lie further apart than this is in nobody's way any more than in ours. */
    private static final int LARGEST_STEP = 100_000;

    private final RetentionPolicy policy;
    /** How far the size alone lets entries be dropped in this run of steps; -1 before it is known. */
    private long tooMuchThrough = -1;

    Retention(RetentionPolicy policy) {
        this.policy = policy;
    }

    /** Drops what one step may, in the transaction that is open; whether there may be more. */
    boolean step(Connection connection, EntryBatch batch, Instant now) throws SQLException {
        long first = number(connection, "select min(sequence) from ledger_entry");
        if (first == 0) {
            return false;
        }
        if (tooMuchThrough < 0) {
            tooMuchThrough = tooMuchThrough(connection, first, batch.head().sequence());
        }
        for (long size = policy.step(); size <= LARGEST_STEP; size *= 4) {
            long last = Math.min(first + size - 1, batch.head().sequence());
            long due = Math.max(Math.min(last, tooMuchThrough), tooOldThrough(connection, first, last, now));
            long cut = wholeCommandsThrough(connection, first, due);
            if (cut >= first) {
                drop(connection, batch, first, cut, now);
                return due == last || cut < due;
            }
            if (due < last) {
                break;
            }
        }
        tooMuchThrough = -1;
        return false;
    }

    private long tooMuchThrough(Connection connection, long first, long newest) throws SQLException {
        long entries = newest - first + 1;
        if (policy.maxBytes().isEmpty() || entries < 2) {
            return 0;
        }
        long each = Math.round(averageBody(connection, first, entries)) + BYTES_BESIDE_BODY;
        long over = entries * each - policy.maxBytes().getAsLong();
        return over <= 0 ? 0 : Math.min(first + over / each, newest - 1);
    }

    /** Of entries that are spread evenly over all of them, since to read all would take long. */
    private static double averageBody(Connection connection, long first, long entries) throws SQLException {
        int samples = (int) Math.min(SAMPLES, entries);
        try (PreparedStatement query = connection.prepareStatement("select avg(length(body)) from ledger_entry"
                + " where sequence in (" + "?, ".repeat(samples - 1) + "?)")) {
            for (int i = 0; i < samples; i++) {
                query.setLong(i + 1, first + entries * i / samples);
            }
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? rows.getDouble(1) : 0;
            }
        }
    }

    private long tooOldThrough(Connection connection, long first, long last, Instant now) throws SQLException {
        if (policy.keep().isEmpty()) {
            return 0;
        }
        Duration keep = policy.keep().get();
        long young = number(
                connection,
                "select sequence from ledger_entry where sequence between ? and ? and at_micros >= ?"
                        + " order by sequence limit 1",
                first,
                last,
                EntryBatch.micros(now.minus(keep)));
        return young == 0 ? last : young - 1;
    }

    /** The largest sequence, at most the given one, up to which no command has begun that ends later or has no end. */
    private static long wholeCommandsThrough(Connection connection, long first, long due) throws SQLException {
        long cut = due;
        while (cut >= first) {
            long split = number(
                    connection,
                    "select o.sequence from ledger_entry o where o.sequence between ? and ?"
                            + " and o.kind = 'command-opened' and (exists"
                            + " (select 1 from ledger_entry l where l.command_id = o.command_id and l.sequence > ?)"
                            + " or exists (select 1 from ledger_command c where c.id = o.command_id and c.outcome is null))"
                            + " order by o.sequence limit 1",
                    first,
                    cut,
                    cut);
            if (split == 0) {
                return cut;
            }
            cut = split - 1;
        }
        return cut;
    }

    private static void drop(Connection connection, EntryBatch batch, long first, long cut, Instant now)
            throws SQLException {
        String hash;
        try (PreparedStatement query =
                connection.prepareStatement("select hash from ledger_entry where sequence = ?")) {
            query.setLong(1, cut);
            try (ResultSet rows = query.executeQuery()) {
                if (!rows.next()) {
                    throw new SQLException("entry %d is missing, so that older ones cannot be dropped".formatted(cut));
                }
                hash = rows.getString(1);
            }
        }
        String opened = " in (select command_id from ledger_entry where sequence between ? and ?"
                + " and kind = 'command-opened')";
        delete(connection, "delete from ledger_command_origin where command_id" + opened, first, cut);
        // The newest command stays, for the sake of its number, which is never to be given again.
        String notTheNewest = " and id < (select max(id) from ledger_command)";
        delete(connection, "delete from ledger_command where id" + opened + notTheNewest, first, cut);
        delete(connection, "delete from ledger_entry where sequence between ? and ?", first, cut);
        batch.write(List.of(new LedgerEntry.Dropped(cut, hash, cut - first + 1, now)));
    }

    private static void delete(Connection connection, String sql, long first, long last) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(sql)) {
            delete.setLong(1, first);
            delete.setLong(2, last);
            delete.executeUpdate();
        }
    }

    /** The first number of a query, 0 for none. */
    private static long number(Connection connection, String sql, long... operands) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            for (int i = 0; i < operands.length; i++) {
                query.setLong(i + 1, operands[i]);
            }
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? rows.getLong(1) : 0;
            }
        }
    }
}
