package io.github.joulekeeper.ledger.store;

import io.github.joulekeeper.ledger.Outcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes batches into the ledger's tables by prepared statements on one connection; the caller commits. Of no use any more
 * after a failure, since it knows what it wrote.
 */
final class BlockWriter {
    private final PreparedStatement heads;
    private final PreparedStatement blocks;
    private final MarkBatch marks;
    private final PreparedStatement opens;
    private final PreparedStatement ends;
    private final PreparedStatement spans;
    private final PreparedStatement forgets;
    private final PreparedStatement remembers;
    private final Connection connection;
    private final Words words = new Words();

    private LedgerHead head;
    private @Nullable OpenBlock newest;
    /** Commands without an end, and the block in which each was opened. */
    private final Map<Long, Long> open = new LinkedHashMap<>();
    /** Those of them that the database does not know yet. */
    private final Set<Long> opened = new LinkedHashSet<>();

    BlockWriter(Connection connection) throws SQLException {
        this.connection = connection;
        this.head = LedgerHead.read(connection);
        this.newest = OpenBlock.newest(connection);
        try (PreparedStatement query = connection.prepareStatement("select command_id, block from ledger_open");
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                open.put(rows.getLong(1), rows.getLong(2));
            }
        }
        heads = connection.prepareStatement(
                "update ledger_head set turn = ?, sequence = ?, hash = ?, command = ? where turn = ?");
        blocks = OpenBlock.statement(connection);
        marks = new MarkBatch(connection);
        opens = connection.prepareStatement("insert into ledger_open (command_id, block) values (?, ?)");
        ends = connection.prepareStatement("delete from ledger_open where command_id = ?");
        spans = connection.prepareStatement(
                "insert into ledger_span (command_id, block) values (?, ?) on conflict (command_id, block) do nothing");
        forgets = connection.prepareStatement("delete from ledger_memory where memory_key = ?");
        remembers = connection.prepareStatement("insert into ledger_memory (memory_key, value) values (?, ?)"
                + " on conflict (memory_key) do update set value = excluded.value");
    }

    /** Where the ledger stands, committed or not. */
    LedgerHead head() {
        return head;
    }

    /** Writes batches of which the first goes on from the head, not yet committed. */
    void write(List<Batch> batches) throws SQLException {
        // Before anything is read in the transaction: SQLite would not wait for another that writes.
        move(batches.getLast().after());
        Map<String, String> memory = new LinkedHashMap<>();
        long expected = 0;
        for (Batch batch : batches) {
            expected += batch.lines().length;
        }
        for (Batch batch : batches) {
            if (!batch.index().isEmpty()) {
                add(batch, expected);
            }
            expected -= batch.lines().length;
            memory.putAll(batch.memory());
        }
        OpenBlock block = newest;
        if (block != null) {
            block.store(blocks, marks);
            newest = block.full() ? null : block;
        }
        marks.execute();
        for (long command : opened) {
            opens.setLong(1, command);
            opens.setLong(2, open.getOrDefault(command, 0L));
            opens.addBatch();
        }
        opened.clear();
        opens.executeBatch();
        ends.executeBatch();
        spans.executeBatch();
        remember(memory);
    }

    private void move(LedgerHead to) throws SQLException {
        heads.setLong(1, to.turn());
        heads.setLong(2, to.sequence());
        heads.setString(3, to.hash());
        heads.setLong(4, to.command());
        heads.setLong(5, head.turn());
        if (heads.executeUpdate() != 1) {
            throw NotOwnerException.changed();
        }
        head = to;
    }

    private void add(Batch batch, long expected) throws SQLException {
        OpenBlock block = newest;
        if (block == null || !block.takes(batch)) {
            if (block != null) {
                block.store(blocks, marks);
            }
            block = new OpenBlock(batch.before().sequence() + 1, expected);
            newest = block;
        }
        block.add(batch);
        batch.index().forEachCommand(new Commands(block));
        if (batch.index().dropped() > 0) {
            drop(batch.index().dropped());
        }
    }

    /** What happens to commands while a block is filled. */
    private final class Commands implements BatchIndex.Commands {
        private final OpenBlock block;

        Commands(OpenBlock block) {
            this.block = block;
        }

        @Override
        public void opened(long command) {
            block.opens(command);
            open.put(command, block.first());
            opened.add(command);
        }

        /** A command that began in an earlier block has an entry in this one. */
        @Override
        public void step(long command) throws SQLException {
            Long opening = open.get(command);
            if (opening != null && opening != block.first()) {
                spans.setLong(1, command);
                spans.setLong(2, block.first());
                spans.addBatch();
            }
        }

        @Override
        public void ended(long command, Outcome outcome) throws SQLException {
            step(command);
            Long opening = open.remove(command);
            if (opening == null) {
                return;
            }
            String word = words.of(Mark.COMMAND_ENDED, outcome.name());
            if (opening == block.first()) {
                block.mark(word);
            } else {
                marks.add(word, opening);
            }
            if (!opened.remove(command)) {
                ends.setLong(1, command);
                ends.addBatch();
            }
        }
    }

    /** Old blocks go with the entry that says so. */
    private void drop(long through) throws SQLException {
        delete("delete from ledger_span where block <= ?", through);
        delete(
                "delete from ledger_span where command_id <="
                        + " (select max(last_command) from ledger_block where last_entry <= ?)",
                through);
        delete("delete from ledger_mark where block <= ?", through);
        delete("delete from ledger_block where last_entry <= ?", through);
    }

    private void delete(String sql, long through) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(sql)) {
            delete.setLong(1, through);
            delete.executeUpdate();
        }
    }

    private void remember(Map<String, String> memory) throws SQLException {
        if (memory.isEmpty()) {
            return;
        }
        for (Map.Entry<String, String> entry : memory.entrySet()) {
            if (entry.getValue().isEmpty()) {
                forgets.setString(1, entry.getKey());
                forgets.addBatch();
            } else {
                remembers.setString(1, entry.getKey());
                remembers.setString(2, entry.getValue());
                remembers.addBatch();
            }
        }
        forgets.executeBatch();
        remembers.executeBatch();
    }
}
