package io.github.joulekeeper.ledger.store;

import io.github.joulekeeper.ledger.LedgerEntry;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/** Sees to it now and then that old blocks go; on the thread that writes the database. */
final class Housekeeping {
    private static final System.Logger LOG = System.getLogger(Housekeeping.class.getName());

    /** Under a load that never pauses, what is too old is dropped all the same, a step after so long. */
    static final Duration OVERDUE = Duration.ofSeconds(10);

    private final LedgerTransaction transaction;
    private final RetentionPolicy policy;
    private final Retention retention;
    private final Consumer<LedgerEntry> ledger;
    private final InstantSource clock;
    private Instant due;

    /** @param ledger takes the entries with which blocks go */
    Housekeeping(
            LedgerTransaction transaction, RetentionPolicy policy, Consumer<LedgerEntry> ledger, InstantSource clock) {
        this.transaction = transaction;
        this.policy = policy;
        this.retention = new Retention(policy);
        this.ledger = ledger;
        this.clock = clock;
        this.due = clock.instant();
    }

    /** How long it takes until there is something to do, but not less than a pause between two steps. */
    Duration untilDue() {
        Duration wait = Duration.between(clock.instant(), due);
        return wait.compareTo(policy.between()) < 0 ? policy.between() : wait;
    }

    /** Takes a step if one is due. @param overdue how much later than due it may be */
    void step(Duration overdue) {
        Instant now = clock.instant();
        if (now.isBefore(due.plus(overdue))) {
            return;
        }
        due = now.plus(policy.every());
        try {
            Optional<LedgerEntry.Dropped> dropped = transaction.read(connection -> retention.next(connection, now));
            dropped.ifPresent(ledger);
            if (dropped.isPresent() || retention.isPending()) {
                due = now.plus(policy.between());
            }
        } catch (SQLException | RuntimeException | AssertionError e) {
            transaction.disconnect();
            LOG.log(Level.WARNING, "Old entries of the ledger could not be dropped, it is tried again later", e);
        }
    }
}
