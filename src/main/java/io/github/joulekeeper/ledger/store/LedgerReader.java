package io.github.joulekeeper.ledger.store;

import io.github.joulekeeper.ledger.CommandLog;
import io.github.joulekeeper.ledger.EventLog;
import io.github.joulekeeper.ledger.LedgerEntry;
import io.github.joulekeeper.ledger.store.CommandCourses.Course;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads commands, entries and what is remembered. Safe for any thread; each call has a connection of its own. */
final class LedgerReader implements CommandLog, EventLog {
    private final Readable ledger;

    LedgerReader(Readable ledger) {
        this.ledger = ledger;
    }

    @Override
    public List<CommandRecord> find(CommandLog.Query query) {
        BlockQuery blocks = new BlockQuery().and("b.last_command is not null");
        query.before().ifPresent(before -> blocks.and("b.first_command < ?", before));
        between(blocks, query.from(), query.to());
        query.serial().ifPresent(serial -> blocks.marked(Mark.COMMAND_OF.word(serial)));
        query.origin().ifPresent(origin -> blocks.marked(Mark.COMMAND_BY.word(origin)));
        query.setting().ifPresent(setting -> blocks.marked(Mark.COMMAND_SETS.word(setting)));
        query.outcome().ifPresent(outcome -> blocks.marked(Mark.COMMAND_ENDED.word(outcome.name())));
        Optional<String> said = query.text().map(LedgerReader::asSaid);
        long before = query.before().orElse(Long.MAX_VALUE);
        return ledger.read(connection -> {
            CommandCourses courses = new CommandCourses(connection);
            List<CommandRecord> found = new ArrayList<>();
            blocks.run(connection, block -> {
                for (Course course : courses.openedIn(block, id -> id < before)) {
                    if (said.isEmpty() || course.bodies().stream().anyMatch(body -> says(body, said.get()))) {
                        CommandRecord command = course.command();
                        if (fits(command, query)) {
                            found.add(command);
                        }
                    }
                    if (found.size() == query.limit()) {
                        return false;
                    }
                }
                return true;
            });
            return found;
        });
    }

    private static boolean fits(CommandRecord command, CommandLog.Query query) {
        LedgerEntry.CommandOpened opened = command.opened();
        return query.serial().filter(serial -> !serial.equals(opened.serial())).isEmpty()
                && query.origin()
                        .filter(origin -> !opened.origins().contains(origin))
                        .isEmpty()
                && query.setting()
                        .filter(setting -> !opened.setPoints().containsKey(setting))
                        .isEmpty()
                && query.outcome()
                        .filter(outcome -> command.ended()
                                .map(Ended::outcome)
                                .filter(outcome::equals)
                                .isEmpty())
                        .isEmpty()
                && within(opened.at(), query.from(), query.to());
    }

    @Override
    public List<CommandRecord> open() {
        return ledger.read(connection -> {
            Map<Long, Set<Long>> byBlock = new TreeMap<>();
            try (PreparedStatement query = connection.prepareStatement("select block, command_id from ledger_open");
                    ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    byBlock.computeIfAbsent(rows.getLong(1), _ -> new HashSet<>())
                            .add(rows.getLong(2));
                }
            }
            CommandCourses courses = new CommandCourses(connection);
            List<CommandRecord> open = new ArrayList<>();
            for (Map.Entry<Long, Set<Long>> entry : byBlock.entrySet()) {
                Block block = Block.read(connection, entry.getKey())
                        .orElseThrow(
                                () -> new SQLException("the block of entry %d is missing".formatted(entry.getKey())));
                courses.openedIn(block, entry.getValue()::contains)
                        .reversed()
                        .forEach(course -> open.add(course.command()));
            }
            return open;
        });
    }

    @Override
    public long lastCommandId() {
        return ledger.read(LedgerHead::read).command();
    }

    @Override
    public long lastSequence() {
        return ledger.read(LedgerHead::read).sequence();
    }

    @Override
    public List<Event> events(EventLog.Query query) {
        BlockQuery blocks = new BlockQuery();
        query.before().ifPresent(before -> blocks.and("b.first_entry < ?", before));
        between(blocks, query.from(), query.to());
        if (!query.kinds().isEmpty()) {
            blocks.marked(query.kinds().stream().map(Mark.KIND::word).toList());
        }
        if (query.withoutCommands()) {
            blocks.marked(Mark.WITHOUT_COMMANDS);
        }
        query.serial().ifPresent(serial -> blocks.marked(Mark.OF.word(serial)));
        query.rule().ifPresent(rule -> blocks.marked(Mark.RULE.word(rule)));
        Optional<String> said = query.text().map(LedgerReader::asSaid);
        return ledger.read(connection -> {
            List<Event> found = new ArrayList<>();
            blocks.run(connection, block -> {
                add(found, block, query, said);
                return found.size() < query.limit();
            });
            return found;
        });
    }

    /** Adds what is asked for of one block, the newest first. */
    private static void add(List<Event> found, Block block, EventLog.Query query, Optional<String> said) {
        List<String> bodies = block.bodies();
        long before = query.before().orElse(Long.MAX_VALUE);
        for (int i = bodies.size() - 1; i >= 0 && found.size() < query.limit(); i--) {
            long sequence = block.first() + i;
            String body = bodies.get(i);
            if (sequence < before && (said.isEmpty() || says(body, said.get()))) {
                LedgerEntry entry = EntryText.read(body);
                if (fits(entry, query)) {
                    found.add(new Event(sequence, entry));
                }
            }
        }
    }

    private static boolean fits(LedgerEntry entry, EventLog.Query query) {
        return (query.kinds().isEmpty() || query.kinds().contains(EntryText.kind(entry)))
                && !(query.withoutCommands() && ofCommand(entry))
                && query.serial()
                        .filter(serial -> !serial.equals(EntryText.subject(entry)))
                        .isEmpty()
                && query.rule()
                        .filter(rule -> !(entry instanceof LedgerEntry.RuleChanged changed
                                && changed.rule().equals(rule)))
                        .isEmpty()
                && within(entry.at(), query.from(), query.to());
    }

    private static boolean ofCommand(LedgerEntry entry) {
        return entry instanceof LedgerEntry.CommandOpened
                || entry instanceof LedgerEntry.CommandStep
                || entry instanceof LedgerEntry.CommandEnded;
    }

    private static void between(BlockQuery blocks, Optional<Instant> from, Optional<Instant> to) {
        from.ifPresent(instant -> blocks.and("b.to_micros >= ?", Columns.micros(instant)));
        to.ifPresent(instant -> blocks.and("b.from_micros <= ?", Columns.micros(instant)));
    }

    private static boolean within(Instant at, Optional<Instant> from, Optional<Instant> to) {
        return from.filter(at::isBefore).isEmpty()
                && to.filter(end -> !at.isBefore(end)).isEmpty();
    }

    @Override
    public Map<String, String> remembered() {
        return ledger.read(connection -> {
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

    /** A text as a body says it, in lower case. */
    private static String asSaid(String text) {
        String quoted = EntryText.quoted(text.toLowerCase(Locale.ROOT));
        return quoted.substring(1, quoted.length() - 1);
    }

    private static boolean says(String body, String said) {
        return body.toLowerCase(Locale.ROOT).contains(said);
    }
}
