package io.github.joulekeeper.ecoflow;

import io.github.joulekeeper.dispatch.Delivery;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;
import io.vertx.mqtt.MqttConnectionException;
import io.vertx.mqtt.messages.MqttPublishMessage;
import io.vertx.mqtt.messages.MqttSubAckMessage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The connection with one certificate. It reconnects and subscribes again by itself, but never after a refused login: that
 * needs another certificate. Confined to one Vert.x context, from which alone its methods may be called, save {@link
 * #publish} and {@link #connected}.
 */
final class MqttConnection {
    private static final int CONNECT_TIMEOUT_MILLIS = 10_000;
    private static final long LOOK_FOR_UNACKNOWLEDGED_EVERY_MILLIS = 1000;
    /** Every station may have a command and a question under way. */
    private static final int MOST_UNACKNOWLEDGED = 60_000;

    private final Vertx vertx;
    private final MqttClientOptions options;
    private final Certification certification;
    private final PatientReconnect reconnect;
    private final Listener listener;
    private final Set<String> topics = new LinkedHashSet<>();
    private final Subscriptions subscriptions = new Subscriptions();
    /** The topics that a SUBSCRIBE asked for, by its packet. */
    private final Map<Integer, List<String>> asked = new HashMap<>();

    private final PendingPublishes pending = new PendingPublishes();
    private final long expiry;
    private @Nullable Long timer;
    /** What is connected or connects; null between two attempts. */
    private volatile @Nullable MqttClient client;

    private volatile boolean closed;

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
        this.vertx = vertx;
        this.options = options(config, certification);
        this.certification = certification;
        this.reconnect = reconnect;
        this.listener = listener;
        this.expiry = vertx.setPeriodic(LOOK_FOR_UNACKNOWLEDGED_EVERY_MILLIS, tick -> pending.second());
    }

    private static MqttClientOptions options(MqttConfig config, Certification certification) {
        MqttClientOptions options = new MqttClientOptions()
                .setClientId(config.clientId())
                .setUsername(certification.account())
                .setPassword(certification.password())
                .setCleanSession(true)
                .setKeepAliveInterval((int) config.keepAlive().toSeconds())
                .setAutoKeepAlive(true)
                .setMaxInflightQueue(MOST_UNACKNOWLEDGED)
                // The library's default of 8092 bytes would end the connection at the first long report.
                .setMaxMessageSize(WireJson.MAX_MESSAGE_BYTES);
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

    /** Whether it is logged in; from any thread. */
    boolean connected() {
        MqttClient current = client;
        return !closed && current != null && current.isConnected();
    }

    /** Connects and subscribes. */
    void open(Collection<String> firstTopics) {
        topics.addAll(firstTopics);
        connect();
    }

    /** Subscribes to more topics, now and after each reconnect. */
    void subscribe(Collection<String> moreTopics) {
        List<String> more = moreTopics.stream().filter(topics::add).toList();
        if (connected()) {
            ask(more);
        }
    }

    /** Asks again for what was refused. */
    void retryRefused() {
        List<String> refused = List.copyOf(subscriptions.refused());
        if (connected()) {
            refused.forEach(subscriptions::asked);
            ask(refused);
        }
    }

    /**
     * Publishes with QoS 1; accepted when the broker acknowledged it. From any thread: what comes from another than the
     * connection's own is written together with what follows it.
     */
    CompletableFuture<Delivery> publish(String topic, String message) {
        CompletableFuture<Delivery> outcome = new CompletableFuture<>();
        MqttClient current = client;
        if (current == null) {
            outcome.complete(neverWritten("the connection is down"));
            return outcome;
        }
        Future<Integer> writing;
        try {
            writing = current.publish(topic, Buffer.buffer(message), MqttQoS.AT_LEAST_ONCE, false, false);
        } catch (RuntimeException lost) {
            // The library does not look whether its connection has gone just now.
            outcome.complete(neverWritten("the connection went down"));
            return outcome;
        }
        writing.onComplete(written -> {
            if (written.failed()) {
                outcome.complete(neverWritten(reason(written.cause())));
            } else if (client == current) {
                pending.written(written.result(), outcome);
            } else {
                outcome.complete(PendingPublishes.lostBefore("it was given up"));
            }
        });
        return outcome;
    }

    private static Delivery neverWritten(String reason) {
        return Delivery.Failed.neverSent("It could not be written to MQTT: " + reason);
    }

    /** Ends it for good; the future completes when the broker was told, or there was nobody to tell. */
    Future<Void> close() {
        closed = true;
        vertx.cancelTimer(expiry);
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
        pending.lost("it was closed");
        MqttClient current = client;
        client = null;
        return current == null ? Future.succeededFuture() : current.disconnect();
    }

    private void connect() {
        timer = null;
        MqttClient next = MqttClient.create(vertx, options);
        client = next;
        next.publishHandler(message -> {
            if (client == next) {
                listener.message(message);
            }
        });
        next.publishCompletionHandler(pending::acknowledged);
        next.subscribeCompletionHandler(answer -> subscribed(next, answer));
        next.exceptionHandler(cause -> {
            ended(next, cause);
            next.disconnect();
        });
        next.closeHandler(ignored -> ended(next, new VertxException("Connection closed", true)));
        next.connect(certification.port(), certification.host(), certification.host())
                .onComplete(done -> {
                    if (done.failed()) {
                        ended(next, done.cause());
                    } else if (client == next) {
                        reconnect.reset();
                        ask(new ArrayList<>(topics));
                        tellIfComplete();
                    }
                });
    }

    private void ended(MqttClient which, @Nullable Throwable cause) {
        if (client != which) {
            return;
        }
        client = null;
        subscriptions.clear();
        asked.clear();
        String reason = reason(cause);
        pending.lost(reason);
        if (cause instanceof MqttConnectionException refusal && isRefusedLogin(refusal.code())) {
            close();
            listener.loginRefused(reason);
        } else {
            timer = vertx.setTimer(reconnect.nextDelay().toMillis(), fired -> connect());
            listener.lost(reason);
        }
    }

    private static boolean isRefusedLogin(MqttConnectReturnCode code) {
        return code == MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD
                || code == MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED;
    }

    private void ask(List<String> which) {
        MqttClient current = client;
        if (current == null || which.isEmpty()) {
            return;
        }
        Map<String, Integer> qualities = new LinkedHashMap<>();
        which.forEach(topic -> qualities.put(topic, MqttQoS.AT_LEAST_ONCE.value()));
        current.subscribe(qualities).onSuccess(packet -> {
            if (client == current) {
                asked.put(packet, which);
            }
        });
    }

    private void subscribed(MqttClient by, MqttSubAckMessage answer) {
        List<String> which = asked.remove(answer.messageId());
        if (client != by || which == null) {
            return;
        }
        List<Integer> granted = answer.grantedQoSLevels();
        for (int i = 0; i < Math.min(which.size(), granted.size()); i++) {
            subscriptions.answered(which.get(i), granted.get(i));
        }
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
