package io.github.joulekeeper.ledger.store;

import io.github.joulekeeper.ledger.CommandLog;
import io.github.joulekeeper.ledger.CommandLog.CommandRecord;
import io.github.joulekeeper.ledger.LedgerEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** Puts commands together from the blocks that hold their entries. For one connection, as long as it reads one moment. */
final class CommandCourses {
    /** Commands that were under way at the same time have their entries in the same few blocks. */
    private static final int KEPT = 4;

    private final Connection connection;

    @SuppressWarnings("serial") // Never written anywhere.
    private final Map<Long, Block> lately = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Block> eldest) {
            return size() > KEPT;
        }
    };

    CommandCourses(Connection connection) {
        this.connection = connection;
    }

    /** The bodies of a command's entries, in order. */
    record Course(long id, List<String> bodies) {
        CommandRecord command() {
            LedgerEntry.@Nullable CommandOpened opened = null;
            List<LedgerEntry.CommandStep> steps = new ArrayList<>();
            Optional<CommandLog.Ended> ended = Optional.empty();
            for (String body : bodies) {
                switch (EntryText.read(body)) {
                    case LedgerEntry.CommandOpened opening -> opened = opening;
                    case LedgerEntry.CommandStep step -> steps.add(step);
                    case LedgerEntry.CommandEnded end ->
                        ended = Optional.of(new CommandLog.Ended(end.outcome(), end.detail(), end.at()));
                    default -> throw new IllegalArgumentException("Not an entry of a command: " + body);
                }
            }
            if (opened == null) {
                throw new IllegalArgumentException("Command %d has no opening".formatted(id));
            }
            return new CommandRecord(opened, steps, ended);
        }
    }

    /** The commands that were opened in a block and are wanted, the newest first. */
    List<Course> openedIn(Block block, LongPredicate wanted) throws SQLException {
        TreeMap<Long, List<String>> bodies = new TreeMap<>();
        Lines.forEach(block.lines(), (bytes, from, to) -> {
            long id = EntryText.commandId(bytes, from, to);
            if (id != 0 && EntryText.opens(bytes, from, to) && wanted.test(id)) {
                bodies.put(id, new ArrayList<>());
            }
            collect(id, bytes, from, to, bodies);
        });
        if (!bodies.isEmpty()) {
            for (long other : spans(bodies)) {
                Lines.forEach(
                        block(other).lines(),
                        (bytes, from, to) -> collect(EntryText.commandId(bytes, from, to), bytes, from, to, bodies));
            }
        }
        return bodies.descendingMap().entrySet().stream()
                .map(entry -> new Course(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static void collect(long id, byte[] bytes, int from, int to, Map<Long, List<String>> bodies) {
        List<String> course = id == 0 ? null : bodies.get(id);
        if (course != null) {
            course.add(Lines.body(bytes, from, to));
        }
    }

    /** The other blocks that hold entries of these commands, in order. */
    private List<Long> spans(TreeMap<Long, List<String>> bodies) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "select distinct block from ledger_span where command_id between ? and ? order by block")) {
            query.setLong(1, bodies.firstKey());
            query.setLong(2, bodies.lastKey());
            try (ResultSet rows = query.executeQuery()) {
                List<Long> blocks = new ArrayList<>();
                while (rows.next()) {
                    blocks.add(rows.getLong(1));
                }
                return blocks;
            }
        }
    }

    private Block block(long first) throws SQLException {
        Block known = lately.get(first);
        if (known == null) {
            known = Block.read(connection, first)
                    .orElseThrow(() -> new SQLException("the block of entry %d is missing".formatted(first)));
            lately.put(first, known);
        }
        return known;
    }
}
