package io.github.joulekeeper.dispatch;

import io.github.joulekeeper.ledger.Outcome;

/**
 * How a command's flight ended.
 *
 * @param passing whether it was refused with a code that is known to pass
 */
record End(Outcome outcome, String detail, boolean passing) {
    End(Outcome outcome, String detail) {
        this(outcome, detail, false);
    }
}
