package io.github.joulekeeper.simulator.station;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** What a station's model says to a set command. */
public sealed interface SetVerdict {

    /** The command is good; these quotas take these values. */
    record Accepted(Map<String, JsonNode> changes) implements SetVerdict {}

    /** The model has no such command. */
    record UnknownCommand(String message) implements SetVerdict {}

    /** A field is missing, is not a number, or does not belong to the command. */
    record Malformed(String message) implements SetVerdict {}

    /** A value that the model never takes. */
    record OutOfRange(String message) implements SetVerdict {}

    /** A value that the station does not take as it is now set. */
    record AgainstSettings(String message) implements SetVerdict {}
}
