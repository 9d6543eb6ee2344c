package io.github.joulekeeper.ledger.store;

/** The ledger's database cannot be opened or read; the message names it, what is wrong, and what to do. */
public final class LedgerUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LedgerUnavailableException(String message) {
        super(message);
    }

    public LedgerUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
