package io.github.joulekeeper.ecoflow;

import java.util.Locale;

/** The topics of a station under {@code /open/{account}/{serial}/}. */
enum Topic {
    /** The station's reports. */
    QUOTA,
    /** Whether the station is online. */
    STATUS,
    /** The station's answers to {@link #SET}. */
    SET_REPLY,
    /** The station's answers to {@link #GET}. */
    GET_REPLY,
    /** Set commands. */
    SET,
    /** Requests for values. */
    GET;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The full topic. */
    String of(String account, String serial) {
        return "/open/" + account + "/" + serial + "/" + word;
    }

    /** Whether Joulekeeper subscribes to it. */
    boolean incoming() {
        return this != SET && this != GET;
    }
}
