package io.github.joulekeeper.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.awaitility.Awaitility;
import org.eclipse.paho.client.mqttv3.IMqttActionListener;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallbackExtended;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** A station's line to the broker, which comes back by itself when the broker does. What is said meanwhile is lost. */
final class StationLink implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    static {
        // Threads of Paho's fall over their own closing when a broker dies or refuses; Awaitility would blame the test.
        Awaitility.doNotCatchUncaughtExceptionsByDefault();
    }

    private final MqttAsyncClient client;
    private final String prefix;
    private final BiConsumer<String, JsonNode> onCommand;
    private final Runnable onConnected;
    private final CountDownLatch listening = new CountDownLatch(1);
    private final AtomicBoolean up = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * A line that is not connected yet.
     *
     * @param onCommand told the last part of the topic, {@code set} or {@code get}, and the message
     * @param onConnected called at each connection, when commands can be heard
     */
    StationLink(Mosquitto broker, String serial, BiConsumer<String, JsonNode> onCommand, Runnable onConnected) {
        this.prefix = "/open/" + broker.account() + "/" + serial + "/";
        this.onCommand = onCommand;
        this.onConnected = onConnected;
        try {
            client = new MqttAsyncClient(
                    "tcp://127.0.0.1:" + broker.stationPort(), "station-" + serial, new MemoryPersistence());
            client.setCallback(new Callback());
        } catch (MqttException e) {
            throw new IllegalStateException("not a client: " + serial, e);
        }
    }

    /** Connects, and returns when commands can be heard. */
    void connect() {
        try {
            MqttConnectOptions options = new MqttConnectOptions();
            options.setUserName(Mosquitto.STATIONS);
            options.setPassword(Mosquitto.STATIONS_PASSWORD.toCharArray());
            options.setAutomaticReconnect(true);
            options.setMaxReconnectDelay(1000);
            options.setMaxInflight(60_000);
            client.connect(options).waitForCompletion(10_000);
            if (!listening.await(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("could not subscribe to " + prefix + "set");
            }
        } catch (MqttException e) {
            throw new IllegalStateException("cannot connect for " + prefix, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while connecting for " + prefix, e);
        }
    }

    /** Publishes on one of the station's topics; lost if the broker is not there. */
    void say(String topic, JsonNode message) {
        say(topic, message.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Publishes any bytes. */
    void say(String topic, byte[] message) {
        // Paho itself falls over what is published while it connects again.
        if (!up.get()) {
            return;
        }
        try {
            client.publish(prefix + topic, message, 0, false);
        } catch (MqttException e) {
            // Without a connection it is lost, as in the field. Too much at once is a mistake of the test.
            if (e.getReasonCode() == MqttException.REASON_CODE_MAX_INFLIGHT) {
                throw new IllegalStateException("too many messages at once on " + prefix + topic, e);
            }
        }
    }

    @Override
    public void close() {
        // Paho does not take being closed twice.
        if (closed.getAndSet(true)) {
            return;
        }
        try {
            if (client.isConnected()) {
                client.disconnect(0).waitForCompletion(2000);
            } else {
                client.disconnectForcibly(0, 500, false);
            }
            client.close(true);
        } catch (MqttException | NullPointerException e) {
            // It lost its connection just now, and Paho may stumble over its own threads; gone is what it shall be.
        }
    }

    private final class Callback implements MqttCallbackExtended {
        @Override
        public void connectComplete(boolean again, String server) {
            try {
                client.subscribe(
                        new String[] {prefix + "set", prefix + "get"}, new int[] {1, 1}, null, new Subscribed());
            } catch (MqttException e) {
                // The connection broke at once; there will be another.
            }
        }

        @Override
        public void messageArrived(String topic, MqttMessage message) throws IOException {
            onCommand.accept(topic.substring(prefix.length()), JSON.readTree(message.getPayload()));
        }

        @Override
        public void connectionLost(Throwable cause) {
            up.set(false);
        }

        @Override
        public void deliveryComplete(IMqttDeliveryToken token) {}
    }

    private final class Subscribed implements IMqttActionListener {
        @Override
        public void onSuccess(IMqttToken token) {
            up.set(true);
            listening.countDown();
            onConnected.run();
        }

        @Override
        public void onFailure(IMqttToken token, Throwable cause) {}
    }
}
