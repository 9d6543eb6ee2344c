package io.github.joulekeeper.rule;

/**
 * Something wrong in a rule file.
 *
 * @param line from 1
 * @param column from 1
 * @param length how many characters the caret line marks, at least 1
 * @param sourceLine the line of the file
 */
public record RuleIssue(
        Severity severity, String file, int line, int column, int length, String sourceLine, String message) {
    /** Whether it stops the file from being used. */
    public enum Severity {
        ERROR,
        WARNING
    }

    /** {@code file:line:column: error: message}, the line, and a caret line. */
    public String format() {
        String kind = severity == Severity.ERROR ? "error" : "warning";
        String head = "%s:%d:%d: %s: %s".formatted(file, line, column, kind, message);
        if (sourceLine.isEmpty()) {
            return head;
        }
        String indent = sourceLine
                .substring(0, Math.min(column - 1, sourceLine.length()))
                .replaceAll("[^\t]", " ");
        return head + "\n" + sourceLine + "\n" + indent + "^".repeat(Math.max(1, length));
    }
}
