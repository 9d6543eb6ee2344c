package io.github.joulekeeper.recording;

/** A line is no event; the message says why. */
final class MalformedEventException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedEventException(String message) {
        super(message);
    }
}
