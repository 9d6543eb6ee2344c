package io.github.joulekeeper.ledger.store;

import io.github.joulekeeper.ledger.LedgerEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes entries by prepared batches on one connection; the caller commits. */
final class EntryBatch implements AutoCloseable {
    private final PreparedStatement entries;
    private final PreparedStatement commands;
    private final PreparedStatement origins;
    private final PreparedStatement ends;
    private final PreparedStatement forgets;
    private final PreparedStatement remembers;
    private final HashChain chain = new HashChain();
    private LedgerHead head;

    EntryBatch(Connection connection, LedgerHead head) throws SQLException {
        this.head = head;
        entries = connection.prepareStatement("insert into ledger_entry"
                + " (sequence, kind, at_micros, command_id, serial, body, hash) values (?, ?, ?, ?, ?, ?, ?)");
        commands =
                connection.prepareStatement("insert into ledger_command (id, serial, opened_micros) values (?, ?, ?)");
        origins = connection.prepareStatement("insert into ledger_command_origin (command_id, origin) values (?, ?)");
        ends = connection.prepareStatement("update ledger_command set outcome = ? where id = ?");
        forgets = connection.prepareStatement("delete from ledger_memory where memory_key = ?");
        remembers = connection.prepareStatement("insert into ledger_memory (memory_key, value) values (?, ?)"
                + " on conflict (memory_key) do update set value = excluded.value");
    }

    /** The newest entry, committed or not. */
    LedgerHead head() {
        return head;
    }

    /** Writes the entries, not yet committed, and returns the head that they make. */
    LedgerHead write(List<LedgerEntry> list) throws SQLException {
        Map<String, String> memory = new LinkedHashMap<>();
        for (LedgerEntry entry : list) {
            if (entry instanceof LedgerEntry.Remembered(String key, String value, Instant at)) {
                memory.put(key, value);
            } else {
                add(entry);
            }
        }
        entries.executeBatch();
        commands.executeBatch();
        origins.executeBatch();
        ends.executeBatch();
        if (!memory.isEmpty()) {
            remember(memory);
        }
        return head;
    }

    private void remember(Map<String, String> memory) throws SQLException {
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

    private void add(LedgerEntry entry) throws SQLException {
        String body = EntryText.write(entry);
        long sequence = head.sequence() + 1;
        head = new LedgerHead(sequence, chain.next(head.hash(), sequence, body));
        entries.setLong(1, sequence);
        entries.setString(2, Columns.kind(EntryText.kind(entry)));
        entries.setLong(3, micros(entry.at()));
        entries.setNull(4, Types.BIGINT);
        entries.setNull(5, Types.VARCHAR);
        switch (entry) {
            case LedgerEntry.CommandOpened opened -> {
                entries.setLong(4, opened.commandId());
                entries.setString(5, Columns.serial(opened.serial()));
                open(opened);
            }
            case LedgerEntry.CommandStep step -> entries.setLong(4, step.commandId());
            case LedgerEntry.CommandEnded ended -> {
                entries.setLong(4, ended.commandId());
                ends.setString(1, ended.outcome().name());
                ends.setLong(2, ended.commandId());
                ends.addBatch();
            }
            case LedgerEntry.RuleChanged changed -> entries.setString(5, Columns.serial(changed.serial()));
            case LedgerEntry.ExternalChange change -> entries.setString(5, Columns.serial(change.serial()));
            case LedgerEntry.Noted noted -> entries.setString(5, Columns.serial(noted.subject()));
            case LedgerEntry.Dropped _ -> {
                // Of no station and no command.
            }
            case LedgerEntry.Remembered remembered -> throw new IllegalArgumentException(remembered.key());
        }
        entries.setString(6, body);
        entries.setString(7, head.hash());
        entries.addBatch();
    }

    private void open(LedgerEntry.CommandOpened opened) throws SQLException {
        commands.setLong(1, opened.commandId());
        commands.setString(2, Columns.serial(opened.serial()));
        commands.setLong(3, micros(opened.at()));
        commands.addBatch();
        for (String origin :
                opened.origins().stream().map(Columns::origin).distinct().toList()) {
            origins.setLong(1, opened.commandId());
            origins.setString(2, origin);
            origins.addBatch();
        }
    }

    static long micros(Instant at) {
        return Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000L), at.getNano() / 1000);
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : List.of(entries, commands, origins, ends, forgets, remembers)) {
            statement.close();
        }
    }
}
