package io.github.joulekeeper.dispatch;

import io.github.joulekeeper.ledger.LedgerEntry;
import java.util.List;

/** What is to be done about an event, in this order: entries are durable before what follows them leaves. */
public sealed interface Effect {
    /** To be appended to the ledger, in one call with all other entries of the same event. */
    record Record(LedgerEntry entry) implements Effect {}

    /**
     * To be sent, once the entries of the same event are durable. What became of it comes back by
     * {@link Dispatcher#delivered}.
     *
     * @param messageId 9 or 10 digits, new for each try
     * @param way how it is to go; no other way may be taken for this message
     */
    record Send(Command command, long messageId, Way way) implements Effect {}

    /**
     * Quotas to be asked for; they come back as a report, or not at all.
     *
     * @param quotaKeys the vendor's keys
     * @param way how they are to be asked for
     */
    record ReadBack(String serial, List<String> quotaKeys, Way way) implements Effect {
        public ReadBack {
            quotaKeys = List.copyOf(quotaKeys);
        }
    }
}
