package io.github.joulekeeper.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.TrustOptions;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** An MQTT client that keeps what it hears. */
final class MqttProbe implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final MqttClient client;
    private final List<Message> messages = new CopyOnWriteArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Certificate certificate;

    record Message(String topic, String payload) {
        JsonNode json() {
            return CloudClient.parse(payload);
        }
    }

    MqttProbe(Certificate certificate, String clientId) {
        this(certificate, clientId, null);
    }

    MqttProbe(Certificate certificate, String clientId, TrustOptions trust) {
        this.certificate = certificate;
        MqttClientOptions options = new MqttClientOptions()
                .setClientId(clientId)
                .setUsername(certificate.account())
                .setPassword(certificate.password())
                .setMaxMessageSize(1_000_000);
        if (certificate.protocol().equals("mqtts")) {
            options.setSsl(true).setHostnameVerificationAlgorithm("HTTPS").setTrustOptions(trust);
        }
        client = MqttClient.create(vertx, options);
        client.publishHandler(message ->
                messages.add(new Message(message.topicName(), message.payload().toString())));
        client.closeHandler(gone -> closed.set(true));
        try {
            await(client.connect(certificate.port(), certificate.host()));
        } catch (RuntimeException e) {
            vertx.close();
            throw e;
        }
    }

    static MqttProbe listeningTo(SimulatedCloud cloud, String serial) {
        MqttProbe probe = new MqttProbe(cloud.certificate(), "probe");
        for (String kind : List.of("quota", "status", "set_reply", "get_reply")) {
            probe.subscribe(probe.topic(serial, kind), 1);
        }
        return probe;
    }

    String topic(String serial, String kind) {
        return "/open/" + certificate.account() + "/" + serial + "/" + kind;
    }

    /** Subscribes, and returns what the broker granted: 0, 1, or 128 for refused. */
    int subscribe(String topic, int qos) {
        java.util.concurrent.CompletableFuture<Integer> granted = new java.util.concurrent.CompletableFuture<>();
        client.subscribeCompletionHandler(
                ack -> granted.complete(ack.grantedQoSLevels().getFirst()));
        await(client.subscribe(topic, qos));
        try {
            return granted.get(5, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException("No SUBACK", e);
        }
    }

    void publish(String topic, String payload, int qos) {
        await(client.publish(topic, Buffer.buffer(payload), MqttQoS.valueOf(qos), false, false));
    }

    void set(String serial, String command) {
        publish(topic(serial, "set"), command, 1);
    }

    List<Message> messages() {
        return messages;
    }

    /** The messages of one kind, oldest first. */
    List<JsonNode> heard(String serial, String kind) {
        return messages.stream()
                .filter(message -> message.topic().equals(topic(serial, kind)))
                .map(Message::json)
                .toList();
    }

    boolean isClosed() {
        return closed.get();
    }

    @Override
    public void close() {
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
