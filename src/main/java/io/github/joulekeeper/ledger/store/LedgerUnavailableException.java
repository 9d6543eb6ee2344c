package io.github.joulekeeper.ledger.store;

import org.jspecify.annotations.Nullable;

/** The ledger's database cannot be opened or read; the message names it, what is wrong, and what to do. */
public final class LedgerUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LedgerUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
