package io.github.joulekeeper.ledger.store;

import io.github.joulekeeper.ledger.LedgerEntry;
import java.util.List;
import java.util.Map;

/**
 * Entries in words, tied to the chain: what is made durable in one go.
 *
 * @param before where the ledger stood
 * @param after where it stands with these
 * @param entries those that are listed, in order
 * @param lines the same as {@link Lines}
 * @param memory what is remembered anew by key; an empty value forgets the key
 */
record Batch(
        LedgerHead before, LedgerHead after, List<LedgerEntry> entries, byte[] lines, Map<String, String> memory) {}
