package io.github.joulekeeper.ledger.store;

import io.github.joulekeeper.ledger.CommandLog;
import io.github.joulekeeper.ledger.EventLog;
import io.github.joulekeeper.ledger.Ledger;
import io.github.joulekeeper.ledger.LedgerEntry;
import io.github.joulekeeper.ledger.LedgerHealth;
import io.github.joulekeeper.ledger.Verification;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/**
 * The ledger in a database, which belongs to it alone. Appends are made durable by a thread of its own, all that wait in one go:
 * in a journal that the database follows, or in the database itself. Reads may come from any thread; they see all that was
 * durable when they came.
 */
public final class StoredLedger implements Ledger, CommandLog, EventLog, AutoCloseable {
    /** A database that cannot follow is read as it is. */
    private static final Duration READERS_WAIT = Duration.ofSeconds(2);

    private final LedgerPolicy policy;
    private final AppendQueue queue;
    private final ExecutorService teller;
    private final @Nullable Follower follower;
    private final Thread thread;
    private final LedgerArchive archive;
    private volatile boolean closing;

    private StoredLedger(
            LedgerDatabase database, LedgerTransaction transaction, LedgerPolicy policy, InstantSource clock)
            throws SQLException, IOException {
        this.policy = policy;
        // Not the writer's thread: that may wait for a database while others go on.
        this.teller = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("ledger-told").factory());
        boolean goOn = policy.whenUnavailable() == LedgerPolicy.WhenUnavailable.GO_ON;
        this.queue = new AppendQueue(policy, clock, goOn ? teller : Runnable::run, database.ownedWithoutConnection());
        Housekeeping housekeeping = new Housekeeping(transaction, policy.retention(), this::appendUnlessClosing, clock);
        Shelf shelf;
        Optional<LedgerDatabase.Ahead> ahead = database.ahead();
        if (ahead.isPresent()) {
            JournalShelf journal = JournalShelf.open(database, ahead.get(), transaction, housekeeping, policy, clock);
            follower = journal.follower();
            shelf = journal;
        } else {
            follower = null;
            shelf = new DatabaseShelf(transaction, housekeeping);
        }
        this.archive = new LedgerArchive(settled(database, follower));
        this.thread =
                Thread.ofPlatform().name("ledger").unstarted(new LedgerWriter(database, shelf, queue, policy, clock));
    }

    private static Readable settled(LedgerDatabase database, @Nullable Follower follower) {
        if (follower == null) {
            return database;
        }
        return new Readable() {
            @Override
            public <T> T read(LedgerDatabase.Reading<T> reading) {
                follower.catchUp(READERS_WAIT);
                return database.read(reading);
            }
        };
    }

    /**
     * Opens the ledger, makes or updates its tables, and starts its threads.
     *
     * @throws LedgerUnavailableException if the database cannot be opened, or belongs to another process; says why and what
     *     to do
     */
    public static StoredLedger open(LedgerDatabase database, LedgerPolicy policy, InstantSource clock) {
        LedgerTransaction transaction = new LedgerTransaction(database);
        try {
            transaction.open();
            StoredLedger ledger = new StoredLedger(database, transaction, policy, clock);
            ledger.thread.start();
            return ledger;
        } catch (SQLException | IOException | FlywayException e) {
            transaction.disconnect();
            throw database.unavailable("opened", e);
        }
    }

    @Override
    public void append(List<LedgerEntry> entries, Runnable whenDurable) {
        queue.append(entries, whenDurable, true);
    }

    @Override
    public boolean takesCommands() {
        return health().commands() != LedgerHealth.Commands.STOPPED;
    }

    @Override
    public void appendUnhurried(List<LedgerEntry> entries, Runnable whenDurable) {
        queue.append(entries, whenDurable, false);
    }

    /** What would only be said by the way has time until the next start. */
    private void appendUnlessClosing(LedgerEntry entry) {
        if (!closing) {
            appendUnhurried(List.of(entry), () -> {});
        }
    }

    /** How well entries become durable at present, and the database gets them. */
    public LedgerHealth health() {
        LedgerHealth health = queue.health();
        Optional<Follower.Trouble> trouble = follower == null ? Optional.empty() : follower.trouble();
        return health.well() && trouble.isPresent() ? trouble.get().in(health) : health;
    }

    @Override
    public List<CommandRecord> find(CommandLog.Query query) {
        return archive.find(query);
    }

    @Override
    public List<CommandRecord> open() {
        return archive.open();
    }

    @Override
    public long lastCommandId() {
        return archive.lastCommandId();
    }

    @Override
    public List<Event> events(EventLog.Query query) {
        return archive.events(query);
    }

    @Override
    public Map<String, String> remembered() {
        return archive.remembered();
    }

    @Override
    public long lastSequence() {
        return archive.lastSequence();
    }

    /** The same ledger, for whoever only reads it. */
    public LedgerArchive archive() {
        return archive;
    }

    /** Whether all entries are as they were written; reads every one of them. */
    public Verification verify() {
        return archive.verify();
    }

    /** Writes all that waits, runs its callbacks, and ends the threads. Gives up what cannot be written in time. */
    @Override
    public void close() {
        closing = true;
        queue.close();
        if (!ended(policy.flushWithin())) {
            queue.abandon();
            ended(policy.flushWithin());
        }
        teller.close();
    }

    private boolean ended(Duration within) {
        try {
            return thread.join(within);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
