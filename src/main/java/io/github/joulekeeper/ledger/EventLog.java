package io.github.joulekeeper.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads everything else back from the ledger: its entries in order, and what is remembered. */
public interface EventLog {
    /**
     * An entry and its place.
     *
     * @param sequence ascending, without gaps
     */
    record Event(long sequence, LedgerEntry entry) {}

    /**
     * Which entries to list.
     *
     * @param kinds such as {@code rule}, {@code external-change}, {@code noted}; empty for all
     * @param withoutCommands not those of commands: their opening, steps and ends
     * @param serial only those of a station
     * @param rule only where this rule entered another phase
     * @param from not before, inclusive
     * @param to before, exclusive
     * @param text what the entry says, whatever its case
     * @param before only entries with a smaller sequence, for paging; empty from the newest on
     * @param limit at most so many, 1 to 1000
     */
    record Query(
            List<String> kinds,
            boolean withoutCommands,
            Optional<String> serial,
            Optional<String> rule,
            Optional<Instant> from,
            Optional<Instant> to,
            Optional<String> text,
            Optional<Long> before,
            int limit) {
        public Query {
            kinds = List.copyOf(kinds);
            if (limit < 1 || limit > 1000) {
                throw new IllegalArgumentException("The limit must be 1 to 1000, not " + limit);
            }
        }

        /** Of all rules, and whatever they say. */
        public Query(
                List<String> kinds,
                Optional<String> serial,
                Optional<Instant> from,
                Optional<Instant> to,
                Optional<Long> before,
                int limit) {
            this(kinds, false, serial, Optional.empty(), from, to, Optional.empty(), before, limit);
        }
    }

    /** Entries, newest first. Steps of commands are among them. */
    List<Event> events(Query query);

    /** All that is remembered, by key. */
    Map<String, String> remembered();

    /** The largest sequence stored, 0 for none: changes with every append that is durable. */
    long lastSequence();
}
