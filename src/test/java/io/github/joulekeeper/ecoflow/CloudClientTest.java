package io.github.joulekeeper.ecoflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.entry;

import io.github.joulekeeper.device.CommandTemplate.Payload;
import io.github.joulekeeper.dispatch.Command;
import io.github.joulekeeper.dispatch.Delivery;
import io.github.joulekeeper.state.Report;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The client against a real server on the loopback; Quarkus makes the REST client, but the service does not run. */
@QuarkusTest
@TestProfile(CloudClientTest.WithoutTheService.class)
class CloudClientTest {
    public static final class WithoutTheService implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.arc.exclude-types", "io.github.joulekeeper.app.Lifecycle");
        }
    }

    private static final Instant START = Instant.parse("2025-06-01T10:00:00Z");

    private final AtomicLong time = new AtomicLong(START.toEpochMilli());
    private final InstantSource clock = () -> Instant.ofEpochMilli(time.getAndIncrement());
    private LoopbackCloud cloud;
    private CloudClient client;

    @BeforeEach
    void start() {
        cloud = new LoopbackCloud();
        client = client(cloud.url(), Duration.ofSeconds(5), Optional.empty());
    }

    @AfterEach
    void stop() {
        client.close();
        cloud.close();
    }

    private CloudClient client(URI url, Duration readTimeout, Optional<Path> ca) {
        CloudConfig config = new CloudConfig(
                url, LoopbackCloud.ACCESS_KEY, LoopbackCloud.SECRET_KEY, Duration.ofSeconds(2), readTimeout, ca);
        return CloudClient.create(config, clock, new Random(1));
    }

    @Test
    void listsStations() {
        cloud.answer(200, """
                {"code":"0","message":"Success","data":[
                 {"sn":"R331ZTEST0000001","deviceName":"Cellar","online":1,"productName":"DELTA 2"},
                 {"sn":"R331ZTEST0000002","online":"0"},{"sn":"R331ZTEST0000003","deviceName":"","online":true},{}]}""");
        assertThat(await(client.stations()))
                .containsExactly(
                        new BoundStation("R331ZTEST0000001", "Cellar", true),
                        new BoundStation("R331ZTEST0000002", "R331ZTEST0000002", false),
                        new BoundStation("R331ZTEST0000003", "R331ZTEST0000003", true));
        LoopbackCloud.Received request = cloud.last();
        assertThat(request.method()).isEqualTo("GET");
        assertThat(request.uri()).hasToString("/iot-open/sign/device/list");
        assertThat(request.headers()).doesNotContainKey("Content-Type");
        assertThat(request.signed()).isTrue();
    }

    @Test
    void anAccountWithoutStationsHasNone() {
        cloud.answer(200, "{\"code\":0,\"message\":\"Success\",\"data\":null}");
        assertThat(await(client.stations())).isEmpty();
    }

    @Test
    void setsWithASignedPut() {
        Command command = Delta2.charge(400);
        await(client.set(command.serial(), 123456789, command.payload()));
        LoopbackCloud.Received request = cloud.last();
        assertThat(request.method()).isEqualTo("PUT");
        assertThat(request.uri()).hasToString("/iot-open/sign/device/quota");
        assertThat(request.headers()).containsEntry("Content-Type", "application/json;charset=UTF-8");
        assertThat(request.body()).isEqualTo(RequestEncoder.httpSet(command.serial(), 123456789, command.payload()));
        assertThat(request.signed()).isTrue();
    }

    @Test
    void whatIsSignedIsWhatIsSent() {
        Payload payload = new Payload(
                "c",
                Map.of("note", "Käller \"1\" & 2=3 €", "flag", true),
                Map.of("list", List.of(1, 2, Map.of("x", 0.1)), "big", 4294967295L, "half", 0.5),
                Map.of());
        await(client.set(Delta2.SERIAL, 1, payload));
        assertThat(cloud.last().body()).contains("Käller \\\"1\\\" & 2=3 €");
        assertThat(cloud.last().signed()).isTrue();
    }

    @Test
    void readsSomeQuotas() {
        cloud.answer(200, "{\"code\":\"0\",\"message\":\"Success\",\"data\":{\"mppt.cfgChgWatts\":100},\"tid\":\"\"}");
        Report report =
                await(client.get(Delta2.SERIAL, Delta2.MODEL, List.of("mppt.cfgChgWatts", "mppt.chgPauseFlag")));
        assertThat(report.source()).isEqualTo(Report.Source.FETCHED);
        assertThat(Delta2.numbers(report)).containsExactly(entry("mppt.cfgChgWatts", 100.0));
        assertThat(cloud.last().method()).isEqualTo("POST");
        assertThat(cloud.last().body())
                .isEqualTo("{\"sn\":\"R331ZTEST0000001\",\"params\":{\"quotas\":[\"mppt.cfgChgWatts\","
                        + "\"mppt.chgPauseFlag\"]}}");
        assertThat(cloud.last().signed()).isTrue();
    }

    @Test
    void readsTheRecordedSnapshot() {
        cloud.answer(200, Delta2.recording("delta-2-quota-all.json"));
        QuotaSnapshot snapshot = await(client.snapshot(Delta2.SERIAL));
        assertThat(snapshot.keys()).hasSize(178).contains("pd.soc");
        Report report = snapshot.report(Delta2.MODEL);
        assertThat(report.source()).isEqualTo(Report.Source.SNAPSHOT);
        assertThat(Delta2.numbers(report)).hasSize(173).containsEntry("pd.soc", 85.0);
        assertThat(cloud.last().uri()).hasToString("/iot-open/sign/device/quota/all?sn=R331ZTEST0000001");
        assertThat(cloud.last().headers()).doesNotContainKey("Content-Type");
        assertThat(cloud.last().signed()).isTrue();
    }

    @Test
    void aStationThatTheCloudKnowsNothingOfGivesAnEmptySnapshot() {
        for (String data : List.of("", ",\"data\":null", ",\"data\":{}")) {
            cloud.answer(200, "{\"code\":\"0\"" + data + "}");
            QuotaSnapshot snapshot = await(client.snapshot(Delta2.SERIAL));
            assertThat(snapshot.keys()).isEmpty();
            assertThat(snapshot.report(Delta2.MODEL).size()).isZero();
        }
    }

    @Test
    void fetchesTheCertification() {
        cloud.answer(200, """
                {"code":"0","message":"Success","data":{"certificateAccount":"open-abc","certificatePassword":"pw",
                 "url":"mqtt.example.com","port":"8883","protocol":"mqtts"}}""");
        assertThat(await(client.certification()))
                .isEqualTo(new Certification("open-abc", "pw", "mqtt.example.com", 8883, true));
        cloud.answer(200, """
                {"code":0,"data":{"certificateAccount":"open-abc","certificatePassword":"pw",
                 "url":"127.0.0.1","port":1883,"protocol":"mqtt"}}""");
        assertThat(await(client.certification()))
                .isEqualTo(new Certification("open-abc", "pw", "127.0.0.1", 1883, false));
        assertThat(cloud.last().signed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|certificateAccount",
                "{\"certificateAccount\":\"a\",\"certificatePassword\":\"p\",\"url\":\"h\",\"port\":\"0\",\"protocol\":\"mqtt\"}|port",
                "{\"certificateAccount\":\"a\",\"certificatePassword\":\"p\",\"url\":\"h\",\"port\":\"x\",\"protocol\":\"mqtt\"}|port",
                "{\"certificateAccount\":\"a\",\"certificatePassword\":\"p\",\"url\":\"h\",\"port\":\"1\",\"protocol\":\"ws\"}|protocol",
                "{\"certificateAccount\":\"a/+\",\"certificatePassword\":\"p\",\"url\":\"h\",\"port\":1,\"protocol\":\"mqtt\"}|topic",
                "{\"certificateAccount\":\"a\",\"url\":\"h\",\"port\":\"1\",\"protocol\":\"mqtt\"}|certificatePassword",
            })
    void refusesACertificationThatCannotBeUsed(String data, String named) {
        cloud.answer(200, "{\"code\":\"0\",\"data\":" + data + "}");
        CloudException failure = failure(client.certification());
        assertThat(failure.problem()).isEqualTo(CloudProblem.UNREADABLE);
        if (!data.equals("{}")) {
            assertThat(failure).hasMessageContaining(named);
        }
    }

    @Test
    void eachTryHasItsOwnNonceAndTimestamp() {
        for (int i = 0; i < 20; i++) {
            await(client.stations());
        }
        assertThat(cloud.received()).allMatch(LoopbackCloud.Received::signed);
        assertThat(cloud.received())
                .extracting(request -> request.headers().get("nonce"))
                .allMatch(nonce -> nonce.matches("[1-9][0-9]{5}"))
                .doesNotHaveDuplicates();
        assertThat(cloud.received())
                .extracting(request -> request.headers().get("timestamp"))
                .allMatch(timestamp -> timestamp.matches("[0-9]{13}"))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200|{\"code\":\"8521\",\"message\":\"signature is wrong\"}|SIGNATURE|8521|Refused|true",
                "200|{\"code\":8521,\"message\":\"signature is wrong\"}|SIGNATURE|8521|Refused|true",
                "200|{\"code\":\"8513\",\"message\":\"accessKey is invalid\"}|ACCESS_KEY|8513|Refused|false",
                "200|{\"code\":\"1006\",\"message\":\"current device is not allowed\"}|NOT_ALLOWED|1006|Refused|false",
                "200|{\"code\":\"1008\"}|PARAMETER|1008|Refused|false",
                "200|{\"code\":\"8524\"}|PARAMETER|8524|Refused|false",
                "200|{\"code\":\"1000\",\"message\":\"server error\"}|SERVER|1000|Refused|true",
                "200|{\"code\":\"6012\",\"message\":\"device offline\"}|OFFLINE|6012|Failed|false",
                "200|{\"code\":\"7777\",\"message\":\"news\"}|OTHER_CODE|7777|Refused|false",
                "401|{\"code\":\"8513\",\"message\":\"accessKey is invalid\"}|ACCESS_KEY|8513|Refused|false",
                "404|<html>not here</html>|HTTP|HTTP 404|Refused|false",
                "302|''|HTTP|HTTP 302|Refused|false",
                "429|''|BUSY|HTTP 429|Failed|true",
                "429|{\"code\":\"0\"}|BUSY|HTTP 429|Failed|true",
                "500|<html>oops</html>|BUSY|HTTP 500|Failed|true",
                "503|{\"code\":\"1000\",\"message\":\"server error\"}|BUSY|HTTP 503|Failed|true",
                "200|''|UNREADABLE|HTTP 200|Failed|false",
                "200|<html>log in to the hotel</html>|UNREADABLE|HTTP 200|Failed|false",
                "200|{\"message\":\"Success\"}|UNREADABLE|HTTP 200|Failed|false",
                "200|{\"code\":\"\"}|UNREADABLE|HTTP 200|Failed|false",
                "200|[]|UNREADABLE|HTTP 200|Failed|false",
                "200|{\"code\":|UNREADABLE|HTTP 200|Failed|false",
            })
    void tellsWhatWentWrong(
            int status, String body, CloudProblem problem, String code, String delivery, boolean passingOrThrottled) {
        cloud.answer(status, body);
        Command command = Delta2.charge(400);
        CloudException failure = failure(client.set(command.serial(), 1, command.payload()));
        assertThat(failure.problem()).isEqualTo(problem);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure).hasMessageContaining(problem.remedy());
        Delivery delivered = await(transport(new RecordedEvents()).send(command, 1));
        switch (delivered) {
            case Delivery.Refused refused -> {
                assertThat(delivery).isEqualTo("Refused");
                assertThat(refused.code()).isEqualTo(code);
                assertThat(refused.message()).isNotBlank();
                assertThat(refused.passing()).isEqualTo(passingOrThrottled);
            }
            case Delivery.Failed failed -> {
                assertThat(delivery).isEqualTo("Failed");
                assertThat(failed.throttled()).isEqualTo(passingOrThrottled);
            }
            case Delivery.Accepted accepted -> assertThat(accepted).isNull();
        }
    }

    @Test
    void aStationThatTheCloudCallsOfflineIsToldAsSuch() {
        cloud.answer(200, "{\"code\":\"6012\",\"message\":\"device offline\"}");
        RecordedEvents events = new RecordedEvents();
        Command command = Delta2.charge(400);
        await(transport(events).send(command, 1));
        assertThat(events.statuses()).containsExactly(command.serial() + " offline");
    }

    @Test
    void theVendorsMessageIsKeptAndSecretsAreNot() {
        cloud.answer(
                200,
                "{\"code\":\"8521\",\"message\":\"wrong\\nfor %s with %s\"}"
                        .formatted(LoopbackCloud.ACCESS_KEY, LoopbackCloud.SECRET_KEY));
        CloudException failure = failure(client.stations());
        assertThat(failure.vendorMessage()).isEqualTo("wrong for *** with ***");
        assertThat(failure)
                .hasMessage("The cloud refused (8521, wrong for *** with ***). If it stays, check"
                        + " ecoflow.secret-key and that this machine's clock is right.");
        assertThat(client.toString()).doesNotContain(LoopbackCloud.ACCESS_KEY, LoopbackCloud.SECRET_KEY);
        assertThat(new Certification("a", "pass-word", "h", 1, true).toString()).doesNotContain("pass-word");
    }

    @Test
    void givesUpWhenNoAnswerComes() {
        cloud.fallSilent();
        try (CloudClient hasty = client(cloud.url(), Duration.ofMillis(200), Optional.empty())) {
            CloudException failure = failure(hasty.stations());
            assertThat(failure.problem()).isEqualTo(CloudProblem.TIMED_OUT);
            assertThat(failure).hasMessageContaining("200 ms");
        }
    }

    @Test
    void tellsThatNobodyListens() {
        int port = cloud.port();
        cloud.close();
        try (CloudClient lost =
                client(URI.create("http://127.0.0.1:" + port), Duration.ofSeconds(5), Optional.empty())) {
            CloudException failure = failure(lost.stations());
            assertThat(failure.problem()).isEqualTo(CloudProblem.UNREACHABLE);
            assertThat(failure).hasMessageContaining("refused");
        }
    }

    @Test
    void trustsAConfiguredAuthorityAndNoOther(@TempDir Path directory) {
        TestAuthority authority = new TestAuthority(directory);
        try (LoopbackCloud tls = new LoopbackCloud(authority.issue("localhost").context());
                CloudClient trusting = client(
                        URI.create("https://localhost:" + tls.port()),
                        Duration.ofSeconds(5),
                        Optional.of(authority.pem()));
                CloudClient doubting =
                        client(URI.create("https://localhost:" + tls.port()), Duration.ofSeconds(5), Optional.empty());
                CloudClient elsewhere = client(
                        URI.create("https://127.0.0.1:" + tls.port()),
                        Duration.ofSeconds(5),
                        Optional.of(authority.pem()))) {
            assertThat(await(trusting.stations())).isEmpty();
            assertThat(failure(doubting.stations()).problem()).isEqualTo(CloudProblem.UNREACHABLE);
            assertThat(failure(elsewhere.stations()).problem()).isEqualTo(CloudProblem.UNREACHABLE);
        }
    }

    @Test
    void aReadBackComesAsAReport() {
        RecordedEvents events = new RecordedEvents();
        cloud.answer(200, "{\"code\":\"0\",\"data\":{\"mppt.cfgChgWatts\":\"400\"}}");
        transport(events).requestReadBack(Delta2.SERIAL, List.of("mppt.cfgChgWatts"));
        Awaitility.await().until(() -> !events.reports().isEmpty());
        assertThat(Delta2.numbers(events.reports().getFirst())).containsExactly(entry("mppt.cfgChgWatts", 400.0));
    }

    private HttpTransport transport(CloudEvents events) {
        return new HttpTransport(client, serial -> Optional.of(Delta2.MODEL), events, InstantSource.system());
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }

    private static CloudException failure(CompletionStage<?> stage) {
        Throwable thrown = catchThrowable(() -> await(stage));
        assertThat(thrown).isInstanceOf(CompletionException.class).hasCauseInstanceOf(CloudException.class);
        return (CloudException) thrown.getCause();
    }
}
