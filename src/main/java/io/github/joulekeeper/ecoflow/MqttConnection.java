package io.github.joulekeeper.ecoflow;

import io.github.joulekeeper.dispatch.Delivery;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.smallrye.reactive.messaging.mqtt.session.MqttClientSession;
import io.smallrye.reactive.messaging.mqtt.session.MqttClientSessionOptions;
import io.smallrye.reactive.messaging.mqtt.session.RequestedQoS;
import io.smallrye.reactive.messaging.mqtt.session.SessionEvent;
import io.smallrye.reactive.messaging.mqtt.session.SessionState;
import io.smallrye.reactive.messaging.mqtt.session.SubscriptionEvent;
import io.smallrye.reactive.messaging.mqtt.session.SubscriptionState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.mqtt.MqttConnectionException;
import io.vertx.mqtt.messages.MqttPublishMessage;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The connection with one certificate. It reconnects and subscribes again by itself, but never after a refused login: that
 * needs another certificate. Confined to one Vert.x context, from which alone its methods may be called; the session of the
 * library is not safe otherwise.
 */
final class MqttConnection {
    private static final int CONNECT_TIMEOUT_MILLIS = 10_000;
    private static final int ACKNOWLEDGE_TIMEOUT_SECONDS = 10;
    /** Every station may have a command and a question under way. */
    private static final int MOST_UNACKNOWLEDGED = 60_000;

    private final Certification certification;
    private final MqttClientSession session;
    private final Listener listener;
    private final Set<String> topics = new LinkedHashSet<>();
    private final Subscriptions subscriptions = new Subscriptions();
    private final PendingPublishes pending = new PendingPublishes();
    private boolean closed;

    /** Hears what happens to the connection. */
    interface Listener {
        void message(MqttPublishMessage message);

        /** Logged in, and the broker answered for all subscriptions. */
        void subscribed(Set<String> refusedTopics);

        /** Lost or never made; it is tried again. */
        void lost(String reason);

        /** The broker refused account and password; it is not tried again. */
        void loginRefused(String reason);
    }

    MqttConnection(
            Vertx vertx,
            MqttConfig config,
            Certification certification,
            PatientReconnect reconnect,
            Listener listener) {
        this.certification = certification;
        this.listener = listener;
        this.session = MqttClientSession.create(vertx, options(config, certification, reconnect));
        session.sessionStateHandler(this::stateChanged);
        session.subscriptionStateHandler(this::subscriptionChanged);
        session.messageHandler(message -> {
            if (!closed) {
                listener.message(message);
            }
        });
        session.publishCompletionHandler(pending::acknowledged);
        session.publishCompletionExpirationHandler(pending::expired);
    }

    private static MqttClientSessionOptions options(
            MqttConfig config, Certification certification, PatientReconnect reconnect) {
        MqttClientSessionOptions options = new MqttClientSessionOptions()
                .setHostname(certification.host())
                .setPort(certification.port())
                .setClientId(config.clientId())
                .setUsername(certification.account())
                .setPassword(certification.password())
                .setCleanSession(true)
                .setKeepAliveInterval((int) config.keepAlive().toSeconds())
                .setAutoKeepAlive(true)
                .setAckTimeout(ACKNOWLEDGE_TIMEOUT_SECONDS)
                .setMaxInflightQueue(MOST_UNACKNOWLEDGED)
                // The library's default of 8092 bytes would end the connection at the first long report.
                .setMaxMessageSize(WireJson.MAX_MESSAGE_BYTES)
                .setReconnectDelay(reconnect);
        options.setConnectTimeout(CONNECT_TIMEOUT_MILLIS);
        if (certification.tls()) {
            options.setSsl(true);
            // Off by default: without it any certificate of a trusted authority would do.
            options.setHostnameVerificationAlgorithm("HTTPS");
            config.ca()
                    .ifPresent(pem -> options.setPemTrustOptions(new PemTrustOptions()
                            .addCertPath(pem.toAbsolutePath().toString())));
        }
        return options;
    }

    Certification certification() {
        return certification;
    }

    boolean connected() {
        return !closed && session.isConnected();
    }

    /** Connects and subscribes. */
    void open(Collection<String> firstTopics) {
        subscribe(firstTopics);
        session.start();
    }

    /** Subscribes to more topics, now and after each reconnect. */
    void subscribe(Collection<String> moreTopics) {
        for (String topic : moreTopics) {
            if (topics.add(topic)) {
                session.subscribe(topic, RequestedQoS.QOS_1);
            }
        }
    }

    /** Asks again for what was refused. */
    void retryRefused() {
        for (String topic : subscriptions.refused()) {
            subscriptions.asked(topic);
            // The session takes a refused subscription for one that is there, and would not ask again.
            session.unsubscribe(topic);
            session.subscribe(topic, RequestedQoS.QOS_1);
        }
    }

    /** Publishes with QoS 1; accepted when the broker acknowledged it. */
    CompletableFuture<Delivery> publish(String topic, String message) {
        CompletableFuture<Delivery> outcome = new CompletableFuture<>();
        session.publish(topic, Buffer.buffer(message), MqttQoS.AT_LEAST_ONCE).onComplete(written -> {
            if (written.succeeded()) {
                pending.written(written.result(), outcome);
            } else {
                outcome.complete(
                        Delivery.Failed.neverSent("It could not be written to MQTT: " + reason(written.cause())));
            }
        });
        return outcome;
    }

    /** Ends it for good; the future completes when the broker was told, or there was nobody to tell. */
    Future<Void> close() {
        closed = true;
        pending.lost("it was closed");
        boolean open = session.getState() != SessionState.DISCONNECTED;
        Future<Void> stopped = session.stop();
        // Stopping between two attempts never completes.
        return open ? stopped : Future.succeededFuture();
    }

    private void stateChanged(SessionEvent event) {
        if (closed) {
            return;
        }
        switch (event.getSessionState()) {
            case CONNECTED -> {
                subscriptions.clear();
                tellIfComplete();
            }
            case DISCONNECTED -> disconnected(event.getCause());
            case CONNECTING, DISCONNECTING -> {}
        }
    }

    private void disconnected(@Nullable Throwable cause) {
        subscriptions.clear();
        pending.lost(reason(cause));
        if (cause instanceof MqttConnectionException refusal && isRefusedLogin(refusal.code())) {
            closed = true;
            session.stop();
            listener.loginRefused(reason(cause));
        } else {
            listener.lost(reason(cause));
        }
    }

    private static boolean isRefusedLogin(MqttConnectReturnCode code) {
        return code == MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD
                || code == MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED;
    }

    private void subscriptionChanged(SubscriptionEvent event) {
        Integer qos = event.getQos();
        if (closed || event.getSubscriptionState() != SubscriptionState.SUBSCRIBED || qos == null) {
            return;
        }
        subscriptions.answered(event.getTopic(), qos);
        tellIfComplete();
    }

    private void tellIfComplete() {
        if (subscriptions.complete(topics)) {
            listener.subscribed(subscriptions.refused());
        }
    }

    /** Why, from the innermost cause: the outer ones only say that something failed. */
    static String reason(@Nullable Throwable failure) {
        if (failure == null) {
            return "closed";
        }
        if (failure instanceof MqttConnectionException refusal) {
            return "CONNACK " + refusal.code().byteValue() + ", " + refusal.code();
        }
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
