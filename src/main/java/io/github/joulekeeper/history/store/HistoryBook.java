package io.github.joulekeeper.history.store;

import io.github.joulekeeper.history.Aggregate;
import io.github.joulekeeper.history.HourChunk;
import io.github.joulekeeper.history.SeriesKey;
import io.github.joulekeeper.history.store.HistoryStore.Hour;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The hours that are being written. What it stores replaces what is stored, and what was stored before it began is taken
 * up first: so a write may be tried again, and a restart within a minute counts nothing twice. Not thread-safe.
 */
public final class HistoryBook {
    private final HistoryStore store;
    private final int capacity;
    private final ArrayDeque<Minute> waiting = new ArrayDeque<>();
    private final Map<Hour, HourChunk> hours = new HashMap<>();
    private final Set<Hour> unsaved = new HashSet<>();
    private long lost;

    private record Minute(SeriesKey series, long minute, Aggregate aggregate) {}

    /** @param capacity how many minutes wait while the database cannot be used; the oldest are let go */
    public HistoryBook(HistoryStore store, int capacity) {
        this.store = store;
        this.capacity = capacity;
    }

    /** Takes a minute; nothing is written yet. */
    public void add(SeriesKey series, long minute, Aggregate aggregate) {
        if (waiting.size() >= capacity) {
            waiting.removeFirst();
            lost++;
        }
        waiting.addLast(new Minute(series, minute, aggregate));
    }

    /** How many minutes were let go because the database could not be used. */
    public long lost() {
        return lost;
    }

    /**
     * Writes all that waits; what fails waits for the next time.
     *
     * @throws SQLException if the database cannot be used
     */
    public void write() throws SQLException {
        Set<Hour> touched = new HashSet<>(unsaved);
        while (!waiting.isEmpty()) {
            Minute next = waiting.getFirst();
            Hour hour = new Hour(next.series(), Math.floorDiv(next.minute(), 60));
            HourChunk chunk = hours.get(hour);
            if (chunk == null) {
                chunk = store.load(hour);
                hours.put(hour, chunk);
            }
            waiting.removeFirst();
            chunk.add((int) Math.floorMod(next.minute(), 60L), next.aggregate());
            unsaved.add(hour);
            touched.add(hour);
        }
        List<Map.Entry<Hour, HourChunk>> changed = hours.entrySet().stream()
                .filter(each -> unsaved.contains(each.getKey()))
                .toList();
        store.save(changed);
        unsaved.clear();
        // The hour before is done with; should something more come of it, it is read again.
        hours.keySet().retainAll(touched);
    }
}
