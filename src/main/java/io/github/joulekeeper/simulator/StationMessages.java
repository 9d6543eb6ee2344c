package io.github.joulekeeper.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.joulekeeper.simulator.station.SimulatedStation.ModuleReport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** The messages that stations send, in the shapes of the vendor's page. */
final class StationMessages {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[][] MALFORMED = {
        "{\"id\":1,\"version\":\"1.0\",\"params\":{\"so".getBytes(StandardCharsets.UTF_8),
        "not json".getBytes(StandardCharsets.UTF_8),
        "[]".getBytes(StandardCharsets.UTF_8),
        "{\"id\":1,\"typeCode\":\"pdStatus\",\"params\":\"gone\"}".getBytes(StandardCharsets.UTF_8),
        {},
        {(byte) 0xff, (byte) 0xfe, 0, 1, 2},
    };

    private StationMessages() {}

    static byte[] report(ModuleReport report, Duration uptime) {
        ObjectNode message = message(JsonNodeFactory.instance.numberNode(uptime.toMillis()), uptime);
        message.put("moduleType", report.module().moduleType());
        message.put("typeCode", report.module().typeCode());
        message.set("params", object(report.params()));
        return bytes(message);
    }

    /** A report in which every number is 0. */
    static byte[] flapped(ModuleReport report, Duration uptime) {
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        report.params().forEach((key, value) -> {
            if (value.isNumber()) {
                params.put(key, 0);
            }
        });
        ObjectNode message = message(JsonNodeFactory.instance.numberNode(uptime.toMillis()), uptime);
        message.put("moduleType", report.module().moduleType());
        message.put("typeCode", report.module().typeCode());
        message.set("params", params);
        return bytes(message);
    }

    static byte[] status(boolean online, Instant at) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.put("id", Long.toString(at.toEpochMilli()))
                .put("version", "1.0")
                .put("timestamp", at.toEpochMilli());
        message.putObject("params").put("status", online ? 1 : 0);
        return bytes(message);
    }

    /** @param request the set command that is answered */
    static byte[] setReply(JsonNode request, String code, int ack, Duration uptime) {
        ObjectNode message = reply(request, code, uptime);
        message.putObject("data").put("ack", ack);
        return bytes(message);
    }

    /** An answer without data, to a set or a get that did not get through to the station. */
    static byte[] failure(JsonNode request, String code, String reason, Duration uptime) {
        return bytes(reply(request, code, uptime).put("message", reason));
    }

    static byte[] getReply(JsonNode request, Map<String, JsonNode> quotas, Duration uptime) {
        ObjectNode message = reply(request, "0", uptime);
        message.set("data", object(quotas));
        return bytes(message);
    }

    /** Something that is no report; {@code variant} counts up and chooses which. */
    static byte[] malformed(int variant) {
        return MALFORMED[Math.floorMod(variant, MALFORMED.length)].clone();
    }

    static ObjectNode object(Map<String, JsonNode> members) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.setAll(members);
        return object;
    }

    private static ObjectNode reply(JsonNode request, String code, Duration uptime) {
        ObjectNode message = message(numeric(request.path("id")), uptime).put("code", code);
        for (String echoed : new String[] {"moduleType", "operateType"}) {
            JsonNode value = request.path(echoed);
            if (!value.isMissingNode()) {
                message.set(echoed, value);
            }
        }
        return message;
    }

    private static ObjectNode message(JsonNode id, Duration uptime) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        // A command that came by HTTP without an id gets one from the cloud.
        message.set("id", id.isMissingNode() ? JsonNodeFactory.instance.numberNode(uptime.toMillis()) : id);
        return message.put("version", "1.0").put("time", uptime.toMillis());
    }

    /** Stations answer a number even where the id was sent as text. */
    private static JsonNode numeric(JsonNode id) {
        return id.isTextual() && id.asText().matches("\\d{1,18}")
                ? JsonNodeFactory.instance.numberNode(Long.parseLong(id.asText()))
                : id;
    }

    private static byte[] bytes(JsonNode message) {
        try {
            return JSON.writeValueAsBytes(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree of plain values cannot be written as JSON", e);
        }
    }
}
