package io.github.joulekeeper.rule.file;

import io.github.joulekeeper.rule.RuleIssue;
import java.util.List;

/** A rule was not written, and no file was changed; the message says why and what to do. */
public final class RuleEditException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final transient List<RuleIssue> issues;

    /** Why not. */
    public enum Kind {
        /** There is no such rule in any file. */
        NOT_FOUND,
        /** The rule is not as the caller knows it. */
        CHANGED,
        /** The text is wrong, or the rules would be with it. */
        INVALID,
        /** What the files hold now does not allow it. */
        CONFLICT,
        /** The directory or the file cannot be written. */
        NOT_WRITABLE
    }

    RuleEditException(Kind kind, String message) {
        this(kind, message, List.of());
    }

    RuleEditException(Kind kind, String message, List<RuleIssue> issues) {
        super(message);
        this.kind = kind;
        this.issues = List.copyOf(issues);
    }

    /** Why not. */
    public Kind kind() {
        return kind;
    }

    /** What is wrong and where; of the text that was handed in where the file is {@link RuleEditor#SUBMITTED}. */
    public List<RuleIssue> issues() {
        return issues;
    }
}
