package io.github.joulekeeper.app;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.github.joulekeeper.engine.Memory;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The engine's memory as the ledger stores it: JSON under its key. */
@RegisterForReflection(targets = {Memory.RuleMemory.class, Memory.SettingMemory.class, Memory.ManualClaim.class})
final class MemoryText {
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .registerModules(new Jdk8Module(), new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

    private MemoryText() {}

    static String write(Memory memory) {
        return memory instanceof Memory.RuleMemory rule ? write(rule) : writeAny(memory);
    }

    /** As the mapper would, without its detours: a rule's memory is written with each of its changes. */
    private static String write(Memory.RuleMemory memory) {
        StringWriter text = new StringWriter(512);
        try (JsonGenerator json = MAPPER.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("rule", memory.rule());
            json.writeStringField("serial", memory.serial());
            json.writeStringField("condition", memory.condition());
            json.writeStringField("phase", memory.phase().name());
            json.writeStringField("since", memory.since().toString());
            json.writeStringField("reason", memory.reason());
            instant(json, "activeSince", memory.activeSince());
            instant(json, "phaseEnds", memory.phaseEnds());
            instant(json, "unknownSince", memory.unknownSince());
            json.writeBooleanField("mustTurnFalse", memory.mustTurnFalse());
            json.writeBooleanField("mustBecomeKnown", memory.mustBecomeKnown());
            json.writeArrayFieldStart("starts");
            for (Instant start : memory.starts()) {
                json.writeString(start.toString());
            }
            json.writeEndArray();
            json.writeArrayFieldStart("slots");
            for (long slot : memory.slots()) {
                json.writeNumber(slot);
            }
            json.writeEndArray();
            numbers(json, "claims", memory.claims());
            json.writeBooleanField("restores", memory.restores());
            numbers(json, "endValues", memory.endValues());
            json.writeStringField("at", memory.at().toString());
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("The memory %s has no JSON form".formatted(memory.key()), e);
        }
        return text.toString();
    }

    private static void instant(JsonGenerator json, String name, Optional<Instant> instant) throws IOException {
        json.writeFieldName(name);
        if (instant.isPresent()) {
            json.writeString(instant.get().toString());
        } else {
            json.writeNull();
        }
    }

    private static void numbers(JsonGenerator json, String name, Map<String, Double> values) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, Double> value : values.entrySet()) {
            json.writeNumberField(value.getKey(), value.getValue());
        }
        json.writeEndObject();
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
