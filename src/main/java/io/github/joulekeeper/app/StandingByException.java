package io.github.joulekeeper.app;

/** This process does not own the account at present, so it cannot answer what only the owner knows, nor do anything. */
public class StandingByException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StandingByException() {
        super("This replica stands by: it does not own the account at present");
    }
}
