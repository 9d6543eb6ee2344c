package io.github.joulekeeper.ecoflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.joulekeeper.device.CommandTemplate.Payload;
import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.state.Report;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import jakarta.ws.rs.core.Response;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The cloud's HTTP API. Each call is one signed request without retries; it never blocks. A stage fails only with a {@link
 * CloudException}, and completes on a thread of the HTTP client.
 */
public final class CloudClient implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper(WireJson.FACTORY);
    private static final String TRUST_PASSWORD = "";

    private final CloudConfig config;
    private final InstantSource clock;
    private final IotOpenApi api;

    private CloudClient(CloudConfig config, InstantSource clock, IotOpenApi api) {
        this.config = config;
        this.clock = clock;
        this.api = api;
    }

    /**
     * Makes a client; needs a running Quarkus, as all its REST clients do.
     *
     * @param clock for timestamps; the cloud refuses signatures of clocks that are wrong
     * @param random for nonces; safe for use by several threads
     */
    public static CloudClient create(CloudConfig config, InstantSource clock, RandomGenerator random) {
        QuarkusRestClientBuilder builder = QuarkusRestClientBuilder.newBuilder()
                .baseUri(config.url())
                .connectTimeout(config.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(config.readTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .disableDefaultMapper(true)
                .followRedirects(false)
                .userAgent("Joulekeeper")
                .register(new SigningFilter(config, clock, random));
        config.ca().ifPresent(pem -> builder.trustStore(Trust.withJavas(pem), TRUST_PASSWORD));
        return new CloudClient(config, clock, builder.build(IotOpenApi.class));
    }

    /** The stations that are bound to the account; shared ones are not among them. */
    public CompletionStage<List<BoundStation>> stations() {
        return call(IotOpenApi::devices).thenApply(answer -> {
            List<BoundStation> stations = new ArrayList<>();
            for (JsonNode device : tree(answer).path("data")) {
                String serial = device.path("sn").asText("");
                if (!serial.isBlank()) {
                    String name = device.path("deviceName").asText("");
                    String online = device.path("online").asText("0");
                    stations.add(new BoundStation(
                            serial, name.isBlank() ? serial : name, online.equals("1") || online.equals("true")));
                }
            }
            return List.copyOf(stations);
        });
    }

    /** Sends a set command; completing only says that the cloud took it. */
    public CompletionStage<Void> set(String serial, long messageId, Payload payload) {
        return call(api -> api.set(RequestEncoder.httpSet(serial, messageId, payload)))
                .thenApply(answer -> null);
    }

    /** Reads some quotas of a station, by the vendor's keys; as they were at the latest when they were asked for. */
    public CompletionStage<Report> get(String serial, Model model, List<String> quotaKeys) {
        Instant asked = clock.instant();
        return call(api -> api.get(RequestEncoder.httpGet(serial, quotaKeys)))
                .thenApply(answer ->
                        QuotaSnapshot.decode(new ReportDecoder(model), serial, Report.Source.FETCHED, asked, answer));
    }

    /** Reads all that the cloud remembers of a station; as it was at the latest when it was asked for. */
    public CompletionStage<QuotaSnapshot> snapshot(String serial) {
        Instant asked = clock.instant();
        return call(api -> api.all(serial)).thenApply(answer -> new QuotaSnapshot(serial, asked, answer));
    }

    /** Where to reach the cloud over MQTT, and as whom. */
    public CompletionStage<Certification> certification() {
        return call(IotOpenApi::certification)
                .thenApply(answer -> certification(tree(answer).path("data")));
    }

    private Certification certification(JsonNode data) {
        String protocol = required(data, "protocol").toLowerCase(Locale.ROOT);
        String port = required(data, "port");
        if (!protocol.equals("mqtt") && !protocol.equals("mqtts")) {
            throw unreadable("the certification's protocol (%s) must be mqtt or mqtts".formatted(protocol));
        }
        if (!port.matches("[0-9]{1,5}")) {
            throw unreadable("the certification's port (%s) is no number from 1 to 65535".formatted(port));
        }
        try {
            return new Certification(
                    required(data, "certificateAccount"),
                    required(data, "certificatePassword"),
                    required(data, "url"),
                    Integer.parseInt(port),
                    protocol.equals("mqtts"));
        } catch (IllegalArgumentException e) {
            throw unreadable(String.valueOf(e.getMessage()));
        }
    }

    private static String required(JsonNode data, String name) {
        String text = data.path(name).asText("").strip();
        if (text.isEmpty()) {
            throw unreadable("the certification has no " + name);
        }
        return text;
    }

    private static CloudException unreadable(String detail) {
        return new CloudException(CloudProblem.UNREADABLE, "", detail);
    }

    private JsonNode tree(byte[] answer) {
        try {
            return MAPPER.readTree(answer);
        } catch (IOException e) {
            throw unreadable("the answer is no JSON");
        }
    }

    private CompletionStage<byte[]> call(Function<IotOpenApi, CompletionStage<Response>> request) {
        CompletionStage<Response> sent;
        try {
            sent = request.apply(api);
        } catch (RuntimeException e) {
            sent = CompletableFuture.failedFuture(e);
        }
        return sent.handle((response, failure) -> {
            if (failure != null) {
                throw unanswered(failure);
            }
            try (response) {
                byte[] body = response.hasEntity() ? response.readEntity(byte[].class) : new byte[0];
                CloudAnswer.check(response.getStatus(), body, config);
                return body;
            }
        });
    }

    private CloudException unanswered(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && !(cause instanceof TimeoutException) && !(cause instanceof SSLException)) {
            cause = cause.getCause();
        }
        if (cause instanceof TimeoutException) {
            return new CloudException(
                    CloudProblem.TIMED_OUT,
                    "",
                    "no answer within " + config.readTimeout().toMillis() + " ms");
        }
        String detail = cause.getClass().getSimpleName() + describe(cause.getMessage());
        boolean neverSent = cause instanceof ConnectException
                || cause instanceof UnknownHostException
                || cause instanceof SSLException;
        return new CloudException(
                neverSent ? CloudProblem.UNREACHABLE : CloudProblem.BROKEN_OFF, "", config.redact(detail));
    }

    private static String describe(@Nullable String message) {
        return message == null || message.isBlank()
                ? ""
                : ": " + message.lines().findFirst().orElse("");
    }

    /** The cloud's own exception behind a failed stage of this client. */
    static CloudException unwrap(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof CloudException known ? known : unreadable(String.valueOf(cause));
    }

    @Override
    public void close() {
        if (api instanceof Closeable closeable) {
            try {
                closeable.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public String toString() {
        return "CloudClient[" + config + "]";
    }
}
