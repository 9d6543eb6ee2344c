package io.github.joulekeeper.ecoflow;

import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** The other end of the broker: publishes as a station does, and hears what is sent to it. */
final class TestStation implements AutoCloseable {
    private final MqttClient client;
    private final String prefix;

    TestStation(Vertx vertx, int port, String account, String password, BiConsumer<String, String> received) {
        prefix = "/open/" + account + "/" + Delta2.SERIAL + "/";
        client = MqttClient.create(
                vertx,
                new MqttClientOptions()
                        .setUsername(account)
                        .setPassword(password)
                        .setClientId("station")
                        .setMaxMessageSize(1_000_000)
                        .setMaxInflightQueue(1000));
        client.publishHandler(message -> received.accept(
                message.topicName().substring(prefix.length()),
                message.payload().toString()));
        await(client.connect(port, "127.0.0.1"));
        await(client.subscribe(Map.of(prefix + "set", 1, prefix + "get", 1)));
    }

    void publish(String topic, String message) {
        await(client.publish(prefix + topic, Buffer.buffer(message), MqttQoS.AT_LEAST_ONCE, false, false));
    }

    /** Without waiting, for handlers on the event loop. */
    void answer(String topic, String message) {
        client.publish(prefix + topic, Buffer.buffer(message), MqttQoS.AT_LEAST_ONCE, false, false);
    }

    void publishRetained(String topic, String message) {
        await(client.publish(prefix + topic, Buffer.buffer(message), MqttQoS.AT_LEAST_ONCE, false, true));
    }

    private static <T> void await(Future<T> future) {
        future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    @Override
    public void close() {
        if (client.isConnected()) {
            await(client.disconnect());
        }
    }
}
