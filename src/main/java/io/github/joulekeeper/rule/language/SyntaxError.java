package io.github.joulekeeper.rule.language;

/** Why a text is not a condition or a value, and where. */
final class SyntaxError extends Exception {
    private static final long serialVersionUID = 1L;

    private final int start;
    private final int end;

    SyntaxError(int start, int end, String message) {
        super(message, null, false, false);
        this.start = start;
        this.end = end;
    }

    SyntaxError(Token token, String message) {
        this(token.start(), token.end(), message);
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
