package io.github.joulekeeper.simulator;

import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.mqtt.MqttAuth;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.MqttServer;
import io.vertx.mqtt.MqttServerOptions;
import io.vertx.mqtt.MqttTopicSubscription;
import io.vertx.mqtt.messages.MqttPublishMessage;
import io.vertx.mqtt.messages.MqttSubscribeMessage;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An MQTT broker on the loopback, as the vendor's: one account, whose clients may subscribe to the topics of its own
 * stations, one by one, and say something on their {@code set} and {@code get}. QoS 0 and 1; nothing is retained, and no
 * session outlives its connection.
 */
final class EmbeddedBroker implements Broker {
    private static final int LARGEST_MESSAGE = 4 * 1024 * 1024;
    private static final MqttConnectReturnCode LOGIN_REFUSED =
            MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD;

    private final Set<String> serials;
    private final FaultBoard faults;
    private final Journal journal;
    private final InstantSource clock;
    private final Inbox inbox;
    private final MqttServer server;
    private final Map<String, BrokerSession> sessions = new ConcurrentHashMap<>();
    private volatile Certificate certificate;

    /**
     * Starts it.
     *
     * @param wanted what the certification is to say; port 0 for a free one. With {@code mqtts}, {@code key} must be given
     */
    EmbeddedBroker(
            Vertx vertx,
            Certificate wanted,
            Optional<KeyCertOptions> key,
            Set<String> serials,
            FaultBoard faults,
            Journal journal,
            InstantSource clock,
            Inbox inbox) {
        this.serials = Set.copyOf(serials);
        this.faults = faults;
        this.journal = journal;
        this.clock = clock;
        this.inbox = inbox;
        MqttServerOptions options = new MqttServerOptions()
                .setHost(Loopback.ADDRESS)
                .setPort(wanted.port())
                .setMaxMessageSize(LARGEST_MESSAGE);
        key.ifPresent(identity -> options.setSsl(true).setKeyCertOptions(identity));
        certificate = wanted;
        server = MqttServer.create(vertx, options).endpointHandler(this::connected);
        Loopback.await(server.listen());
        certificate = new Certificate(
                wanted.host(), server.actualPort(), wanted.protocol(), wanted.account(), wanted.password());
    }

    @Override
    public Certificate certificate() {
        return certificate;
    }

    /** Takes only this password from now on, and closes all connections. */
    void changePassword(String password) {
        certificate = certificate.withPassword(password);
        dropConnections();
    }

    @Override
    public void publish(String topic, byte[] payload) {
        sessions.values().forEach(session -> session.deliver(topic, payload));
    }

    @Override
    public void dropConnections() {
        List<BrokerSession> open = new ArrayList<>(sessions.values());
        sessions.clear();
        open.forEach(BrokerSession::close);
    }

    @Override
    public void close() {
        dropConnections();
        Loopback.await(server.close());
    }

    private void connected(MqttEndpoint endpoint) {
        boolean accepted = isUser(endpoint.auth());
        journal.add(new JournalEntry.Login(clock.instant(), endpoint.clientIdentifier(), accepted));
        if (!accepted) {
            endpoint.reject(LOGIN_REFUSED);
            return;
        }
        BrokerSession session = new BrokerSession(endpoint);
        endpoint.closeHandler(gone -> sessions.remove(session.clientId(), session));
        // A broken client must not bring the broker down; its connection closes by itself.
        endpoint.exceptionHandler(broken -> session.close());
        endpoint.subscribeHandler(message -> subscribe(session, endpoint, message));
        endpoint.unsubscribeHandler(message -> {
            message.topics().forEach(session::unsubscribe);
            endpoint.unsubscribeAcknowledge(message.messageId());
        });
        endpoint.publishAutoAck(true);
        endpoint.publishHandler(this::published);
        BrokerSession previous = sessions.put(session.clientId(), session);
        if (previous != null) {
            previous.close();
        }
        endpoint.accept(false);
    }

    private boolean isUser(MqttAuth auth) {
        Certificate valid = certificate;
        return auth != null
                && valid.account().equals(auth.getUsername())
                && valid.password().equals(auth.getPassword());
    }

    private void subscribe(BrokerSession session, MqttEndpoint endpoint, MqttSubscribeMessage message) {
        List<MqttQoS> granted = new ArrayList<>();
        for (MqttTopicSubscription wanted : message.topicSubscriptions()) {
            String topic = wanted.topicName();
            boolean allowed = StationTopic.parse(topic)
                    .filter(this::isOwn)
                    .filter(own -> faults.take(own.serial(), FaultKind.REFUSE_SUBSCRIPTION)
                            .isEmpty())
                    .isPresent();
            journal.add(new JournalEntry.Subscription(clock.instant(), session.clientId(), topic, allowed));
            if (allowed) {
                MqttQoS qos = wanted.qualityOfService() == MqttQoS.AT_MOST_ONCE
                        ? MqttQoS.AT_MOST_ONCE
                        : MqttQoS.AT_LEAST_ONCE;
                session.subscribe(topic, qos);
                granted.add(qos);
            } else {
                granted.add(MqttQoS.FAILURE);
            }
        }
        endpoint.subscribeAcknowledge(message.messageId(), granted);
    }

    private void published(MqttPublishMessage message) {
        byte[] payload = message.payload().getBytes();
        StationTopic.parse(message.topicName())
                .filter(this::isOwn)
                .filter(topic -> topic.kind() == StationTopic.Kind.SET || topic.kind() == StationTopic.Kind.GET)
                .ifPresent(topic -> {
                    publish(topic.name(), payload);
                    inbox.received(topic, payload);
                });
    }

    private boolean isOwn(StationTopic topic) {
        return topic.account().equals(certificate.account()) && serials.contains(topic.serial());
    }
}
