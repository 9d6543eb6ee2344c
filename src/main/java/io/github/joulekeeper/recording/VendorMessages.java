package io.github.joulekeeper.recording;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.state.Report;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;

/**
 * Reads what the vendor's cloud says as if a station had just reported it: the answer of {@code quota/all} ({@code data}),
 * and MQTT reports ({@code params} or {@code param}, with a {@code typeCode} or with whole keys). They name no station and
 * no time of day, so that {@code serial} or {@code sn}, and {@code at}, may be written beside; else they count as of one
 * station and of the moment of the event before.
 */
final class VendorMessages {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final KnownStations stations;
    private final String defaultSerial;
    private Instant last;

    /**
     * @param defaultSerial the station of messages that name none
     * @param start when messages happened that say nothing of time, and that follow none that does
     */
    VendorMessages(KnownStations stations, String defaultSerial, Instant start) {
        this.stations = stations;
        this.defaultSerial = defaultSerial;
        this.last = start;
    }

    /** Notes when the event before happened. */
    void follows(Instant at) {
        last = at;
    }

    void read(byte[] bytes, int offset, int length, Queue<RecordedEvent> into) throws MalformedEventException {
        JsonNode root;
        try {
            root = MAPPER.readTree(bytes, offset, length);
        } catch (JsonProcessingException e) {
            throw new MalformedEventException("not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new MalformedEventException("not readable: " + e.getMessage());
        }
        JsonNode quotas = quotas(root);
        String serial = root.path("serial").asText(root.path("sn").asText(defaultSerial));
        Instant at = instant(root.path("at").asText(""));
        Map<String, Double> byKey = new LinkedHashMap<>();
        quotas.properties().forEach(entry -> {
            JsonNode value = entry.getValue();
            if (value.isNumber() || value.isBoolean()) {
                byKey.put(entry.getKey(), value.isBoolean() ? (value.asBoolean() ? 1.0 : 0.0) : value.asDouble());
            }
        });
        Model model = stations.model(serial, byKey.keySet(), at, into);
        String prefix = model.quotaPrefix(root.path("typeCode").asText("")).orElse("");
        int[] indices = new int[byKey.size()];
        double[] values = new double[indices.length];
        int count = 0;
        for (var entry : byKey.entrySet()) {
            int quota = model.indexOf(prefix, entry.getKey());
            quota = quota < 0 ? model.indexOf(entry.getKey()) : quota;
            if (quota >= 0 && Double.isFinite(entry.getValue())) {
                indices[count] = quota;
                values[count++] = entry.getValue();
            }
        }
        into.add(new RecordedEvent.Reported(
                at,
                model,
                new Report(
                        serial,
                        Report.Source.PUSHED,
                        at,
                        Arrays.copyOf(indices, count),
                        Arrays.copyOf(values, count),
                        Map.of())));
    }

    private static JsonNode quotas(JsonNode root) throws MalformedEventException {
        for (String name : new String[] {"params", "param", "data"}) {
            JsonNode value = root.path(name);
            if (value.isObject()) {
                return value.path("quotaMap").isObject() ? value.path("quotaMap") : value;
            }
        }
        throw new MalformedEventException(
                "neither an event of a recording, which begins with \"type\", nor a report with params or data");
    }

    private Instant instant(String text) throws MalformedEventException {
        try {
            return text.isEmpty() ? last : Instant.parse(text);
        } catch (DateTimeException e) {
            throw new MalformedEventException(
                    "at must be an instant such as 2026-06-01T12:00:00Z, not '%s'".formatted(text));
        }
    }
}
