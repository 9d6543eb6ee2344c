package io.github.joulekeeper.ledger.store;

import io.github.joulekeeper.ledger.LedgerEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A block of entries, read from the database.
 *
 * @param first the sequence of its first entry
 * @param last of its last
 * @param hash of its last entry
 * @param lines its entries as {@link Lines}
 */
record Block(long first, long last, String hash, byte[] lines) {
    /** What is selected, for {@link #of}. */
    static final String COLUMNS = "b.first_entry, b.last_entry, b.hash, b.packed";

    /** What a chain goes on from: the entry before, and its hash. */
    record Tie(long sequence, String hash) {
        static final Tie START = new Tie(0, HashChain.START);
    }

    /** The block of the row that was reached. */
    static Block of(ResultSet rows) throws SQLException {
        return new Block(rows.getLong(1), rows.getLong(2), rows.getString(3), Packing.unpack(rows.getBytes(4)));
    }

    static Optional<Block> read(Connection connection, long first) throws SQLException {
        return one(connection, "select " + COLUMNS + " from ledger_block b where b.first_entry = ?", first);
    }

    /** The first block that holds something after this entry. */
    static Optional<Block> after(Connection connection, long sequence) throws SQLException {
        return one(
                connection,
                "select " + COLUMNS + " from ledger_block b where b.first_entry > ? order by b.first_entry limit 1",
                sequence);
    }

    /** What the oldest block is tied to: the newest entry that was dropped, if any was. */
    static Tie dropped(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("select " + COLUMNS + " from ledger_block b"
                + " where b.first_entry = (select max(block) from ledger_mark where mark = ?)")) {
            query.setString(1, Mark.KIND.word(EntryText.DROPPED));
            try (ResultSet rows = query.executeQuery()) {
                Tie tie = Tie.START;
                if (rows.next()) {
                    for (String body : of(rows).bodies()) {
                        if (body.contains("\"dropped\"")
                                && EntryText.read(body)
                                        instanceof LedgerEntry.Dropped(var through, var hash, var _, var _)) {
                            tie = new Tie(through, hash);
                        }
                    }
                }
                return tie;
            }
        }
    }

    private static Optional<Block> one(Connection connection, String sql, long operand) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setLong(1, operand);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? Optional.of(of(rows)) : Optional.empty();
            }
        }
    }

    /** The bodies of its entries, in order. */
    List<String> bodies() {
        List<String> bodies = new ArrayList<>();
        Lines.forEach(lines, (bytes, from, to) -> bodies.add(Lines.body(bytes, from, to)));
        return bodies;
    }
}
