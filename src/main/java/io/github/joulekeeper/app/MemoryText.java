package io.github.joulekeeper.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.github.joulekeeper.engine.Memory;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Optional;

/** The engine's memory as the ledger stores it: JSON under its key. */
@RegisterForReflection(targets = {Memory.RuleMemory.class, Memory.SettingMemory.class, Memory.ManualClaim.class})
final class MemoryText {
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .registerModules(new Jdk8Module(), new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

    private MemoryText() {}

    static String write(Memory memory) {
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
