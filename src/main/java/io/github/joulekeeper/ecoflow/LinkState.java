package io.github.joulekeeper.ecoflow;

/** The state of the MQTT connection to the cloud. */
public enum LinkState {
    /** A certificate is being fetched or a connection made. */
    CONNECTING,
    /** Connected, and all subscriptions are granted. */
    UP,
    /** Connected, but the broker refused some subscriptions; the detail says which. */
    DEGRADED,
    /** Not connected; it is tried again by itself. */
    DOWN,
    /** The broker refused the login; a new certificate is fetched, at the earliest when the cool-down is over. */
    LOGIN_REFUSED,
    /** Ended on purpose. */
    CLOSED
}
