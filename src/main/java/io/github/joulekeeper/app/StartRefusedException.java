package io.github.joulekeeper.app;

/** The service cannot start as it is configured; the message says what is wrong and what to do. */
public final class StartRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what is wrong and what to do */
    public StartRefusedException(String message) {
        super(message);
    }
}
