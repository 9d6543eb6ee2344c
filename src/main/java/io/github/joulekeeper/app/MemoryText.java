package io.github.joulekeeper.app;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.github.joulekeeper.engine.Memory;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The engine's memory as the ledger stores it: JSON under its key. */
@RegisterForReflection(targets = {Memory.RuleMemory.class, Memory.SettingMemory.class, Memory.ManualClaim.class})
final class MemoryText {
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .registerModules(new Jdk8Module(), new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .setDefaultSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));

    private MemoryText() {}

    static String write(Memory memory) {
        return memory instanceof Memory.RuleMemory rule ? write(rule) : writeAny(memory);
    }

    /**
     * Without the mapper's detours, since a rule's memory is written with each of its changes: what is empty or false is left
     * out, and instants are seconds since 1970.
     */
    private static String write(Memory.RuleMemory memory) {
        StringBuilder json = new StringBuilder(384).append('{');
        text(json, "rule", memory.rule());
        text(json, "serial", memory.serial());
        text(json, "condition", memory.condition());
        text(json, "phase", memory.phase().name());
        instant(json, "since", memory.since());
        text(json, "reason", memory.reason());
        instant(json, "activeSince", memory.activeSince());
        instant(json, "phaseEnds", memory.phaseEnds());
        instant(json, "unknownSince", memory.unknownSince());
        truth(json, "mustTurnFalse", memory.mustTurnFalse());
        truth(json, "mustBecomeKnown", memory.mustBecomeKnown());
        if (!memory.starts().isEmpty()) {
            name(json, "starts").append('[');
            for (Instant start : memory.starts()) {
                seconds(json, start).append(',');
            }
            close(json, ']');
        }
        if (!memory.slots().isEmpty()) {
            name(json, "slots").append('[');
            for (long slot : memory.slots()) {
                json.append(slot).append(',');
            }
            close(json, ']');
        }
        numbers(json, "claims", memory.claims());
        truth(json, "restores", memory.restores());
        numbers(json, "endValues", memory.endValues());
        instant(json, "at", memory.at());
        json.setCharAt(json.length() - 1, '}');
        return json.toString();
    }

    private static StringBuilder name(StringBuilder json, String name) {
        return quoted(json, name).append(':');
    }

    private static void text(StringBuilder json, String name, String text) {
        quoted(name(json, name), text).append(',');
    }

    private static StringBuilder quoted(StringBuilder json, String text) {
        json.append('"');
        if (isPlain(text)) {
            json.append(text);
        } else {
            JsonStringEncoder.getInstance().quoteAsString(text, json);
        }
        return json.append('"');
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            if (each < ' ' || each == '"' || each == '\\') {
                return false;
            }
        }
        return true;
    }

    private static void truth(StringBuilder json, String name, boolean value) {
        if (value) {
            name(json, name).append("true,");
        }
    }

    private static void instant(StringBuilder json, String name, Optional<Instant> instant) {
        if (instant.isPresent()) {
            instant(json, name, instant.get());
        }
    }

    private static void instant(StringBuilder json, String name, Instant instant) {
        seconds(name(json, name), instant).append(',');
    }

    private static StringBuilder seconds(StringBuilder json, Instant instant) {
        json.append(instant.getEpochSecond()).append('.');
        int nano = instant.getNano();
        for (int place = 100_000_000; nano > 0 || place == 100_000_000; place /= 10) {
            json.append((char) ('0' + nano / place));
            nano %= place;
        }
        return json;
    }

    private static void numbers(StringBuilder json, String name, Map<String, Double> values) {
        if (!values.isEmpty()) {
            name(json, name).append('{');
            for (Map.Entry<String, Double> value : values.entrySet()) {
                name(json, value.getKey())
                        .append(value.getValue().doubleValue())
                        .append(',');
            }
            close(json, '}');
        }
    }

    /** In the place of the last comma. */
    private static void close(StringBuilder json, char bracket) {
        json.setCharAt(json.length() - 1, bracket);
        json.append(',');
    }

    private static String writeAny(Memory memory) {
        try {
            return MAPPER.writeValueAsString(memory);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The engine's memory %s has no JSON form".formatted(memory.key()), e);
        }
    }

    /**
     * Reads what was stored under a key; empty for keys that are not the engine's.
     *
     * @throws IllegalStateException if the text is damaged
     */
    static Optional<Memory> read(String key, String text) {
        Optional<Class<? extends Memory>> type = key.startsWith("rule/")
                ? Optional.of(Memory.RuleMemory.class)
                : key.startsWith("setting/") ? Optional.of(Memory.SettingMemory.class) : Optional.empty();
        return type.map(known -> {
            try {
                return MAPPER.readValue(text, known);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("What is remembered under %s cannot be read".formatted(key), e);
            }
        });
    }
}
