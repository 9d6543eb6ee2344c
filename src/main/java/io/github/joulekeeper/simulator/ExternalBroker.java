package io.github.joulekeeper.simulator;

import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;
import io.vertx.mqtt.messages.MqttPublishMessage;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The stations' connection to a broker that runs elsewhere, such as mosquitto. It comes back by itself when the broker
 * does; what stations say meanwhile is lost, as it is in the field.
 */
final class ExternalBroker implements Broker {
    private static final Logger LOG = Logger.getLogger(ExternalBroker.class);
    private static final int LARGEST_MESSAGE = 4 * 1024 * 1024;
    private static final int MOST_IN_FLIGHT = 10_000;
    private static final long RETRY_MILLIS = 500;

    private final Vertx vertx;
    private final Certificate certificate;
    private final MqttClientOptions options;
    private final Inbox inbox;
    private volatile MqttClient client;
    private volatile boolean closed;

    /**
     * Connects, and fails if that does not work the first time.
     *
     * @param certificate how the stations and the clients reach the broker; they share its account
     * @param ca PEM file of the authority that signed the broker's certificate; empty for the platform's authorities
     */
    ExternalBroker(Vertx vertx, Certificate certificate, Optional<Path> ca, Inbox inbox) {
        this.vertx = vertx;
        this.certificate = certificate;
        this.inbox = inbox;
        this.options = new MqttClientOptions()
                .setClientId("simulated-stations")
                .setUsername(certificate.account())
                .setPassword(certificate.password())
                // Ten by default, which a few stations that report at once exceed: the rest would be lost.
                .setMaxInflightQueue(MOST_IN_FLIGHT)
                .setMaxMessageSize(LARGEST_MESSAGE);
        if (certificate.protocol().equals("mqtts")) {
            options.setSsl(true).setHostnameVerificationAlgorithm("HTTPS");
            ca.ifPresent(file -> options.setTrustOptions(new PemTrustOptions().addCertPath(file.toString())));
        }
        client = newClient();
        Loopback.await(connect(client));
    }

    @Override
    public Certificate certificate() {
        return certificate;
    }

    @Override
    public void publish(String topic, byte[] payload) {
        MqttClient current = client;
        if (current.isConnected()) {
            current.publish(topic, Buffer.buffer(payload), MqttQoS.AT_LEAST_ONCE, false, false);
        }
    }

    /** Closes the stations' own connection; an outside broker's clients are out of reach. */
    @Override
    public void dropConnections() {
        client.disconnect();
    }

    @Override
    public void close() {
        closed = true;
        if (client.isConnected()) {
            Loopback.await(client.disconnect());
        }
    }

    private MqttClient newClient() {
        MqttClient fresh = MqttClient.create(vertx, options);
        fresh.publishHandler(this::published);
        fresh.closeHandler(gone -> retryLater());
        return fresh;
    }

    private Future<?> connect(MqttClient fresh) {
        String own = "/open/" + certificate.account() + "/+/";
        return fresh.connect(certificate.port(), certificate.host())
                .compose(connected -> fresh.subscribe(Map.of(own + "set", 1, own + "get", 1)));
    }

    private void retryLater() {
        if (closed) {
            return;
        }
        vertx.setTimer(RETRY_MILLIS, timer -> {
            if (closed) {
                return;
            }
            // A client that was closed does not connect again.
            MqttClient fresh = newClient();
            client = fresh;
            connect(fresh).onFailure(cause -> {
                LOG.debugf("The stations cannot reach %s: %s", certificate, cause.getMessage());
                retryLater();
            });
        });
    }

    private void published(MqttPublishMessage message) {
        StationTopic.parse(message.topicName())
                .ifPresent(topic -> inbox.received(topic, message.payload().getBytes()));
    }
}
