package io.github.joulekeeper.ledger.store;

import io.github.joulekeeper.ledger.LedgerEntry;
import io.github.joulekeeper.ledger.store.AppendQueue.Append;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The ledger's thread. It takes all appends that wait, makes them durable in one go, and lets what follows them run in order
 * once they survive a crash. While writing fails it tries again and again with the same entries in the
 * same order; nothing overtakes them. When nothing waits, and now and then, it looks whether what was written is still
 * there.
 */
final class LedgerWriter implements Runnable {
    private static final System.Logger LOG = System.getLogger(LedgerWriter.class.getName());

    private final LedgerDatabase database;
    private final Shelf shelf;
    private final Scribe scribe;
    private final AppendQueue queue;
    private final LedgerPolicy policy;
    private final InstantSource clock;
    private Instant lookDue;

    LedgerWriter(LedgerDatabase database, Shelf shelf, AppendQueue queue, LedgerPolicy policy, InstantSource clock) {
        this.database = database;
        this.shelf = shelf;
        this.scribe = new Scribe();
        this.queue = queue;
        this.policy = policy;
        this.clock = clock;
        this.lookDue = clock.instant();
    }

    @Override
    public void run() {
        try {
            while (!queue.ended()) {
                List<Append> next = queue.next(untilNextDuty());
                if (!next.isEmpty()) {
                    queue.done(next, store(next));
                }
                if (next.isEmpty() || clock.instant().isAfter(lookDue)) {
                    lookAfter();
                }
                if (queue.failingSince().isEmpty()) {
                    shelf.keepHouse(next.isEmpty() ? Duration.ZERO : Housekeeping.OVERDUE);
                }
            }
        } catch (Error e) {
            queue.failed("The ledger's thread ended: %s. Restart the service".formatted(e), false);
            throw e;
        } finally {
            shelf.close();
        }
    }

    private Duration untilNextDuty() {
        if (queue.failingSince().isPresent()) {
            return policy.longestRetry();
        }
        Duration untilHousekeeping = shelf.untilHousekeeping();
        return untilHousekeeping.compareTo(policy.longestRetry()) < 0 ? untilHousekeeping : policy.longestRetry();
    }

    /** Is the database still there, and still ours? What was written to a file that is gone is gone too. */
    private void lookAfter() {
        lookDue = clock.instant().plus(policy.longestRetry());
        try {
            shelf.check();
            queue.succeeded(0);
        } catch (SQLException | RuntimeException | AssertionError e) {
            shelf.disconnect();
            failed(e);
        }
    }

    /** Returns those that are durable now; the others were given up. */
    private List<Append> store(List<Append> appends) {
        Duration wait = policy.firstRetry();
        boolean alone = false;
        while (true) {
            try {
                write(appends);
                return appends;
            } catch (SQLException | IOException | RuntimeException | AssertionError e) {
                // A driver may answer a connection that breaks with an assertion of its own.
                shelf.disconnect();
                if (unwritable(e) || (alone && neverTaken(e))) {
                    return apart(appends, e);
                }
                alone = neverTaken(e);
                failed(e);
                if (!queue.pause(alone ? Duration.ZERO : wait)) {
                    return List.of();
                }
                wait = policy.longerRetry(wait);
            }
        }
    }

    /** The database will never take one of them: finds it, and stores the others. */
    private List<Append> apart(List<Append> appends, Throwable why) {
        if (appends.size() > 1) {
            List<Append> durable = new ArrayList<>();
            appends.forEach(append -> durable.addAll(store(List.of(append))));
            return durable;
        }
        LOG.log(
                Level.ERROR,
                () -> "The ledger cannot hold " + appends.getFirst().entries(),
                why);
        queue.refused(appends.getFirst());
        return List.of();
    }

    private void write(List<Append> appends) throws SQLException, IOException {
        long dropped = 0;
        if (!shelf.tookEffectBefore()) {
            List<LedgerEntry> entries = new ArrayList<>();
            appends.forEach(append -> entries.addAll(append.entries()));
            if (!entries.isEmpty()) {
                dropped = queue.droppedUntold();
                noteTroubles(dropped, entries);
                shelf.write(scribe.write(shelf.head(), entries));
            }
        }
        queue.succeeded(dropped);
    }

    private void noteTroubles(long dropped, List<LedgerEntry> entries) {
        Instant now = clock.instant();
        if (dropped > 0) {
            entries.add(note("%d entries before this were lost: they could not be stored".formatted(dropped), now));
        }
        Optional<Instant> since = queue.failingSince();
        if (since.isPresent() && since.get().plus(AppendQueue.SLOW).isBefore(now)) {
            entries.add(note("the ledger could not be written since %s".formatted(since.get()), now));
        }
    }

    private static LedgerEntry note(String detail, Instant now) {
        return new LedgerEntry.Noted("ledger", "", detail, now);
    }

    /** Whether an entry cannot be put into words or numbers at all. */
    private static boolean unwritable(Throwable e) {
        return e instanceof IllegalArgumentException || e instanceof ArithmeticException;
    }

    /** Whether it is the data that the database does not take, so that to try again is of no use. */
    private static boolean neverTaken(Throwable e) {
        if (!(e instanceof SQLException sql)) {
            return false;
        }
        String state = String.valueOf(sql.getSQLState());
        return sql.getErrorCode() == 19 || state.startsWith("22") || state.startsWith("23");
    }

    private void failed(Throwable e) {
        queue.failed(database.message("written", e), !(e instanceof NotOwnerException) && shelf.nobodyElseOwns());
    }
}
