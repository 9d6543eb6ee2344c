package io.github.joulekeeper.recording;

/**
 * A line of a recording that cannot be used. It is passed over.
 *
 * @param line counted from 1
 * @param message what is wrong with it
 */
public record RecordingProblem(String file, int line, String message) {
    /** Such as {@code day.jsonl:17: error: not JSON: …}. */
    public String format() {
        return "%s:%d: error: %s; the line is skipped".formatted(file, line, message);
    }
}
