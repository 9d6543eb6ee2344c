package io.github.joulekeeper.ledger.store;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A journal is what makes durable; the database follows it. */
final class JournalShelf implements Shelf {
    private static final System.Logger LOG = System.getLogger(JournalShelf.class.getName());

    /** So much of what a journal holds goes into the database at once, in bytes of lines. */
    private static final long AT_ONCE = 2L * 1024 * 1024;

    private final Journal journal;
    private final Follower follower;
    private final Thread thread;
    private final LedgerPolicy policy;
    private LedgerHead head;

    private JournalShelf(Journal journal, Follower follower, LedgerPolicy policy, LedgerHead head) {
        this.journal = journal;
        this.follower = follower;
        this.policy = policy;
        this.head = head;
        this.thread = Thread.ofPlatform().name("ledger-database").unstarted(follower);
    }

    /** Opens the journal, brings the database to what it has, and starts to follow. */
    static JournalShelf open(
            LedgerDatabase database,
            LedgerDatabase.Ahead ahead,
            LedgerTransaction transaction,
            Housekeeping housekeeping,
            LedgerPolicy policy,
            InstantSource clock)
            throws SQLException, IOException {
        Replay replay = new Replay(transaction);
        Journal journal = Journal.open(ahead.database(), ahead.opener(), transaction.head(), replay::take);
        try {
            replay.flush();
            Follower follower = new Follower(database, transaction, journal, housekeeping, policy, clock);
            JournalShelf shelf = new JournalShelf(journal, follower, policy, transaction.head());
            shelf.thread.start();
            return shelf;
        } catch (SQLException | RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    /** Brings the database to what the journal has. */
    private static final class Replay {
        private final LedgerTransaction transaction;
        private final List<Batch> batches = new ArrayList<>();
        private long bytes;

        Replay(LedgerTransaction transaction) {
            this.transaction = transaction;
        }

        void take(Batch batch) throws SQLException {
            batches.add(batch);
            bytes += batch.lines().length;
            if (bytes >= AT_ONCE) {
                flush();
            }
        }

        void flush() throws SQLException {
            if (!batches.isEmpty()) {
                transaction.commit(batches);
                batches.clear();
                bytes = 0;
            }
        }
    }

    Follower follower() {
        return follower;
    }

    @Override
    public boolean tookEffectBefore() {
        // A write that failed is made again, at the same place.
        return false;
    }

    @Override
    public LedgerHead head() {
        return head;
    }

    @Override
    public void write(Batch batch) throws IOException, SQLException {
        check();
        if (!follower.awaitRoom(AppendQueue.SLOW)) {
            throw new IOException("the database does not follow");
        }
        journal.append(batch);
        head = batch.after();
        follower.offer(batch);
    }

    @Override
    public void check() throws SQLException {
        Optional<NotOwnerException> forGood = follower.trouble().map(Follower.Trouble::forGood);
        if (forGood.isPresent()) {
            throw forGood.get();
        }
    }

    @Override
    public void disconnect() {
        // The journal is no connection, and the follower has its own.
    }

    @Override
    public boolean nobodyElseOwns() {
        return true;
    }

    @Override
    public Duration untilHousekeeping() {
        return policy.longestRetry();
    }

    @Override
    public void keepHouse(Duration overdue) {
        // The follower does.
    }

    @Override
    public void close() {
        follower.close();
        try {
            if (!thread.join(policy.flushWithin())) {
                LOG.log(
                        Level.WARNING,
                        "The ledger's database did not take everything in time; the next start gives it the rest");
                follower.abandon();
                thread.join(policy.flushWithin());
            }
        } catch (InterruptedException e) {
            follower.abandon();
            Thread.currentThread().interrupt();
        }
        try {
            journal.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "The ledger's journal did not close", e);
        }
    }
}
