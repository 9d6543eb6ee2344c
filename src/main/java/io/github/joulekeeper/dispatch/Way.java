package io.github.joulekeeper.dispatch;

/** A way that commands and questions can travel. */
public enum Way {
    /** A signed call of the API; its answer says whether the cloud took it. */
    HTTP,
    /** The station's {@code set} topic; the broker's acknowledgement says that it has it. */
    MQTT
}
