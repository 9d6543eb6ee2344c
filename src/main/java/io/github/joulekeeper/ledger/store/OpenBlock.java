package io.github.joulekeeper.ledger.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The newest block, to which entries are still added. */
final class OpenBlock {
    /** A block that is stored already is rewritten with what is added, as long as it is this small. */
    private static final int SMALL = 8 * 1024;

    /** What comes in one transaction lies in blocks of about this size, before they are packed. */
    private static final int LARGE = 2 * 1024 * 1024;

    private final long first;
    private final Lines lines;
    /** Words that are not stored with it yet. */
    private final Set<String> marks = new LinkedHashSet<>();
    /** Words that are. */
    private final Set<String> stored = new LinkedHashSet<>();

    private long last;
    private String hash = "";
    private long from = Long.MAX_VALUE;
    private long to = Long.MIN_VALUE;
    private long firstCommand;
    private long lastCommand;
    private boolean inDatabase;

    /** @param expected how many bytes of lines will probably be added soon */
    OpenBlock(long first, long expected) {
        this.first = first;
        this.lines = new Lines((int) Math.clamp(expected, SMALL, LARGE));
    }

    /** The newest block of the database, if more may be added to it. */
    static @Nullable OpenBlock newest(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                        "select first_entry, last_entry, from_micros, to_micros, first_command, last_command, hash,"
                                + " packed from ledger_block order by first_entry desc limit 1");
                ResultSet rows = query.executeQuery()) {
            if (!rows.next()) {
                return null;
            }
            byte[] bytes = Packing.unpack(rows.getBytes(8));
            if (bytes.length > SMALL) {
                return null;
            }
            OpenBlock block = new OpenBlock(rows.getLong(1), bytes.length);
            block.last = rows.getLong(2);
            block.from = rows.getLong(3);
            block.to = rows.getLong(4);
            block.firstCommand = rows.getLong(5);
            block.lastCommand = rows.getLong(6);
            block.hash = rows.getString(7);
            block.lines.write(bytes, 0, bytes.length);
            block.inDatabase = true;
            return block;
        }
    }

    long first() {
        return first;
    }

    /** Whether nothing more is to be added, now that it is stored. */
    boolean full() {
        return lines.length() > SMALL;
    }

    boolean takes(Batch batch) {
        return batch.before().sequence() == last
                && lines.length() + batch.lines().length <= (inDatabase ? SMALL : LARGE);
    }

    void add(Batch batch) {
        lines.write(batch.lines(), 0, batch.lines().length);
        last = batch.after().sequence();
        hash = batch.after().hash();
        from = Math.min(from, batch.index().from());
        to = Math.max(to, batch.index().to());
        batch.index().marks().forEach(this::mark);
    }

    void opens(long command) {
        firstCommand = firstCommand == 0 ? command : firstCommand;
        lastCommand = command;
    }

    void mark(String word) {
        if (!stored.contains(word)) {
            marks.add(word);
        }
    }

    static PreparedStatement statement(Connection connection) throws SQLException {
        return connection.prepareStatement("insert into ledger_block (first_entry, last_entry, from_micros, to_micros,"
                + " first_command, last_command, hash, bytes, packed) values (?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " on conflict (first_entry) do update set last_entry = excluded.last_entry,"
                + " from_micros = excluded.from_micros, to_micros = excluded.to_micros,"
                + " first_command = excluded.first_command, last_command = excluded.last_command,"
                + " hash = excluded.hash, bytes = excluded.bytes, packed = excluded.packed");
    }

    /** Stores it as it is by now, and adds the words that are new to another batch. */
    void store(PreparedStatement block, MarkBatch words) throws SQLException {
        byte[] packed = Packing.pack(lines);
        block.setLong(1, first);
        block.setLong(2, last);
        block.setLong(3, from);
        block.setLong(4, to);
        command(block, 5, firstCommand);
        command(block, 6, lastCommand);
        block.setString(7, hash);
        block.setLong(8, packed.length);
        block.setBytes(9, packed);
        block.executeUpdate();
        for (String word : marks) {
            words.add(word, first);
        }
        stored.addAll(marks);
        marks.clear();
        inDatabase = true;
    }

    private static void command(PreparedStatement block, int column, long command) throws SQLException {
        if (command == 0) {
            block.setNull(column, Types.BIGINT);
        } else {
            block.setLong(column, command);
        }
    }
}
