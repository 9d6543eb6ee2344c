package io.github.joulekeeper.engine;

import io.github.joulekeeper.device.Setting;
import java.time.Instant;
import java.util.Optional;

/** What the engine decided, in the order in which it is to be carried out. */
public sealed interface Decision {
    /** A rule entered another phase on a device. */
    record PhaseChanged(String rule, String serial, RulePhase from, RulePhase to, String reason, Instant at)
            implements Decision {}

    /** A setting has a new set point: another claim won, or the winner's value changed. */
    record SetPointChanged(SetPoint setPoint) implements Decision {}

    /** Nobody claims the setting any more and nothing is to be set: a command that has not left is not needed. */
    record Released(String serial, Setting setting, Instant at) implements Decision {}

    /**
     * What must survive a restart changed; to be stored in the same transaction as the decisions beside it.
     *
     * @param memory the new content; empty to forget the key
     */
    record Remembered(String key, Optional<Memory> memory, Instant at) implements Decision {}
}
