package io.github.joulekeeper.web.rules;

import io.github.joulekeeper.ledger.LedgerEntry;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Locale;

/**
 * A change of a rule's state on a station.
 *
 * @param sequence its place in the ledger
 * @param from the state before, such as {@code inactive}
 * @param to the state after, such as {@code active}
 * @param reason why, with the readings
 */
@RegisterForReflection
public record PhaseChangeView(long sequence, Instant at, String device, String from, String to, String reason) {
    static PhaseChangeView of(long sequence, LedgerEntry.RuleChanged changed) {
        return new PhaseChangeView(
                sequence, changed.at(), changed.serial(), word(changed.from()), word(changed.to()), changed.reason());
    }

    private static String word(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
