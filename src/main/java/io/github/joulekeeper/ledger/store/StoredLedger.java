package io.github.joulekeeper.ledger.store;

import io.github.joulekeeper.ledger.CommandLog;
import io.github.joulekeeper.ledger.EventLog;
import io.github.joulekeeper.ledger.Ledger;
import io.github.joulekeeper.ledger.LedgerEntry;
import io.github.joulekeeper.ledger.LedgerHealth;
import io.github.joulekeeper.ledger.Verification;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * The ledger in a database. Appends are written by a thread of its own, all that wait in one transaction; reads may come
 * from any thread.
 */
public final class StoredLedger implements Ledger, CommandLog, EventLog, AutoCloseable {
    private final LedgerPolicy policy;
    private final LedgerWriter writer;
    private final LedgerReader reader;
    private final ChainCheck check;
    private final Thread thread;

    private StoredLedger(LedgerDatabase database, LedgerPolicy policy, InstantSource clock) {
        this.policy = policy;
        this.writer = new LedgerWriter(database, policy, clock);
        this.reader = new LedgerReader(database);
        this.check = new ChainCheck(database);
        this.thread = Thread.ofPlatform().name("ledger").unstarted(writer);
    }

    /**
     * Opens the ledger, makes or updates its tables, and starts its thread.
     *
     * @param location the database file or address, for messages
     * @throws LedgerUnavailableException if the database cannot be opened; says why and what to do
     */
    public static StoredLedger open(DataSource dataSource, String location, LedgerPolicy policy, InstantSource clock) {
        StoredLedger ledger = new StoredLedger(LedgerDatabase.open(dataSource, location), policy, clock);
        ledger.thread.start();
        return ledger;
    }

    @Override
    public void append(List<LedgerEntry> entries, Runnable whenDurable) {
        writer.append(entries, whenDurable);
    }

    /** How well entries become durable at present. */
    public LedgerHealth health() {
        return writer.health();
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

    /** Whether all entries are as they were written; reads every one of them. */
    public Verification verify() {
        return check.run();
    }

    /** Writes all that waits, runs its callbacks, and ends the thread. Gives up what cannot be written in time. */
    @Override
    public void close() {
        writer.close();
        if (!LedgerWriter.join(thread, policy.flushWithin())) {
            writer.abandon();
            LedgerWriter.join(thread, policy.flushWithin());
        }
    }
}
