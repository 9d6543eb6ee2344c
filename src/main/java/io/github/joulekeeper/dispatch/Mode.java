package io.github.joulekeeper.dispatch;

/** Whether commands leave. */
public enum Mode {
    /** Commands are sent. */
    CONTROL,
    /** Nothing is ever sent; the ledger shows what would have been. */
    OBSERVE
}
