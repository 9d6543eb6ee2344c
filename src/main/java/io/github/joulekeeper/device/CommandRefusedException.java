package io.github.joulekeeper.device;

/** A command that may not be built from the given values; the message says which value, which rule it breaks. */
public final class CommandRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CommandRefusedException(String message) {
        super(message);
    }
}
