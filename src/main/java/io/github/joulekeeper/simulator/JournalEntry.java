package io.github.joulekeeper.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/** Something that arrived at the simulated cloud. */
public sealed interface JournalEntry {
    Instant at();

    /**
     * An HTTP request.
     *
     * @param nonce as sent; empty if it was not
     * @param timestamp as sent; empty if it was not
     * @param serial the station that it names; empty if none
     * @param answer the vendor's code, or {@code http-500}, {@code dropped} and the like
     */
    record Request(
            Instant at,
            String method,
            String path,
            String nonce,
            String timestamp,
            String serial,
            JsonNode body,
            String answer)
            implements JournalEntry {}

    /**
     * A set command.
     *
     * @param transport {@code http} or {@code mqtt}
     * @param id the message id as text
     * @param message the whole message
     * @param outcome {@code applied}, {@code not-applied}, {@code late}, or why it was refused
     */
    record SetCommand(Instant at, String serial, String transport, String id, JsonNode message, String outcome)
            implements JournalEntry {}

    /** A get over MQTT. */
    record Get(Instant at, String serial, String id, JsonNode message) implements JournalEntry {}

    /** An MQTT login; {@code accepted} tells whether its password was right. */
    record Login(Instant at, String clientId, boolean accepted) implements JournalEntry {}

    /** An MQTT subscription. */
    record Subscription(Instant at, String clientId, String topic, boolean granted) implements JournalEntry {}
}
