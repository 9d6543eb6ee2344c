package io.github.joulekeeper.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What arrived at the simulated cloud, in order: the newest 20,000 entries. Thread-safe. */
public final class Journal {
    private static final int MOST = 20_000;

    private final Deque<JournalEntry> entries = new ArrayDeque<>();

    synchronized void add(JournalEntry entry) {
        if (entries.size() == MOST) {
            entries.removeFirst();
        }
        entries.addLast(entry);
    }

    /** All entries, oldest first. */
    public synchronized List<JournalEntry> entries() {
        return List.copyOf(entries);
    }

    /** The entries of one kind, oldest first. */
    public <T extends JournalEntry> List<T> entries(Class<T> kind) {
        return entries().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The set commands, oldest first. */
    public List<JournalEntry.SetCommand> commands() {
        return entries(JournalEntry.SetCommand.class);
    }

    /** The HTTP requests, oldest first. */
    public List<JournalEntry.Request> requests() {
        return entries(JournalEntry.Request.class);
    }

    /** Forgets everything. */
    public synchronized void clear() {
        entries.clear();
    }
}
