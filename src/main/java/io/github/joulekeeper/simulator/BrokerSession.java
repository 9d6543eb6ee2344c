package io.github.joulekeeper.simulator;

import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttEndpoint;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One client's connection to the built-in broker, with what it subscribed to. */
final class BrokerSession {
    private final MqttEndpoint endpoint;
    private final Map<String, MqttQoS> subscriptions = new ConcurrentHashMap<>();

    BrokerSession(MqttEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    String clientId() {
        return endpoint.clientIdentifier();
    }

    void subscribe(String topic, MqttQoS granted) {
        subscriptions.put(topic, granted);
    }

    void unsubscribe(String topic) {
        subscriptions.remove(topic);
    }

    void deliver(String topic, byte[] payload) {
        MqttQoS granted = subscriptions.get(topic);
        if (granted == null) {
            return;
        }
        try {
            endpoint.publish(topic, Buffer.buffer(payload), granted, false, false);
        } catch (IllegalStateException closed) {
            // The client left between the look-up and the write; the close handler forgets the session.
            subscriptions.clear();
        }
    }

    void close() {
        try {
            endpoint.close();
        } catch (IllegalStateException alreadyClosed) {
            subscriptions.clear();
        }
    }
}
