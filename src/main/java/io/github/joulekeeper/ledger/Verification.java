package io.github.joulekeeper.ledger;

import java.util.Optional;

/**
 * Whether the ledger is as it was written.
 *
 * @param entries how many entries were checked, in order
 * @param brokenAt the first entry that was changed, or that follows a missing or a foreign one; empty when all is well
 * @param detail what was found, as a person reads it
 */
public record Verification(long entries, Optional<Long> brokenAt, String detail) {
    public boolean intact() {
        return brokenAt.isEmpty();
    }
}
