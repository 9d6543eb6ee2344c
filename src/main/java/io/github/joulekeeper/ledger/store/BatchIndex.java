package io.github.joulekeeper.ledger.store;

import io.github.joulekeeper.ledger.LedgerEntry;
import io.github.joulekeeper.ledger.Outcome;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * By what a batch's entries are found. Batches wait for the database, and some of them live long enough to be copied by the
 * collector: so this holds no entry, only numbers and words that many share.
 */
final class BatchIndex {
    /** What happened to a command; the outcomes follow. */
    private static final byte OPENED = -2;

    private static final byte STEP = -1;
    private static final Outcome[] OUTCOMES = Outcome.values();

    private final Words words;
    private final Set<String> marks = new LinkedHashSet<>();
    private long from = Long.MAX_VALUE;
    private long to = Long.MIN_VALUE;
    private long dropped;
    private int entries;
    private long[] commands = new long[16];
    private byte[] events = new byte[16];
    private int count;

    /** Is told, in order, what happened to commands. */
    interface Commands {
        void opened(long command);

        void step(long command) throws SQLException;

        void ended(long command, Outcome outcome) throws SQLException;
    }

    BatchIndex(Words words) {
        this.words = words;
    }

    /**
     * Takes note of the next entry.
     *
     * @throws ArithmeticException if its time cannot be stored
     * @throws IllegalArgumentException if it is not listed
     */
    void add(LedgerEntry entry) {
        long micros = Columns.micros(entry.at());
        from = Math.min(from, micros);
        to = Math.max(to, micros);
        entries++;
        mark(Mark.KIND, EntryText.kind(entry));
        String subject = EntryText.subject(entry);
        if (!subject.isEmpty()) {
            mark(Mark.OF, subject);
        }
        switch (entry) {
            case LedgerEntry.CommandOpened opened -> {
                command(opened.commandId(), OPENED);
                mark(Mark.COMMAND_OF, opened.serial());
                opened.origins().forEach(origin -> mark(Mark.COMMAND_BY, origin));
                opened.setPoints().keySet().forEach(setting -> mark(Mark.COMMAND_SETS, setting));
            }
            case LedgerEntry.CommandStep step -> command(step.commandId(), STEP);
            case LedgerEntry.CommandEnded ended ->
                command(ended.commandId(), (byte) ended.outcome().ordinal());
            case LedgerEntry.RuleChanged changed -> {
                mark(Mark.RULE, changed.rule());
                marks.add(Mark.WITHOUT_COMMANDS);
            }
            case LedgerEntry.Dropped gone -> {
                dropped = gone.through();
                marks.add(Mark.WITHOUT_COMMANDS);
            }
            case LedgerEntry.ExternalChange _, LedgerEntry.Noted _ -> marks.add(Mark.WITHOUT_COMMANDS);
            case LedgerEntry.Remembered(String key, String _, Instant _) -> throw new IllegalArgumentException(key);
        }
    }

    private void mark(Mark mark, String text) {
        marks.add(words.of(mark, text));
    }

    private void command(long id, byte event) {
        if (count == commands.length) {
            commands = Arrays.copyOf(commands, 2 * count);
            events = Arrays.copyOf(events, 2 * count);
        }
        commands[count] = id;
        events[count++] = event;
    }

    boolean isEmpty() {
        return entries == 0;
    }

    /** The words under which its entries are found. */
    Set<String> marks() {
        return marks;
    }

    /** When its first entry happened, in microseconds since 1970. */
    long from() {
        return from;
    }

    /** When its last entry happened, in microseconds since 1970. */
    long to() {
        return to;
    }

    /** The sequence up to which entries were dropped, 0 if none were. */
    long dropped() {
        return dropped;
    }

    void forEachCommand(Commands visitor) throws SQLException {
        for (int i = 0; i < count; i++) {
            switch (events[i]) {
                case OPENED -> visitor.opened(commands[i]);
                case STEP -> visitor.step(commands[i]);
                default -> visitor.ended(commands[i], OUTCOMES[events[i]]);
            }
        }
    }
}
