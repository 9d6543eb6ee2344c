package io.github.joulekeeper.ledger.store;

import io.github.joulekeeper.ledger.LedgerEntry;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts entries into words and ties each to the one before. For one thread. */
final class Scribe {
    private static final int USUAL_BATCH = 64 * 1024;
    private static final int LARGE_BATCH = 1024 * 1024;

    private final HashChain chain = new HashChain(HashChain.START);
    private final Words words = new Words();
    /** Used again and again, since only a copy of what is in it leaves. */
    private Lines lines = new Lines(USUAL_BATCH);

    private JsonWriter json = new JsonWriter(lines);

    /**
     * The batch that goes on from a head.
     *
     * @throws IllegalArgumentException if one of the entries cannot be put into words, or opens a command with an id that was
     *     given before
     */
    Batch write(LedgerHead before, List<LedgerEntry> entries) {
        chain.goOnFrom(before.hash());
        begin();
        BatchIndex index = new BatchIndex(words);
        Map<String, String> memory = new LinkedHashMap<>();
        long sequence = before.sequence();
        long command = before.command();
        for (LedgerEntry entry : entries) {
            if (entry instanceof LedgerEntry.Remembered(String key, String value, Instant at)) {
                memory.put(key, value);
                continue;
            }
            if (entry instanceof LedgerEntry.CommandOpened opened) {
                if (opened.commandId() <= command) {
                    throw new IllegalArgumentException(
                            "The command id %d must be larger than %d, which was given before"
                                    .formatted(opened.commandId(), command));
                }
                command = opened.commandId();
            }
            int start = lines.begin();
            EntryText.write(entry, json);
            lines.end(start, ++sequence, chain);
            index.add(entry);
        }
        LedgerHead after = new LedgerHead(before.turn() + 1, sequence, chain.hash(), command);
        return new Batch(before, after, lines.toBytes(), index, memory);
    }

    private void begin() {
        if (lines.length() > LARGE_BATCH) {
            lines = new Lines(USUAL_BATCH);
            json = new JsonWriter(lines);
        }
        lines.clear();
    }
}
