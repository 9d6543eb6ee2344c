package io.github.joulekeeper.ecoflow;

import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.dispatch.Delivery;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.mqtt.messages.MqttPublishMessage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the account's MQTT connection: fetches the certificate, connects, subscribes station by station, and starts over
 * when anything breaks. Ordinary breaks are mended by reconnecting; a refused login or subscription by a new certificate,
 * with a cool-down.
 *
 * <p>Everything happens on one Vert.x context; the methods can be called from any thread and never block.
 */
public final class MqttSession {
    private static final Logger LOG = Logger.getLogger(MqttSession.class);
    /** After so many failed attempts in a row the broker may have moved, which the certificate tells. */
    private static final int ATTEMPTS_PER_CERTIFICATE = 8;

    private static final Duration LONGEST_STOP = Duration.ofSeconds(3);

    private final Vertx vertx;
    private final Context context;
    private final MqttConfig config;
    private final Supplier<CompletionStage<Certification>> certificates;
    private final CloudEvents events;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final MalformedMessages malformed;
    private final IncomingMessages incoming;
    private final CertificateRenewal renewal;

    // All below belong to the context, which alone writes those that are volatile.
    private final Map<String, Model> stations = new LinkedHashMap<>();
    private PatientReconnect certificateRetries;
    private volatile @Nullable MqttConnection connection;
    private @Nullable Long timer;
    private boolean fetching;
    private boolean closed;
    private int failures;
    private volatile String link = "it was not started";

    /**
     * @param certificates asks for a certificate, {@link CloudClient#certification()}
     * @param events where everything goes that comes from the broker
     * @throws IllegalArgumentException if the configured CA cannot be read
     */
    public MqttSession(
            Vertx vertx,
            MqttConfig config,
            Supplier<CompletionStage<Certification>> certificates,
            CloudEvents events,
            InstantSource clock,
            RandomGenerator random) {
        config.ca().ifPresent(Trust::certificates);
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.config = config;
        this.certificates = certificates;
        this.events = events;
        this.clock = clock;
        this.random = random;
        this.malformed = new MalformedMessages(clock);
        this.incoming = new IncomingMessages(clock, events, malformed);
        this.renewal = new CertificateRenewal(config.certificateCooldown(), clock);
        this.certificateRetries = reconnect();
    }

    private PatientReconnect reconnect() {
        return new PatientReconnect(config.firstReconnect(), config.lastReconnect(), clock, random);
    }

    /** Subscribes to a station's topics, now and whenever a connection is made. */
    public void watch(String serial, Model model) {
        run(() -> {
            stations.put(serial, model);
            MqttConnection current = connection;
            if (current != null) {
                current.subscribe(incoming.route(current.certification().account(), serial, model));
            }
        });
    }

    /** Starts connecting; what comes of it is told to {@link CloudEvents#link}. */
    public void start() {
        run(() -> {
            tell(LinkState.CONNECTING, "Asking for the MQTT certificate");
            fetch();
        });
    }

    /** Disconnects for good. Commands that the broker has not acknowledged fail. */
    public CompletionStage<Void> stop() {
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        boolean accepted = run(() -> {
            closed = true;
            cancelTimer();
            MqttConnection current = connection;
            connection = null;
            tell(LinkState.CLOSED, "Joulekeeper ended the connection");
            if (current == null) {
                stopped.complete(null);
            } else {
                current.close().onComplete(done -> stopped.complete(null));
            }
        });
        if (!accepted) {
            stopped.complete(null);
        }
        return stopped.completeOnTimeout(null, LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** How many messages could not be read since the start. */
    public long malformedMessages() {
        return malformed.count();
    }

    /** Hears of each answered get request, on the session's thread. To be set before the start. */
    void onGetReply(IncomingMessages.GetReplyListener listener) {
        run(() -> incoming.onGetReply(listener));
    }

    /** Publishes to a station; accepted when the broker acknowledged it, failed at once when there is no connection. */
    CompletionStage<Delivery> publish(String serial, Topic topic, String message) {
        MqttConnection current = connection;
        if (current == null || !current.connected()) {
            return CompletableFuture.completedFuture(Delivery.Failed.neverSent("There is no MQTT connection: " + link));
        }
        return current.publish(topic.of(current.certification().account(), serial), message);
    }

    private void fetch() {
        if (closed || fetching) {
            return;
        }
        fetching = true;
        CompletionStage<Certification> asked;
        try {
            asked = certificates.get();
        } catch (RuntimeException e) {
            asked = CompletableFuture.failedFuture(e);
        }
        asked.whenComplete((certification, failure) -> run(() -> {
            fetching = false;
            if (closed) {
                return;
            }
            if (failure != null) {
                fetchFailed(CloudClient.unwrap(failure));
            } else {
                fetched(certification);
            }
        }));
    }

    private void fetchFailed(CloudException failure) {
        Duration wait = certificateRetries.nextDelay();
        String detail = "No MQTT certificate could be had, the next try is in %d s: %s"
                .formatted(Math.max(1, wait.toSeconds()), failure.getMessage());
        MqttConnection current = connection;
        if (current == null || !current.connected()) {
            tell(LinkState.DOWN, detail);
        } else {
            LOG.warn(detail);
        }
        fetchIn(wait);
    }

    private void fetched(Certification certification) {
        certificateRetries = reconnect();
        renewal.issued();
        MqttConnection current = connection;
        if (current != null && current.certification().equals(certification)) {
            current.retryRefused();
            return;
        }
        if (current != null) {
            current.close();
        }
        incoming.clear();
        stations.forEach((serial, model) -> incoming.route(certification.account(), serial, model));
        connection = new MqttConnection(vertx, config, certification, reconnect(), new Told());
        tell(LinkState.CONNECTING, "Connecting to " + certification.address());
        connection.open(new ArrayList<>(incoming.topics()));
    }

    /** What the connection tells. */
    private final class Told implements MqttConnection.Listener {
        @Override
        public void message(MqttPublishMessage message) {
            incoming.accept(message.topicName(), message.payload(), message.isRetain());
        }

        @Override
        public void subscribed(Set<String> refusedTopics) {
            failures = 0;
            if (refusedTopics.isEmpty()) {
                renewal.proved();
                tell(
                        LinkState.UP,
                        "Connected as client %s with %d subscriptions"
                                .formatted(config.clientId(), incoming.topics().size()));
                return;
            }
            Duration wait = renewal.delay();
            LOG.warnf("The broker refused subscriptions; asking again in %d s", wait.toSeconds());
            tell(
                    LinkState.DEGRADED,
                    "The broker refused the subscription to %s. Check that the station is bound to this account"
                            .formatted(String.join(", ", refusedTopics)));
            fetchIn(wait);
        }

        @Override
        public void lost(String reason) {
            failures++;
            boolean thrownOut = reason.equals("Connection closed");
            tell(
                    LinkState.DOWN,
                    "The MQTT connection is down: " + reason
                            + (thrownOut
                                    ? ". If that repeats, another client may use the client id " + config.clientId()
                                    : ""));
            if (failures % ATTEMPTS_PER_CERTIFICATE == 0) {
                fetchIn(renewal.delay());
            }
        }

        @Override
        public void loginRefused(String reason) {
            connection = null;
            Duration wait = renewal.delay();
            tell(
                    LinkState.LOGIN_REFUSED,
                    "The MQTT broker refused the login (%s). A new certificate is asked for in %d s"
                            .formatted(reason, wait.toSeconds()));
            fetchIn(wait);
        }
    }

    private void fetchIn(Duration wait) {
        cancelTimer();
        if (!closed) {
            timer = vertx.setTimer(Math.max(1, wait.toMillis()), fired -> {
                timer = null;
                fetch();
            });
        }
    }

    private void cancelTimer() {
        Long running = timer;
        if (running != null) {
            vertx.cancelTimer(running);
            timer = null;
        }
    }

    private void tell(LinkState state, String detail) {
        link = detail;
        try {
            events.link(state, detail);
        } catch (RuntimeException e) {
            LOG.error("The change of the MQTT connection could not be told", e);
        }
    }

    /** Runs a step on the context; false if Vert.x has ended. */
    private boolean run(Runnable step) {
        try {
            context.runOnContext(ignored -> step.run());
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }
}
