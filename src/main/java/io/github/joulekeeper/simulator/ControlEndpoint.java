package io.github.joulekeeper.simulator;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.joulekeeper.simulator.station.SimulatedStation;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Lets other processes order faults and look at what arrived; unsigned, on the loopback only, and no part of the vendor's
 * API. All are POST with a JSON object, and answer with JSON:
 *
 * <ul>
 *   <li>{@code /control/faults}: {@code {"station": serial or "*", "fault": name, "code": number, "delayMs": number,
 *       "times": number, "call": name}}; all but {@code fault} may be left out
 *   <li>{@code /control/faults/clear}: {@code {"station": serial or "*", "fault": name}}; without fault all of the
 *       station's, without station all
 *   <li>{@code /control/password}: {@code {"password": text}}
 *   <li>{@code /control/disconnect}: closes the MQTT connections
 *   <li>{@code /control/advance}: {@code {"seconds": number}} of simulated time
 *   <li>{@code /control/station}: {@code {"station": serial, "soc": %, "acLoadWatts": W, "usbLoadWatts": W,
 *       "carLoadWatts": W, "solarPeakWatts": W, "grid": true or false, "generator": true or false, "quotas": {key:
 *       number}}}; only what is given changes
 *   <li>{@code /control/journal}: what arrived, oldest first
 * </ul>
 */
final class ControlEndpoint {
    static final String PATH = "/control/";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_SECONDS = 7 * 24 * 3600;

    private final SimulatedCloud cloud;

    ControlEndpoint(SimulatedCloud cloud) {
        this.cloud = cloud;
    }

    void handle(HttpServerRequest request, Buffer body) {
        if (!request.method().name().equals("POST")) {
            answer(request, 405, error("The control endpoint takes POST only"));
            return;
        }
        try {
            JsonNode order =
                    body.length() == 0 ? JsonNodeFactory.instance.objectNode() : JSON.readTree(body.getBytes());
            answer(request, 200, carryOut(Loopback.path(request).substring(PATH.length()), order));
        } catch (JacksonException e) {
            answer(request, 400, error("The body is not JSON: " + e.getOriginalMessage()));
        } catch (IllegalArgumentException | IllegalStateException e) {
            answer(request, 400, error(String.valueOf(e.getMessage())));
        } catch (IOException e) {
            throw new IllegalStateException("Reading from memory cannot fail", e);
        }
    }

    private JsonNode carryOut(String what, JsonNode order) {
        switch (what) {
            case "faults" -> cloud.faults().order(order.path("station").asText(FaultBoard.EVERYWHERE), fault(order));
            case "faults/clear" -> clear(order);
            case "password" -> cloud.changePassword(text(order, "password"));
            case "disconnect" -> cloud.dropMqttConnections();
            case "advance" -> cloud.advance(seconds(order));
            case "station" -> change(cloud.station(text(order, "station")), order);
            case "journal" -> {
                return journal();
            }
            default -> throw new IllegalArgumentException("There is no %s%s".formatted(PATH, what));
        }
        return JsonNodeFactory.instance.objectNode().put("done", true);
    }

    private static Fault fault(JsonNode order) {
        FaultKind kind = FaultKind.ofId(text(order, "fault"));
        Fault plain = Fault.of(kind);
        Optional<ApiCall> call =
                order.has("call") ? Optional.of(ApiCall.valueOf(text(order, "call"))) : Optional.empty();
        return new Fault(
                kind,
                order.path("code").asInt(plain.code()),
                Duration.ofMillis(order.path("delayMs").asLong(0)),
                order.path("times").asInt(Integer.MAX_VALUE),
                call);
    }

    private void clear(JsonNode order) {
        if (!order.has("station")) {
            cloud.faults().clear();
        } else if (order.has("fault")) {
            cloud.faults().clear(text(order, "station"), FaultKind.ofId(text(order, "fault")));
        } else {
            cloud.faults().clear(text(order, "station"));
        }
    }

    private static Duration seconds(JsonNode order) {
        double seconds = order.path("seconds").asDouble(-1);
        if (!(seconds >= 0 && seconds <= MOST_SECONDS)) {
            throw new IllegalArgumentException(
                    "The seconds (%s) must be 0 to %d".formatted(order.path("seconds"), MOST_SECONDS));
        }
        return Duration.ofMillis((long) (seconds * 1000));
    }

    private static void change(SimulatedStation station, JsonNode order) {
        if (order.has("soc")) {
            station.charge(order.path("soc").asDouble());
        }
        station.surround(now -> now.withAcLoad(order.path("acLoadWatts").asDouble(now.acLoadWatts()))
                .withUsbLoad(order.path("usbLoadWatts").asDouble(now.usbLoadWatts()))
                .withCarLoad(order.path("carLoadWatts").asDouble(now.carLoadWatts()))
                .withSolarPeak(order.path("solarPeakWatts").asDouble(now.solarPeakWatts()))
                .withGrid(order.path("grid").asBoolean(now.gridPresent()))
                .withGenerator(order.path("generator").asBoolean(now.generatorAttached())));
        order.path("quotas")
                .properties()
                .forEach(quota -> station.put(quota.getKey(), quota.getValue().asDouble()));
    }

    private JsonNode journal() {
        ArrayNode entries = JsonNodeFactory.instance.arrayNode();
        for (JournalEntry entry : cloud.journal().entries()) {
            ObjectNode node = entries.addObject().put("at", entry.at().toString());
            switch (entry) {
                case JournalEntry.Request request ->
                    node.put("kind", "request")
                            .put("method", request.method())
                            .put("path", request.path())
                            .put("nonce", request.nonce())
                            .put("timestamp", request.timestamp())
                            .put("station", request.serial())
                            .put("answer", request.answer());
                case JournalEntry.SetCommand command ->
                    node.put("kind", "set")
                            .put("station", command.serial())
                            .put("transport", command.transport())
                            .put("id", command.id())
                            .put("outcome", command.outcome())
                            .set("message", command.message());
                case JournalEntry.Get get ->
                    node.put("kind", "get")
                            .put("station", get.serial())
                            .put("id", get.id())
                            .set("message", get.message());
                case JournalEntry.Login login ->
                    node.put("kind", "login").put("client", login.clientId()).put("accepted", login.accepted());
                case JournalEntry.Subscription subscription ->
                    node.put("kind", "subscription")
                            .put("client", subscription.clientId())
                            .put("topic", subscription.topic())
                            .put("granted", subscription.granted());
            }
        }
        return entries;
    }

    private static String text(JsonNode order, String field) {
        JsonNode value = order.path(field);
        if (!value.isTextual() || value.asText().isEmpty()) {
            throw new IllegalArgumentException("The order needs a text '%s'".formatted(field));
        }
        return value.asText();
    }

    private static ObjectNode error(String message) {
        return JsonNodeFactory.instance.objectNode().put("error", message);
    }

    private static void answer(HttpServerRequest request, int status, JsonNode body) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(body.toString());
    }
}
