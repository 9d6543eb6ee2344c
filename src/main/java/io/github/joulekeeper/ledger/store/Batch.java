package io.github.joulekeeper.ledger.store;

import java.util.Map;

/**
 * Entries in words, tied to the chain: what is made durable in one go.
 *
 * @param before where the ledger stood
 * @param after where it stands with these
 * @param lines those that are listed, as {@link Lines}
 * @param index by what they are found
 * @param memory what is remembered anew by key; an empty value forgets the key
 */
record Batch(LedgerHead before, LedgerHead after, byte[] lines, BatchIndex index, Map<String, String> memory) {}
