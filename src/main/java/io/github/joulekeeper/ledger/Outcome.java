package io.github.joulekeeper.ledger;

/** How a command ended. */
public enum Outcome {
    /** The quotas read back show the values. */
    CONFIRMED,
    /** The station said that it did it, and there is nothing to read back. */
    ACKNOWLEDGED,
    /** The cloud or the station said no. */
    REFUSED,
    /** Accepted or acknowledged, but the values never showed and the retries are used up. */
    UNCONFIRMED,
    /** Never delivered. */
    FAILED,
    /** A newer set point took its place. */
    SUPERSEDED,
    /** A limit forbade it. */
    BLOCKED,
    /** The mode is observe: this is what would have been sent. */
    OBSERVED
}
