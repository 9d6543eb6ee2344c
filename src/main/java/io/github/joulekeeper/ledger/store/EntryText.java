package io.github.joulekeeper.ledger.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.joulekeeper.ledger.LedgerEntry;
import io.github.joulekeeper.ledger.LedgerEntry.Step;
import io.github.joulekeeper.ledger.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Ledger entries as JSON text and back, with a fixed order of fields; no reflection. */
final class EntryText {
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(DeserializationFeature.USE_LONG_FOR_INTS);

    /** How the bodies of commands' entries begin. */
    private static final List<byte[]> OF_COMMANDS = Stream.of("opened", "step", "ended")
            .map(type -> "{\"type\":\"%s\",\"commandId\":".formatted(type).getBytes(StandardCharsets.UTF_8))
            .toList();

    private static final byte[] OPENS = OF_COMMANDS.getFirst();

    /** The kind of {@link LedgerEntry.Dropped}. */
    static final String DROPPED = "retention";

    private EntryText() {}

    /** The word by which an entry's kind is stored and filtered. */
    static String kind(LedgerEntry entry) {
        return switch (entry) {
            case LedgerEntry.CommandOpened opened -> "command-opened";
            case LedgerEntry.CommandStep step -> "command-step";
            case LedgerEntry.CommandEnded ended -> "command-ended";
            case LedgerEntry.RuleChanged changed -> "rule";
            case LedgerEntry.ExternalChange change -> "external-change";
            case LedgerEntry.Noted noted -> noted.kind();
            case LedgerEntry.Remembered remembered -> "remembered";
            case LedgerEntry.Dropped dropped -> DROPPED;
        };
    }

    /** The station or other subject by which an entry is found, empty for none. */
    static String subject(LedgerEntry entry) {
        return switch (entry) {
            case LedgerEntry.CommandOpened opened -> opened.serial();
            case LedgerEntry.RuleChanged changed -> changed.serial();
            case LedgerEntry.ExternalChange change -> change.serial();
            case LedgerEntry.Noted noted -> noted.subject();
            case LedgerEntry.CommandStep _, LedgerEntry.CommandEnded _, LedgerEntry.Dropped _ -> "";
            case LedgerEntry.Remembered remembered -> throw new IllegalArgumentException(remembered.key());
        };
    }

    /** @throws IllegalArgumentException if it cannot be put into words */
    static void write(LedgerEntry entry, JsonWriter json) {
        json.begin();
        fields(entry, json);
        json.field("at", entry.at()).end();
    }

    /** The command that a body belongs to, 0 for none; without reading the rest of it. */
    static long commandId(byte[] bytes, int from, int to) {
        for (byte[] beginning : OF_COMMANDS) {
            int end = from + beginning.length;
            if (end < to && Arrays.equals(bytes, from, end, beginning, 0, beginning.length)) {
                long id = 0;
                for (int at = end; at < to && bytes[at] >= '0' && bytes[at] <= '9'; at++) {
                    id = id * 10 + bytes[at] - '0';
                }
                return id;
            }
        }
        return 0;
    }

    private static void fields(LedgerEntry entry, JsonWriter json) {
        switch (entry) {
            case LedgerEntry.CommandOpened opened ->
                json.field("type", "opened")
                        .field("commandId", opened.commandId())
                        .field("serial", opened.serial())
                        .field("origins", opened.origins())
                        .field("reason", opened.reason())
                        .field("command", opened.command())
                        .field("params", opened.params())
                        .field("setPoints", opened.setPoints())
                        .field("values", opened.values());
            case LedgerEntry.CommandStep(var id, var step, var detail, var _) ->
                json.field("type", "step")
                        .field("commandId", id)
                        .field("step", step.name())
                        .field("detail", detail);
            case LedgerEntry.CommandEnded(var id, var outcome, var detail, var _) ->
                json.field("type", "ended")
                        .field("commandId", id)
                        .field("outcome", outcome.name())
                        .field("detail", detail);
            case LedgerEntry.RuleChanged(var rule, var serial, var from, var to, var reason, var _) ->
                json.field("type", "rule")
                        .field("rule", rule)
                        .field("serial", serial)
                        .field("from", from)
                        .field("to", to)
                        .field("reason", reason);
            case LedgerEntry.ExternalChange(var serial, var setting, var from, var to, var _) ->
                json.field("type", "external")
                        .field("serial", serial)
                        .field("setting", setting)
                        .field("from", from)
                        .field("to", to);
            case LedgerEntry.Noted(var kind, var subject, var detail, var _) ->
                json.field("type", "noted")
                        .field("kind", kind)
                        .field("subject", subject)
                        .field("detail", detail);
            case LedgerEntry.Dropped(var through, var hash, var entries, var _) ->
                json.field("type", "dropped")
                        .field("through", through)
                        .field("hash", hash)
                        .field("entries", entries);
            case LedgerEntry.Remembered remembered ->
                throw new IllegalArgumentException("'%s' is remembered, not listed".formatted(remembered.key()));
        }
    }

    /** Whether a body opens a command. */
    static boolean opens(byte[] bytes, int from, int to) {
        int end = from + OPENS.length;
        return end < to && Arrays.equals(bytes, from, end, OPENS, 0, OPENS.length);
    }

    /** A text as it stands in a body, in its quotes. */
    static String quoted(String text) {
        return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    static LedgerEntry read(String text) {
        JsonNode body;
        try {
            body = MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("An entry is not JSON: " + e.getOriginalMessage(), e);
        }
        Instant at = Instant.parse(body.path("at").asText());
        String type = body.path("type").asText();
        return switch (type) {
            case "opened" -> opened(body, at);
            case "step" ->
                new LedgerEntry.CommandStep(id(body), Step.valueOf(string(body, "step")), string(body, "detail"), at);
            case "ended" ->
                new LedgerEntry.CommandEnded(
                        id(body), Outcome.valueOf(string(body, "outcome")), string(body, "detail"), at);
            case "rule" ->
                new LedgerEntry.RuleChanged(
                        string(body, "rule"),
                        string(body, "serial"),
                        string(body, "from"),
                        string(body, "to"),
                        string(body, "reason"),
                        at);
            case "external" ->
                new LedgerEntry.ExternalChange(
                        string(body, "serial"), string(body, "setting"), string(body, "from"), string(body, "to"), at);
            case "noted" ->
                new LedgerEntry.Noted(string(body, "kind"), string(body, "subject"), string(body, "detail"), at);
            case "dropped" ->
                new LedgerEntry.Dropped(
                        body.path("through").asLong(),
                        string(body, "hash"),
                        body.path("entries").asLong(),
                        at);
            default -> throw new IllegalArgumentException("An entry has the unknown type '%s'".formatted(type));
        };
    }

    private static LedgerEntry.CommandOpened opened(JsonNode body, Instant at) {
        List<String> origins = new ArrayList<>();
        body.path("origins").forEach(origin -> origins.add(origin.asText()));
        Map<String, Object> params = new LinkedHashMap<>();
        body.path("params")
                .properties()
                .forEach(field -> params.put(field.getKey(), MAPPER.convertValue(field.getValue(), Object.class)));
        Map<String, String> setPoints = new LinkedHashMap<>();
        body.path("setPoints")
                .properties()
                .forEach(field -> setPoints.put(field.getKey(), field.getValue().asText()));
        Map<String, Double> values = new LinkedHashMap<>();
        body.path("values")
                .properties()
                .forEach(field -> values.put(field.getKey(), field.getValue().asDouble()));
        return new LedgerEntry.CommandOpened(
                id(body),
                string(body, "serial"),
                origins,
                string(body, "reason"),
                string(body, "command"),
                params,
                setPoints,
                values,
                at);
    }

    private static long id(JsonNode body) {
        return body.path("commandId").asLong();
    }

    private static String string(JsonNode body, String field) {
        return body.path(field).asText();
    }
}
