package io.github.joulekeeper.replay;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * Something that a rule did, or would have done.
 *
 * @param serial the station
 * @param rule the rule; of a command all rules that wanted it, separated by commas
 * @param reason why, with the readings; of a blocked command what forbade it
 * @param settings of a command, what it sets as a person reads it, by setting; empty otherwise
 */
public record TimelineEntry(
        Instant at, String serial, String rule, What what, String reason, Map<String, String> settings) {
    public TimelineEntry {
        settings = java.util.Collections.unmodifiableMap(new TreeMap<>(settings));
    }

    /** What happened. */
    public enum What {
        /** The rule became active. */
        START,
        /** The rule is no longer active. */
        END,
        /** The rule flapped, and starts no more until its suspension ends. */
        SUSPENDED,
        /** A command would have been sent. */
        COMMAND,
        /** A command would not have been sent, because a limit or the catalog forbids it. */
        BLOCKED
    }

    /** Whether another entry says the same but for the reason. */
    Key key() {
        return new Key(at, serial, rule, what, settings);
    }

    record Key(Instant at, String serial, String rule, What what, Map<String, String> settings) {}
}
