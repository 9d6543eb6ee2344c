package io.github.joulekeeper.ledger.store;

import io.github.joulekeeper.ledger.CommandLog;
import io.github.joulekeeper.ledger.EventLog;
import io.github.joulekeeper.ledger.Ledger;
import io.github.joulekeeper.ledger.LedgerEntry;
import io.github.joulekeeper.ledger.LedgerHealth;
import io.github.joulekeeper.ledger.Verification;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.flywaydb.core.api.FlywayException;

/**
 * The ledger in a database, which belongs to it alone. Appends are written by a thread of its own, all that wait in one
 * transaction; reads may come from any thread.
 */
public final class StoredLedger implements Ledger, CommandLog, EventLog, AutoCloseable {
    private final LedgerPolicy policy;
    private final AppendQueue queue;
    private final LedgerReader reader;
    private final ChainCheck check;
    private final LedgerArchive archive;
    private final ExecutorService teller;
    private final Thread thread;

    private StoredLedger(
            LedgerDatabase database, LedgerTransaction transaction, LedgerPolicy policy, InstantSource clock) {
        this.policy = policy;
        // Not the writer's thread: that may wait for a database while others go on.
        this.teller = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("ledger-told").factory());
        boolean goOn = policy.whenUnavailable() == LedgerPolicy.WhenUnavailable.GO_ON;
        this.queue = new AppendQueue(policy, clock, goOn ? teller : Runnable::run, database.ownedWithoutConnection());
        this.reader = new LedgerReader(database);
        this.check = new ChainCheck(database);
        this.archive = new LedgerArchive(database);
        this.thread = Thread.ofPlatform()
                .name("ledger")
                .unstarted(new LedgerWriter(database, transaction, queue, policy, clock));
    }

    /**
     * Opens the ledger, makes or updates its tables, and starts its thread.
     *
     * @throws LedgerUnavailableException if the database cannot be opened, or belongs to another process; says why and what
     *     to do
     */
    public static StoredLedger open(LedgerDatabase database, LedgerPolicy policy, InstantSource clock) {
        LedgerTransaction transaction = new LedgerTransaction(database);
        try {
            transaction.open();
        } catch (SQLException | FlywayException e) {
            throw database.unavailable("opened", e);
        }
        StoredLedger ledger = new StoredLedger(database, transaction, policy, clock);
        ledger.thread.start();
        return ledger;
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

    /** How well entries become durable at present. */
    public LedgerHealth health() {
        return queue.health();
    }

    @Override
    public List<CommandRecord> find(CommandLog.Query query) {
        return reader.find(query);
    }

    @Override
    public List<CommandRecord> open() {
        return reader.open();
    }

    @Override
    public long lastCommandId() {
        return reader.lastCommandId();
    }

    @Override
    public List<Event> events(EventLog.Query query) {
        return reader.events(query);
    }

    @Override
    public Map<String, String> remembered() {
        return reader.remembered();
    }

    @Override
    public long lastSequence() {
        return reader.lastSequence();
    }

    /** The same ledger, for whoever only reads it. */
    public LedgerArchive archive() {
        return archive;
    }

    /** Whether all entries are as they were written; reads every one of them. */
    public Verification verify() {
        return check.run();
    }

    /** Writes all that waits, runs its callbacks, and ends the thread. Gives up what cannot be written in time. */
    @Override
    public void close() {
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
