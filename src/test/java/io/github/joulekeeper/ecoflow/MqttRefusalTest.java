package io.github.joulekeeper.ecoflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.joulekeeper.dispatch.Delivery;
import io.github.joulekeeper.dispatch.Reply;
import io.github.joulekeeper.state.Report;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.MqttServer;
import io.vertx.mqtt.MqttServerOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The session against a broker that refuses to order. */
class MqttRefusalTest {
    private final Vertx vertx = Vertx.vertx();
    private final RecordedEvents events = new RecordedEvents();
    private final List<String> clients = new CopyOnWriteArrayList<>();
    private final List<String> accounts = new CopyOnWriteArrayList<>();
    private final Set<String> refusedTopics = ConcurrentHashMap.newKeySet();
    private final List<CompletionStage<Certification>> certificates = new CopyOnWriteArrayList<>();
    private int asked;
    private MqttSession session;

    @AfterEach
    void end() {
        if (session != null) {
            session.stop().toCompletableFuture().join();
        }
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aRefusedSubscriptionIsAskedForAgainOnTheSameConnection() {
        int port = broker(MqttEndpoint::accept, endpoint -> {});
        refusedTopics.add(Topic.SET_REPLY.of("open-a", Delta2.SERIAL));
        refusedTopics.add(Topic.QUOTA.of("open-a", Delta2.SERIAL));
        start(port, "open-a");
        await().until(() -> events.count(LinkState.DEGRADED) == 1);
        assertThat(events.details().getLast())
                .contains("/open-a/R331ZTEST0000001/quota, /open/open-a/R331ZTEST0000001/set_reply.")
                .doesNotContain("status", "get_reply");
        refusedTopics.clear();
        await().until(() -> events.count(LinkState.UP) == 1);
        assertThat(clients).containsExactly("jktest");
    }

    @Test
    void aNewAccountMovesTheTopics() {
        int port = broker(MqttEndpoint::accept, endpoint -> {});
        refusedTopics.add(Topic.QUOTA.of("open-a", Delta2.SERIAL));
        certificates.add(CompletableFuture.completedFuture(new Certification("open-a", "p", "127.0.0.1", port, false)));
        start(port, "open-b");
        await().until(() -> events.count(LinkState.UP) == 1);
        assertThat(events.states()).contains(LinkState.DEGRADED);
        assertThat(accounts).containsExactly("open-a", "open-b");
        assertThat(clients).containsOnly("jktest");
    }

    @Test
    void aBrokerThatIsBusyIsTriedAgainWithTheSameCertificate() {
        int[] attempts = {0};
        int port = broker(
                endpoint -> {
                    if (++attempts[0] < 3) {
                        endpoint.reject(MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE);
                    } else {
                        endpoint.accept(false);
                    }
                },
                endpoint -> {});
        start(port, "open-a");
        await().until(() -> events.count(LinkState.UP) == 1);
        assertThat(events.states())
                .containsExactly(
                        LinkState.CONNECTING, LinkState.CONNECTING, LinkState.DOWN, LinkState.DOWN, LinkState.UP);
        assertThat(events.details()).anyMatch(detail -> detail.contains("CONNACK 3"));
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void aCertificateThatCannotBeHadIsAskedForAgain() {
        int port = broker(MqttEndpoint::accept, endpoint -> {});
        certificates.add(CompletableFuture.failedFuture(new CloudException(CloudProblem.BUSY, "HTTP 503", "")));
        certificates.add(CompletableFuture.failedFuture(new IllegalStateException("odd")));
        start(port, "open-a");
        await().until(() -> events.count(LinkState.UP) == 1);
        assertThat(events.count(LinkState.DOWN)).isEqualTo(2);
        assertThat(events.details()).anyMatch(detail -> detail.contains("HTTP 503"));
    }

    @Test
    void aCommandWhoseConnectionBreaksHasFailed() {
        int port = broker(MqttEndpoint::accept, endpoint -> endpoint.publishHandler(message -> endpoint.close()));
        start(port, "open-a");
        await().until(() -> events.count(LinkState.UP) == 1);
        Delivery delivery = session.publish(Delta2.SERIAL, Topic.SET, "{}")
                .toCompletableFuture()
                .orTimeout(5, TimeUnit.SECONDS)
                .join();
        assertThat(delivery)
                .isInstanceOfSatisfying(
                        Delivery.Failed.class,
                        failed -> assertThat(failed.reason()).contains("before the broker acknowledged"));
        await().until(() -> events.count(LinkState.UP) == 2);
    }

    @Test
    void aListenerThatFailsCostsTheConnectionNothing() {
        List<MqttEndpoint> endpoints = new CopyOnWriteArrayList<>();
        int port = broker(MqttEndpoint::accept, endpoints::add);
        CloudEvents failing = new CloudEvents() {
            @Override
            public void report(Report report) {
                throw new IllegalStateException("the listener is broken");
            }

            @Override
            public void status(String serial, boolean online, Instant at) {
                events.status(serial, online, at);
            }

            @Override
            public void reply(Reply reply) {
                events.reply(reply);
            }

            @Override
            public void link(LinkState state, String detail) {
                events.link(state, detail);
                throw new IllegalStateException("the listener is broken");
            }
        };
        start(port, "open-a", failing);
        await().until(() -> events.count(LinkState.UP) == 1);
        vertx.runOnContext(ignored -> {
            publish(endpoints.getFirst(), Topic.QUOTA, "{\"params\":{\"pd.soc\":1}}");
            publish(endpoints.getFirst(), Topic.STATUS, "{\"params\":{\"status\":1}}");
        });
        await().until(() -> events.statuses().size() == 1);
        assertThat(events.count(LinkState.DOWN)).isZero();
    }

    @Test
    void aBrokerThatNeverAnswersTheLoginIsGivenUp() {
        NetServer mute = vertx.createNetServer().connectHandler(socket -> {});
        int port = mute.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
        start(port, "open-a");
        await().atMost(Duration.ofSeconds(15)).until(() -> events.count(LinkState.DOWN) == 1);
    }

    private static void publish(MqttEndpoint endpoint, Topic topic, String message) {
        endpoint.publish(
                topic.of("open-a", Delta2.SERIAL), Buffer.buffer(message), MqttQoS.AT_LEAST_ONCE, false, false);
    }

    private void start(int port, String account) {
        start(port, account, events);
    }

    private void start(int port, String account, CloudEvents listener) {
        Certification usual = new Certification(account, "p", "127.0.0.1", port, false);
        Supplier<CompletionStage<Certification>> supplier = () -> {
            asked++;
            return certificates.isEmpty() ? CompletableFuture.completedFuture(usual) : certificates.removeFirst();
        };
        MqttConfig config = new MqttConfig(
                "jktest",
                Optional.empty(),
                Duration.ofSeconds(1),
                Duration.ofMillis(200),
                Duration.ofMillis(50),
                Duration.ofMillis(500));
        session = new MqttSession(vertx, config, supplier, listener, InstantSource.system(), new Random(1));
        session.watch(Delta2.SERIAL, Delta2.MODEL);
        session.start();
    }

    private int broker(Consumer<MqttEndpoint> login, Consumer<MqttEndpoint> connected) {
        MqttServer server = MqttServer.create(
                vertx, new MqttServerOptions().setHost("127.0.0.1").setPort(0));
        server.endpointHandler(endpoint -> {
            clients.add(endpoint.clientIdentifier());
            accounts.add(endpoint.auth().getUsername());
            endpoint.subscribeHandler(subscribe -> endpoint.subscribeAcknowledge(
                    subscribe.messageId(),
                    subscribe.topicSubscriptions().stream()
                            .map(topic -> refusedTopics.contains(topic.topicName())
                                    ? MqttQoS.FAILURE
                                    : topic.qualityOfService())
                            .toList()));
            endpoint.unsubscribeHandler(unsubscribe -> endpoint.unsubscribeAcknowledge(unsubscribe.messageId()));
            connected.accept(endpoint);
            login.accept(endpoint);
        });
        return server.listen().toCompletionStage().toCompletableFuture().join().actualPort();
    }
}
