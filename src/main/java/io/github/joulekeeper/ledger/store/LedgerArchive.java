package io.github.joulekeeper.ledger.store;

import io.github.joulekeeper.ledger.CommandLog;
import io.github.joulekeeper.ledger.EventLog;
import io.github.joulekeeper.ledger.Verification;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A ledger that is only read, whether or not a service writes it at the same time. Changes nothing in it. */
public final class LedgerArchive implements CommandLog, EventLog {
    private final LedgerReader reader;
    private final ChainCheck check;
    private final LedgerExport export;

    LedgerArchive(Readable ledger) {
        this.reader = new LedgerReader(ledger);
        this.check = new ChainCheck(ledger);
        this.export = new LedgerExport(ledger);
    }

    /** @throws LedgerUnavailableException if it cannot be read; says why and what to do */
    public static LedgerArchive open(LedgerDatabase database) {
        LedgerArchive archive = new LedgerArchive(database);
        archive.lastSequence();
        return archive;
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

    /**
     * Writes entries out in order, some at a time.
     *
     * @param from not before
     * @param to before
     * @return how many were written
     * @throws IOException if the writer fails
     */
    public long export(ExportFormat format, Optional<Instant> from, Optional<Instant> to, Writer out)
            throws IOException {
        return export.write(format, from, to, out);
    }
}
