package io.github.joulekeeper.ledger.store;

import java.sql.SQLException;

/** The ledger belongs to another process, or another one wrote into it: this one must not command any more. */
final class NotOwnerException extends SQLException {
    private static final long serialVersionUID = 1L;

    private final String remedy;

    NotOwnerException(String reason, String remedy) {
        super(reason);
        this.remedy = remedy;
    }

    String remedy() {
        return remedy;
    }
}
