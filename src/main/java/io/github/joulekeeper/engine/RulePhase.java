package io.github.joulekeeper.engine;

/** Where a rule is in its life on one device. */
public enum RulePhase {
    INACTIVE,
    /** A {@code for} is running. */
    PENDING,
    ACTIVE,
    COOLING_DOWN,
    DISABLED,
    /** It flapped, and starts no more until somebody resumes it or its suspension ends. */
    SUSPENDED
}
