package io.github.joulekeeper.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How well entries become durable.
 *
 * @param waiting entries that are not durable yet
 * @param capacity how many may wait; beyond that they are lost, and nothing leaves
 * @param lag how long the oldest of them has waited, zero when none waits
 * @param lastError why the last write failed, with what to do about it; empty while all is well
 * @param failingSince since when writes fail; empty while all is well
 * @param dropped entries lost since the start because too many waited or the database would not take them
 * @param lastDurable when entries last became durable, if ever in this run
 * @param commands what becomes of commands at present
 */
public record LedgerHealth(
        int waiting,
        int capacity,
        Duration lag,
        Optional<String> lastError,
        Optional<Instant> failingSince,
        long dropped,
        Optional<Instant> lastDurable,
        Commands commands) {

    /** What becomes of commands. */
    public enum Commands {
        /** They are stored, and then they leave. */
        RECORDED,
        /** They leave before they are stored, since the database is away and the ledger was told to go on. */
        UNRECORDED,
        /** None is decided, and none leaves. */
        STOPPED
    }

    /** Whether entries become durable at present. */
    public boolean well() {
        return lastError.isEmpty();
    }
}
