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

    /** The ledger is not as this process left it. */
    static NotOwnerException changed() {
        return new NotOwnerException(
                "it is not as this Joulekeeper left it: another one wrote into it, or it was replaced",
                "See that only one uses it, then restart this one");
    }

    String remedy() {
        return remedy;
    }
}
