package io.github.joulekeeper.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads commands back from the ledger. */
public interface CommandLog {
    /**
     * A command with all its steps.
     *
     * @param outcome empty while it is under way
     */
    record CommandRecord(LedgerEntry.CommandOpened opened, List<LedgerEntry.CommandStep> steps, Optional<Ended> ended) {
        public CommandRecord {
            steps = List.copyOf(steps);
        }
    }

    /** The end of a command. */
    record Ended(Outcome outcome, String detail, Instant at) {}

    /**
     * Which commands to find.
     *
     * @param origin a rule, or {@code manual:AUTHOR}
     * @param setting the name of a setting that it set
     * @param from decided not before
     * @param to decided before
     * @param text what one of its entries says, whatever its case
     * @param before only commands with a smaller id, for paging; empty from the newest on
     * @param limit at most so many, 1 to 1000
     */
    record Query(
            Optional<String> serial,
            Optional<String> origin,
            Optional<Outcome> outcome,
            Optional<String> setting,
            Optional<Instant> from,
            Optional<Instant> to,
            Optional<String> text,
            Optional<Long> before,
            int limit) {
        public Query {
            if (limit < 1 || limit > 1000) {
                throw new IllegalArgumentException("The limit must be 1 to 1000, not " + limit);
            }
        }

        /** Whatever they set, whenever they were decided, and whatever is said of them. */
        public Query(
                Optional<String> serial,
                Optional<String> origin,
                Optional<Outcome> outcome,
                Optional<Long> before,
                int limit) {
            this(
                    serial,
                    origin,
                    outcome,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    before,
                    limit);
        }
    }

    /** Commands, newest first. */
    List<CommandRecord> find(Query query);

    /** The command with this id, empty if the ledger does not hold it. */
    default Optional<CommandRecord> command(long id) {
        var upToIt = new Query(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(id + 1), 1);
        return find(upToIt).stream()
                .filter(command -> command.opened().commandId() == id)
                .findFirst();
    }

    /** Commands that were opened and never ended: in doubt after a crash. */
    List<CommandRecord> open();

    /** The largest command id ever stored, 0 for none. */
    long lastCommandId();
}
