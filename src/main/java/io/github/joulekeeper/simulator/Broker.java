package io.github.joulekeeper.simulator;

/** The MQTT broker between stations and clients, as the stations see it. */
interface Broker extends AutoCloseable {

    /** What clients need to reach it. */
    Certificate certificate();

    /** Says something on a topic; lost if the broker is not reachable. May be called by any thread. */
    void publish(String topic, byte[] payload);

    /** Closes the clients' connections as far as the broker lets it. */
    void dropConnections();

    @Override
    void close();

    /** Takes what clients say to stations. */
    @FunctionalInterface
    interface Inbox {
        void received(StationTopic topic, byte[] payload);
    }
}
