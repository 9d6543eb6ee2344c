package io.github.joulekeeper.process;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * A command as {@code GET /api/commands} gives it. Only what a user of the interface relies on is looked at: that the words
 * are there, not how they are nested.
 */
record LedgerCommand(JsonNode json) {
    /** The commands of an answer, be they the answer itself or its one list. */
    static List<LedgerCommand> all(JsonNode answer) {
        JsonNode list = answer.isArray()
                ? answer
                : StreamSupport.stream(answer.spliterator(), false)
                        .filter(JsonNode::isArray)
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("no list of commands in " + answer));
        return StreamSupport.stream(list.spliterator(), false)
                .map(LedgerCommand::new)
                .toList();
    }

    /** How it ended, in lower case; empty while it is under way. */
    String outcome() {
        return json.path("outcome").asText("").toLowerCase(Locale.ROOT).replace("null", "");
    }

    boolean ended() {
        return !outcome().isEmpty();
    }

    /** Whether a word or number stands anywhere in it. */
    boolean mentions(String word) {
        return Pattern.compile("(?<![A-Za-z0-9])" + Pattern.quote(word) + "(?![A-Za-z0-9])")
                .matcher(json.toString())
                .find();
    }

    /** The names of its steps, in order, in lower case. */
    List<String> steps() {
        return StreamSupport.stream(json.path("steps").spliterator(), false)
                .map(step -> step.path("step").asText().toLowerCase(Locale.ROOT))
                .toList();
    }

    @Override
    public String toString() {
        return json.toString();
    }
}
