package io.github.joulekeeper.simulator;

import java.util.Arrays;
import java.util.Locale;

/** What can be made to go wrong. */
public enum FaultKind {
    /** The station is off the net: no reports, no replies, code 6012 or -2 to commands, old values from {@code quota/all}. */
    OFFLINE,
    /** Calls get the fault's code; over MQTT a set_reply with that code. Nothing is applied. */
    REFUSE,
    /** Set commands are taken, then answered with {@code ack} 1 and not applied. */
    ACK_FAILURE,
    /** Set commands are applied, but never answered by a set_reply; gets over MQTT are not answered either. */
    NO_REPLY,
    /** Set commands are acknowledged and not applied. */
    NOT_APPLIED,
    /** Set commands are acknowledged at once and applied after the fault's delay. */
    LATE,
    /** HTTP answers and MQTT replies come after the fault's delay; what was asked is done at once. */
    SLOW,
    /** HTTP status 500 (or the fault's code) without a vendor body; nothing is done. */
    HTTP_ERROR,
    /** The HTTP connection is closed before anything is done. */
    DROP_BEFORE,
    /** The HTTP connection is closed instead of answering, after the call was done. */
    DROP_AFTER,
    /** Subscriptions to the station's topics get a SUBACK of 128. Built-in broker only. */
    REFUSE_SUBSCRIPTION,
    /** The station sends no reports, but answers. */
    SILENT,
    /** Reports are not what they should be: cut off, not JSON, or of another shape. */
    MALFORMED,
    /** One report shows 0 for every number that it holds, and the next is right again. */
    FLAP;

    /** The name in the control endpoint, such as {@code not-applied}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException if no fault has this name */
    public static FaultKind ofId(String id) {
        return Arrays.stream(values())
                .filter(kind -> kind.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No fault is called '%s'. Faults are %s"
                        .formatted(
                                id, Arrays.stream(values()).map(FaultKind::id).toList())));
    }
}
