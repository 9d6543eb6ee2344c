package io.github.joulekeeper.ledger.store;

import io.github.joulekeeper.ledger.CommandLog;
import io.github.joulekeeper.ledger.EventLog;
import io.github.joulekeeper.ledger.LedgerEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads commands, entries and what is remembered. Safe for any thread; each call has a connection of its own. */
final class LedgerReader implements CommandLog, EventLog {
    private final LedgerDatabase database;

    LedgerReader(LedgerDatabase database) {
        this.database = database;
    }

    @Override
    public List<CommandRecord> find(CommandLog.Query query) {
        Filter filter = new Filter("select c.id from ledger_command c");
        query.serial().ifPresent(serial -> filter.and("c.serial = ?", Columns.serial(serial)));
        query.outcome().ifPresent(outcome -> filter.and("c.outcome = ?", outcome.name()));
        query.before().ifPresent(before -> filter.and("c.id < ?", before));
        query.from().ifPresent(from -> filter.and("c.opened_micros >= ?", EntryBatch.micros(from)));
        query.to().ifPresent(to -> filter.and("c.opened_micros < ?", EntryBatch.micros(to)));
        query.setting()
                .ifPresent(setting -> filter.and(
                        "exists (select 1 from ledger_entry e where e.command_id = c.id and e.kind = 'command-opened'"
                                + " and e.body like ? escape '!')",
                        "%\"setPoints\":{%" + literally(EntryText.quoted(setting)) + ":%"));
        query.text()
                .ifPresent(text -> filter.and(
                        "exists (select 1 from ledger_entry e where e.command_id = c.id and lower(e.body) like ?"
                                + " escape '!')",
                        saying(text)));
        query.origin()
                .ifPresent(origin -> filter.and(
                        "exists (select 1 from ledger_command_origin o where o.command_id = c.id and o.origin = ?)",
                        Columns.origin(origin)));
        return database.read(connection -> commands(connection, filter, " order by c.id desc limit " + query.limit()));
    }

    @Override
    public List<CommandRecord> open() {
        Filter filter = new Filter("select c.id from ledger_command c where c.outcome is null");
        return database.read(connection -> commands(connection, filter, " order by c.id"));
    }

    @Override
    public long lastCommandId() {
        return database.read(connection -> number(connection, "select max(id) from ledger_command"));
    }

    @Override
    public long lastSequence() {
        return database.read(connection -> number(connection, "select max(sequence) from ledger_entry"));
    }

    @Override
    public List<Event> events(EventLog.Query query) {
        Filter filter = new Filter("select sequence, body from ledger_entry");
        if (!query.kinds().isEmpty()) {
            filter.and(
                    "kind in (" + "?, ".repeat(query.kinds().size() - 1) + "?)",
                    query.kinds().stream().map(Columns::kind).toArray());
        }
        query.serial().ifPresent(serial -> filter.and("serial = ?", Columns.serial(serial)));
        if (query.withoutCommands()) {
            filter.and("kind not in ('command-opened', 'command-step', 'command-ended')");
        }
        query.rule()
                .ifPresent(rule -> filter.and(
                        "kind = 'rule' and body like ? escape '!'",
                        "%\"rule\":" + literally(EntryText.quoted(rule)) + ",%"));
        query.text().ifPresent(text -> filter.and("lower(body) like ? escape '!'", saying(text)));
        query.from().ifPresent(from -> filter.and("at_micros >= ?", EntryBatch.micros(from)));
        query.to().ifPresent(to -> filter.and("at_micros < ?", EntryBatch.micros(to)));
        query.before().ifPresent(before -> filter.and("sequence < ?", before));
        return database.read(connection -> {
            List<Event> events = new ArrayList<>();
            try (PreparedStatement statement =
                            filter.prepare(connection, " order by sequence desc limit " + query.limit());
                    ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    events.add(new Event(rows.getLong(1), EntryText.read(rows.getString(2))));
                }
            }
            return events;
        });
    }

    @Override
    public Map<String, String> remembered() {
        return database.read(connection -> {
            Map<String, String> values = new TreeMap<>();
            try (PreparedStatement statement =
                            connection.prepareStatement("select memory_key, value from ledger_memory");
                    ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    values.put(rows.getString(1), rows.getString(2));
                }
            }
            return values;
        });
    }

    /** A pattern that fits what says this, as JSON says it. */
    private static String saying(String text) {
        String quoted = EntryText.quoted(text.toLowerCase(Locale.ROOT));
        return "%" + literally(quoted.substring(1, quoted.length() - 1)) + "%";
    }

    private static String literally(String text) {
        return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    private static List<CommandRecord> commands(Connection connection, Filter filter, String tail) throws SQLException {
        Map<Long, Parts> byId = new LinkedHashMap<>();
        try (PreparedStatement statement = filter.prepare(connection, tail);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                byId.put(rows.getLong(1), new Parts());
            }
        }
        List<Long> ids = List.copyOf(byId.keySet());
        for (int from = 0; from < ids.size(); from += 500) {
            load(connection, ids.subList(from, Math.min(ids.size(), from + 500)), byId);
        }
        return byId.values().stream().flatMap(parts -> parts.command().stream()).toList();
    }

    private static void load(Connection connection, List<Long> ids, Map<Long, Parts> byId) throws SQLException {
        Filter entries = new Filter("select command_id, body from ledger_entry");
        entries.and("command_id in (" + "?, ".repeat(ids.size() - 1) + "?)", ids.toArray());
        try (PreparedStatement statement = entries.prepare(connection, " order by sequence");
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                Parts parts = byId.get(rows.getLong(1));
                if (parts != null) {
                    parts.add(EntryText.read(rows.getString(2)));
                }
            }
        }
    }

    /** What belongs to one command, as its entries come by. */
    private static final class Parts {
        private LedgerEntry.@Nullable CommandOpened opened;
        private final List<LedgerEntry.CommandStep> steps = new ArrayList<>();
        private @Nullable Ended ended;

        void add(LedgerEntry entry) {
            switch (entry) {
                case LedgerEntry.CommandOpened opening -> opened = opening;
                case LedgerEntry.CommandStep step -> steps.add(step);
                case LedgerEntry.CommandEnded end -> ended = new Ended(end.outcome(), end.detail(), end.at());
                default -> throw new IllegalArgumentException("Not an entry of a command: " + entry);
            }
        }

        Optional<CommandRecord> command() {
            return opened == null
                    ? Optional.empty()
                    : Optional.of(new CommandRecord(opened, steps, Optional.ofNullable(ended)));
        }
    }

    /** A query whose conditions are put together. */
    private static final class Filter {
        private final StringBuilder sql;
        private final List<Object> values = new ArrayList<>();
        private String glue;

        Filter(String select) {
            sql = new StringBuilder(select);
            glue = select.contains(" where ") ? " and " : " where ";
        }

        void and(String condition, Object... operands) {
            sql.append(glue).append(condition);
            glue = " and ";
            values.addAll(List.of(operands));
        }

        PreparedStatement prepare(Connection connection, String tail) throws SQLException {
            PreparedStatement statement = connection.prepareStatement(sql + tail);
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i));
            }
            return statement;
        }
    }
}
