package io.github.joulekeeper.ecoflow;

import io.github.joulekeeper.dispatch.Reply;
import io.github.joulekeeper.state.Report;
import java.time.Instant;

/**
 * Takes what comes from the cloud. Called on I/O threads, one call after another for MQTT but side by side with HTTP
 * answers; implementations must return at once.
 */
public interface CloudEvents {
    /** A station reported values. */
    void report(Report report);

    /** The cloud says that a station went online or offline, at an instant of our clock. */
    void status(String serial, boolean online, Instant at);

    /** A station answered a set command. */
    void reply(Reply reply);

    /**
     * The MQTT connection changed. After each {@link LinkState#UP} and {@link LinkState#DEGRADED} something may have been
     * missed, so that snapshots are due.
     *
     * @param detail as a person reads it, without secrets
     */
    void link(LinkState state, String detail);
}
