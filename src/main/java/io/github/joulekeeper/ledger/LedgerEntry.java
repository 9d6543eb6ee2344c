package io.github.joulekeeper.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** One line of the ledger: what was decided, sent, answered, read back or seen. */
public sealed interface LedgerEntry {
    Instant at();

    /**
     * A command was decided; always stored before it leaves.
     *
     * @param commandId unique over the life of the ledger, ascending
     * @param serial the station
     * @param origins rules, or {@code manual:AUTHOR}
     * @param reason why, with the readings
     * @param command the vendor command's name
     * @param params the payload's parameters
     * @param setPoints settings and values as people read them, such as {@code ac-charging.watts} to {@code 400 W}
     * @param values the same in the settings' units
     */
    record CommandOpened(
            long commandId,
            String serial,
            List<String> origins,
            String reason,
            String command,
            Map<String, Object> params,
            Map<String, String> setPoints,
            Map<String, Double> values,
            Instant at)
            implements LedgerEntry {}

    /** Something happened to a command on its way. */
    record CommandStep(long commandId, Step step, String detail, Instant at) implements LedgerEntry {}

    /** A command ended. */
    record CommandEnded(long commandId, Outcome outcome, String detail, Instant at) implements LedgerEntry {}

    /** A rule entered another phase on a station. */
    record RuleChanged(String rule, String serial, String from, String to, String reason, Instant at)
            implements LedgerEntry {}

    /** A setting took another value without a command of ours. Values as people read them. */
    record ExternalChange(String serial, String setting, String from, String to, Instant at) implements LedgerEntry {}

    /**
     * Anything else worth keeping: a connection came or went, rules were loaded, a person did something.
     *
     * @param kind such as {@code connection}, {@code rules}, {@code manual}
     * @param subject a serial number, an author, or empty
     */
    record Noted(String kind, String subject, String detail, Instant at) implements LedgerEntry {}

    /**
     * Replaces what is remembered under a key, in the same transaction as the entries beside it: how rules and waiting set
     * points survive a restart. It is no event and is not listed.
     *
     * @param value empty to forget the key
     */
    record Remembered(String key, String value, Instant at) implements LedgerEntry {}

    /**
     * The oldest entries were dropped, since the ledger is not to keep them longer. The chain goes on from here: what it was
     * tied to is kept.
     *
     * @param through the sequence of the newest entry that is gone
     * @param hash the hash of that entry, to which the oldest one left is tied
     * @param entries how many were dropped in this step
     */
    record Dropped(long through, String hash, long entries, Instant at) implements LedgerEntry {}

    /** The steps of a command between its opening and its end. */
    enum Step {
        /** Handed to the transport; the detail names transport, try and message id. */
        SENT,
        /** HTTP code 0, or written to MQTT. */
        ACCEPTED,
        /** The station answered that it did it. */
        ACKNOWLEDGED,
        /** The station answered that it did not, or the cloud refused. */
        REFUSED,
        /** A try did not arrive. */
        FAILED,
        /** Another try is planned. */
        RETRY,
        /** The values were asked for. */
        READ_BACK,
        /** The values that were read are not the ones set. */
        MISMATCH
    }
}
