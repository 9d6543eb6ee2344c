package io.github.joulekeeper.ledger.store;

/** How the ledger is written out. */
public enum ExportFormat {
    /** JSON Lines: a line an entry, with its sequence, its hash and the text that was hashed. */
    JSONL,
    /** Comma-separated values as RFC 4180 describes them, with a line of headings. */
    CSV
}
