package io.github.joulekeeper.ecoflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.joulekeeper.dispatch.Command;
import io.github.joulekeeper.dispatch.Delivery;
import io.github.joulekeeper.dispatch.Transport;
import io.github.joulekeeper.state.Report;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The session against a real mosquitto. */
class MqttSessionIT {
    private static final String ACCOUNT = "open-test";
    private static final Duration COOLDOWN = Duration.ofMillis(300);

    /** Made once: each of keytool's steps starts a Java machine. */
    @TempDir
    private static Path shared;

    private static TestAuthority authority;
    private static final Map<String, TestAuthority.Server> servers = new ConcurrentHashMap<>();

    @TempDir
    private Path directory;

    private final Vertx vertx = Vertx.vertx();
    private final RecordedEvents events = new RecordedEvents();
    private final AtomicInteger certificates = new AtomicInteger();
    private final AtomicReference<Certification> certification = new AtomicReference<>();
    private Mosquitto broker;
    private MqttSession session;

    @BeforeEach
    void prepare() {
        assumeTrue(Mosquitto.installed(), "mosquitto is not installed: apt-get install mosquitto");
        broker = new Mosquitto(directory).user(ACCOUNT, "first");
        certification.set(new Certification(ACCOUNT, "first", "127.0.0.1", broker.port(), false));
    }

    @AfterEach
    void end() {
        if (session != null) {
            session.stop().toCompletableFuture().join();
        }
        broker.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void connect(Optional<Path> ca) {
        MqttConfig config = new MqttConfig(
                "jktest", ca, Duration.ofSeconds(10), COOLDOWN, Duration.ofMillis(100), Duration.ofSeconds(1));
        session = new MqttSession(
                vertx,
                config,
                () -> {
                    certificates.incrementAndGet();
                    return CompletableFuture.completedFuture(certification.get());
                },
                events,
                InstantSource.system(),
                new Random(1));
        session.watch(Delta2.SERIAL, Delta2.MODEL);
        session.start();
    }

    private void connectAndWait() {
        connect(Optional.empty());
        awaitState(LinkState.UP, 1);
    }

    private TestStation station() {
        return new TestStation(
                vertx, broker.port(), ACCOUNT, certification.get().password(), (topic, message) -> {});
    }

    @Test
    void reportsStatusesAndRepliesCome() {
        broker.start();
        connectAndWait();
        try (TestStation station = station()) {
            station.publish("quota", "{\"typeCode\":\"pdStatus\",\"params\":{\"soc\":79}}");
            station.publish("status", "{\"id\":\"1\",\"params\":{\"status\":0}}");
            station.publish("status", "{\"id\":\"2\",\"params\":{\"status\":1}}");
            station.publish("set_reply", "{\"id\":123,\"code\":\"0\",\"data\":{\"ack\":0}}");
            station.publish("get_reply", "{\"id\":124,\"code\":\"0\",\"data\":{\"pd.soc\":80}}");
        }
        await().until(() -> events.reports().size() == 2 && events.replies().size() == 1);
        assertThat(events.reports())
                .extracting(Report::source)
                .containsExactly(Report.Source.PUSHED, Report.Source.GET_REPLY);
        assertThat(Delta2.numbers(events.reports().getFirst())).containsExactly(entry("pd.soc", 79.0));
        assertThat(events.statuses()).containsExactly(Delta2.SERIAL + " offline", Delta2.SERIAL + " online");
        assertThat(events.replies().getFirst().done()).isTrue();
    }

    @Test
    void aRetainedReportIsNoSignOfLife() {
        broker.start();
        try (TestStation station = station()) {
            station.publishRetained("quota", "{\"params\":{\"pd.soc\":5}}");
            station.publishRetained("set_reply", "{\"id\":1,\"code\":0,\"data\":{\"ack\":0}}");
            connectAndWait();
            station.publish("quota", "{\"params\":{\"pd.soc\":6}}");
        }
        await().until(() -> events.reports().size() == 2);
        assertThat(events.reports())
                .extracting(Report::source)
                .containsExactly(Report.Source.SNAPSHOT, Report.Source.PUSHED);
        assertThat(events.replies()).isEmpty();
    }

    @Test
    void messagesOf200KilobytesPass() {
        broker.start();
        connectAndWait();
        String big = "[" + "12345678,".repeat(25_000) + "0]";
        try (TestStation station = station()) {
            station.publish("quota", "{\"params\":{\"pd.reserved\":" + big + ",\"pd.soc\":79}}");
            station.publish("quota", "{\"params\":{\"pd.soc\":80}}");
        }
        await().until(() -> events.reports().size() == 2);
        assertThat(events.reports().getFirst().texts().get("pd.reserved")).hasSizeGreaterThan(200_000);
        assertThat(events.count(LinkState.DOWN)).isZero();
    }

    @Test
    void garbageCostsNothingElse() {
        broker.start();
        connectAndWait();
        List<String> garbage = List.of(
                "",
                "garbage",
                "{",
                "[]",
                "null",
                "\u0000\u0001\u0002",
                "{\"params\":7}",
                "{\"params\":{\"pd.soc\":}}",
                "{\"params\":{\"x\":" + "[".repeat(2000) + "}}");
        int sent = 0;
        try (TestStation station = station()) {
            for (String message : garbage) {
                for (String topic : List.of("quota", "status", "set_reply")) {
                    station.publish(topic, message);
                    sent++;
                }
            }
            station.publish("quota", "{\"params\":{\"pd.soc\":79}}");
        }
        await().until(() -> events.reports().size() == 1);
        assertThat(session.malformedMessages()).isEqualTo(sent);
        assertThat(events.count(LinkState.DOWN)).isZero();
        assertThat(events.replies()).isEmpty();
        assertThat(events.statuses()).isEmpty();
    }

    @Test
    void aSetCommandIsDeliveredAndAnswered() {
        broker.start();
        List<String> sets = new CopyOnWriteArrayList<>();
        AtomicReference<TestStation> answering = new AtomicReference<>();
        try (TestStation station = new TestStation(vertx, broker.port(), ACCOUNT, "first", (topic, message) -> {
            sets.add(topic + " " + message);
            answering.get().answer("set_reply", "{\"id\":77,\"code\":\"0\",\"data\":{\"ack\":0}}");
        })) {
            answering.set(station);
            connect(Optional.empty());
            MqttTransport transport = new MqttTransport(session, new CountingTransport(), InstantSource.system());
            awaitState(LinkState.UP, 1);
            Command command = Delta2.charge(400);
            assertThat(join(transport.send(command, 77))).isEqualTo(new Delivery.Accepted());
            await().until(() -> !events.replies().isEmpty());
            assertThat(sets).containsExactly("set " + RequestEncoder.mqttSet(77, command.payload()));
            assertThat(events.replies().getFirst().messageId()).isEqualTo(77);
            assertThat(events.replies().getFirst().done()).isTrue();
        }
    }

    @Test
    void valuesAreReadBackOverMqttAndElseOverHttp() {
        broker.start();
        CountingTransport http = new CountingTransport();
        AtomicReference<TestStation> answering = new AtomicReference<>();
        List<String> gets = new CopyOnWriteArrayList<>();
        try (TestStation station = new TestStation(vertx, broker.port(), ACCOUNT, "first", (topic, message) -> {
            gets.add(message);
            TestStation answers = answering.get();
            if (answers != null) {
                String id = message.replaceAll(".*\"id\":(\\d+).*", "$1");
                answers.answer(
                        "get_reply", "{\"id\":\"" + id + "\",\"code\":\"0\",\"data\":{\"mppt.cfgChgWatts\":400}}");
            }
        })) {
            answering.set(station);
            connect(Optional.empty());
            MqttTransport transport = new MqttTransport(session, http, InstantSource.system(), Duration.ofSeconds(2));
            awaitState(LinkState.UP, 1);
            transport.requestReadBack(Delta2.SERIAL, List.of("mppt.cfgChgWatts"));
            await().until(() -> events.reports().size() == 1);
            assertThat(events.reports().getFirst().source()).isEqualTo(Report.Source.GET_REPLY);
            answering.set(null);
            transport.requestReadBack(Delta2.SERIAL, List.of("mppt.cfgChgWatts"));
            await().until(() -> http.readBacks.get() == 1);
            assertThat(gets).hasSize(2);
        }
    }

    @Test
    void withoutAConnectionASetFailsAtOnce() {
        connect(Optional.empty());
        CountingTransport http = new CountingTransport();
        MqttTransport transport = new MqttTransport(session, http, InstantSource.system(), Duration.ofMinutes(10));
        Delivery delivery = join(transport.send(Delta2.charge(400), 1));
        assertThat(delivery)
                .isInstanceOfSatisfying(
                        Delivery.Failed.class,
                        failed -> assertThat(failed.reason()).startsWith("There is no MQTT connection: "));
        transport.requestReadBack(Delta2.SERIAL, List.of("pd.soc"));
        await().until(() -> http.readBacks.get() == 1);
    }

    @Test
    void aRefusedLoginIsToldAndMendedByANewCertificate() {
        broker.start();
        certification.set(new Certification(ACCOUNT, "wrong", "127.0.0.1", broker.port(), false));
        connect(Optional.empty());
        awaitState(LinkState.LOGIN_REFUSED, 1);
        assertThat(events.details()).anyMatch(detail -> detail.contains("CONNACK 5") && !detail.contains("wrong"));
        certification.set(new Certification(ACCOUNT, "first", "127.0.0.1", broker.port(), false));
        awaitState(LinkState.UP, 1);
        assertThat(certificates.get()).isEqualTo(2);
    }

    @Test
    void aNewPasswordWhileRunningIsFetched() {
        broker.start();
        connectAndWait();
        int told = events.states().size();
        broker.stop();
        awaitStateAfter(told, LinkState.DOWN);
        told = events.states().size();
        broker.user(ACCOUNT, "second");
        certification.set(new Certification(ACCOUNT, "second", "127.0.0.1", broker.port(), false));
        broker.start();
        awaitStateAfter(told, LinkState.UP);
        assertThat(events.states())
                .containsSubsequence(LinkState.UP, LinkState.DOWN, LinkState.LOGIN_REFUSED, LinkState.UP);
        try (TestStation station = station()) {
            station.publish("quota", "{\"params\":{\"pd.soc\":79}}");
        }
        await().until(() -> events.reports().size() == 1);
    }

    @Test
    void afterABrokersRestartAllSubscriptionsAreThere() {
        broker.start();
        connectAndWait();
        for (int restart = 1; restart <= 2; restart++) {
            int told = events.states().size();
            broker.stop();
            awaitStateAfter(told, LinkState.DOWN);
            told = events.states().size();
            broker.start();
            awaitStateAfter(told, LinkState.UP);
            int seen = restart;
            try (TestStation station = station()) {
                station.publish("quota", "{\"params\":{\"pd.soc\":79}}");
                station.publish("status", "{\"params\":{\"status\":1}}");
                station.publish("set_reply", "{\"id\":1,\"code\":0,\"data\":{\"ack\":0}}");
            }
            await().until(() -> events.reports().size() == seen
                    && events.statuses().size() == seen
                    && events.replies().size() == seen);
        }
        assertThat(certificates.get()).isEqualTo(1);
        // It writes its log out when it ends.
        broker.stop();
        assertThat(broker.log()
                        .lines()
                        .filter(line -> line.contains("New client connected") && !line.contains("station")))
                .hasSize(3)
                .allMatch(line -> line.contains("as jktest"));
    }

    @Test
    void aStationMayBeAddedWhileConnected() {
        broker.start();
        connectAndWait();
        session.watch("R331ZTEST0000002", Delta2.MODEL);
        awaitState(LinkState.UP, 2);
        assertThat(events.details().getLast()).contains("8 subscriptions");
    }

    @Test
    void aSubscriptionThatTheBrokerRefusesIsToldByTopic() throws IOException, GeneralSecurityException {
        Optional<Path> plugin = dynamicSecurity();
        assumeTrue(plugin.isPresent(), "mosquitto's dynamic security plugin is not installed");
        String refused = "/open/" + ACCOUNT + "/" + Delta2.SERIAL + "/set_reply";
        Path rules = directory.resolve("dynamic-security.json");
        Files.writeString(rules, dynamicSecurityRules(List.of("quota", "status", "get_reply")));
        broker.close();
        broker = new Mosquitto(directory)
                .setting("plugin " + plugin.get())
                .setting("plugin_opt_config_file " + rules)
                .start();
        certification.set(new Certification(ACCOUNT, "first", "127.0.0.1", broker.port(), false));
        connect(Optional.empty());
        awaitState(LinkState.DEGRADED, 1);
        assertThat(events.details().getLast()).contains(refused).doesNotContain("/quota");
        await().until(() -> certificates.get() >= 2);
        try (TestStation station = station()) {
            station.publish("quota", "{\"params\":{\"pd.soc\":79}}");
        }
        await().until(() -> events.reports().size() == 1);
        broker.stop();
        Files.writeString(rules, dynamicSecurityRules(List.of("quota", "status", "get_reply", "set_reply")));
        broker.start();
        awaitState(LinkState.UP, 1);
    }

    /** What mosquitto's plain ACL file does: it grants the subscription, and delivers nothing. No client can see that. */
    @Test
    void anAclFileOfMosquittoRefusesSilently() throws IOException {
        Path acl = directory.resolve("acl");
        Files.writeString(acl, "user " + ACCOUNT + "\ntopic write #\ntopic read /open/" + ACCOUNT + "/+/status\n");
        broker.setting("acl_file " + acl).start();
        connectAndWait();
        try (TestStation station = station()) {
            station.publish("quota", "{\"params\":{\"pd.soc\":79}}");
            station.publish("status", "{\"params\":{\"status\":1}}");
        }
        await().until(() -> events.statuses().size() == 1);
        assertThat(events.reports()).isEmpty();
    }

    @Test
    void tlsWithAnAuthorityOfOnesOwn() {
        tlsBroker("localhost");
        connect(Optional.of(authority().pem()));
        awaitState(LinkState.UP, 1);
    }

    @Test
    void tlsRefusesAnUnknownAuthority() {
        tlsBroker("localhost");
        connect(Optional.empty());
        awaitState(LinkState.DOWN, 2);
        assertThat(events.details().getLast()).contains("certification path");
        assertThat(events.count(LinkState.UP)).isZero();
    }

    @Test
    void tlsRefusesACertificateForAnotherHost() {
        tlsBroker("mqtt.example.org");
        connect(Optional.of(authority().pem()));
        awaitState(LinkState.DOWN, 2);
        assertThat(events.details().getLast()).contains("localhost");
        assertThat(events.count(LinkState.UP)).isZero();
    }

    @Test
    void itSaysGoodbye() {
        broker.start();
        connectAndWait();
        session.stop().toCompletableFuture().orTimeout(2, TimeUnit.SECONDS).join();
        // By the time that another client came and went, the broker has read what the session left.
        station().close();
        broker.stop();
        assertThat(broker.log()).contains("Client jktest disconnected.");
        assertThat(events.states().getLast()).isEqualTo(LinkState.CLOSED);
        assertThat(join(session.publish(Delta2.SERIAL, Topic.SET, "{}"))).isInstanceOf(Delivery.Failed.class);
    }

    private static TestAuthority authority() {
        if (authority == null) {
            authority = new TestAuthority(shared);
        }
        return authority;
    }

    private void tlsBroker(String host) {
        TestAuthority.Server server = servers.computeIfAbsent(host, authority()::issue);
        broker.setting("cafile " + authority().pem())
                .setting("certfile " + server.certificate())
                .setting("keyfile " + server.key())
                .start();
        certification.set(new Certification(ACCOUNT, "first", "localhost", broker.port(), true));
    }

    /** Waits for a state that is told after the first {@code told} ones: the same may be told more than once before. */
    private void awaitStateAfter(int told, LinkState state) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() ->
                        events.states().subList(told, events.states().size()).contains(state));
    }

    private void awaitState(LinkState state, long times) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> events.count(state) >= times);
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }

    private static Optional<Path> dynamicSecurity() throws IOException {
        Path libraries = Path.of("/usr/lib");
        try (var found =
                Files.find(libraries, 2, (path, attributes) -> path.endsWith("mosquitto_dynamic_security.so"))) {
            return found.findFirst();
        }
    }

    private static String dynamicSecurityRules(List<String> topics) throws GeneralSecurityException {
        byte[] salt = "twelve bytes".getBytes(StandardCharsets.US_ASCII);
        byte[] hash = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                .generateSecret(new PBEKeySpec("first".toCharArray(), salt, 101, 512))
                .getEncoded();
        String acls = String.join(
                ",",
                topics.stream()
                        .map(topic ->
                                "{\"acltype\":\"subscribeLiteral\",\"topic\":\"/open/%s/%s/%s\",\"priority\":0,\"allow\":true}"
                                        .formatted(ACCOUNT, Delta2.SERIAL, topic))
                        .toList());
        return """
                {"defaultACLAccess":{"publishClientSend":true,"publishClientReceive":true,"subscribe":false,"unsubscribe":true},
                 "clients":[{"username":"%s","password":"%s","salt":"%s","iterations":101,"roles":[{"rolename":"r"}]}],
                 "groups":[],
                 "roles":[{"rolename":"r","acls":[%s]}]}""".formatted(
                        ACCOUNT,
                        Base64.getEncoder().encodeToString(hash),
                        Base64.getEncoder().encodeToString(salt),
                        acls);
    }

    /** Counts what falls to HTTP. */
    private static final class CountingTransport implements Transport {
        private final AtomicInteger readBacks = new AtomicInteger();

        @Override
        public CompletionStage<Delivery> send(Command command, long messageId) {
            return CompletableFuture.completedFuture(new Delivery.Accepted());
        }

        @Override
        public void requestReadBack(String serial, List<String> quotaKeys) {
            readBacks.incrementAndGet();
        }
    }
}
