package io.github.joulekeeper.simulator;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The signed HTTP API: reads requests, lets ordered faults happen, checks signatures, and writes answers. */
final class HttpApi {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String JSON_TYPE = "application/json;charset=UTF-8";

    private final RequestCheck check;
    private final AccountApi account;
    private final FaultBoard faults;
    private final Journal journal;
    private final InstantSource clock;
    private final Delayer delayer;

    HttpApi(
            RequestCheck check,
            AccountApi account,
            FaultBoard faults,
            Journal journal,
            InstantSource clock,
            Delayer delayer) {
        this.check = check;
        this.account = account;
        this.faults = faults;
        this.journal = journal;
        this.clock = clock;
        this.delayer = delayer;
    }

    void handle(HttpServerRequest request, Buffer bytes) {
        Optional<ApiCall> call = ApiCall.of(request.method().name(), Loopback.path(request));
        if (call.isEmpty()) {
            journal(request, "", MissingNode.getInstance(), "http-404");
            request.response().setStatusCode(404).end();
            return;
        }
        boolean json = header(request, "Content-Type").startsWith("application/json");
        Map<String, String> query = new HashMap<>();
        request.params().forEach(entry -> query.put(entry.getKey(), entry.getValue()));
        JsonNode body = parse(bytes);
        String serial = query.getOrDefault("sn", body.path("sn").asText());
        handle(
                request,
                call.get(),
                serial,
                new RequestCheck.Signed(
                        header(request, "accessKey"),
                        header(request, "nonce"),
                        header(request, "timestamp"),
                        header(request, "sign"),
                        json,
                        body,
                        query));
    }

    private void handle(HttpServerRequest request, ApiCall call, String serial, RequestCheck.Signed signed) {
        if (faults.take(serial, FaultKind.DROP_BEFORE, call).isPresent()) {
            journal(request, serial, signed.body(), "dropped-before");
            request.connection().close();
            return;
        }
        Optional<Fault> error = faults.take(serial, FaultKind.HTTP_ERROR, call);
        if (error.isPresent()) {
            journal(request, serial, signed.body(), "http-" + error.get().code());
            request.response().setStatusCode(error.get().code()).end("Internal Server Error");
            return;
        }
        Duration delay =
                faults.take(serial, FaultKind.SLOW, call).map(Fault::delay).orElse(Duration.ZERO);
        CloudAnswer answer = check.failure(signed)
                .or(() -> faults.take(serial, FaultKind.REFUSE, call)
                        .map(fault -> CloudAnswer.failure(Integer.toString(fault.code()), "Refused on order")))
                .orElseGet(() -> account.answer(call, serial, signed.body(), delay));
        if (faults.take(serial, FaultKind.DROP_AFTER, call).isPresent()) {
            journal(request, serial, signed.body(), "dropped-after");
            request.connection().close();
            return;
        }
        journal(request, serial, signed.body(), answer.code());
        delayer.after(delay, () -> write(request.response(), answer));
    }

    private static void write(HttpServerResponse response, CloudAnswer answer) {
        if (!response.closed()) {
            response.putHeader("Content-Type", JSON_TYPE).end(answer.body().toString());
        }
    }

    private void journal(HttpServerRequest request, String serial, JsonNode body, String answer) {
        journal.add(new JournalEntry.Request(
                clock.instant(),
                request.method().name(),
                Loopback.path(request),
                header(request, "nonce"),
                header(request, "timestamp"),
                serial,
                body,
                answer));
    }

    /** The body as JSON; missing if it is empty or no JSON, which then cannot be signed rightly either. */
    private static JsonNode parse(Buffer bytes) {
        try {
            return JSON.readTree(bytes.getBytes());
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        } catch (IOException e) {
            throw new IllegalStateException("Reading from memory cannot fail", e);
        }
    }

    private static String header(HttpServerRequest request, String name) {
        String value = request.getHeader(name);
        return value == null ? "" : value;
    }
}
