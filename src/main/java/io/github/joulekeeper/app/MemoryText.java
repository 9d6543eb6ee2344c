package io.github.joulekeeper.app;

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
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
        StringBuilder json = new StringBuilder(512);
        text(json.append('{'), "rule", memory.rule());
        text(json, "serial", memory.serial());
        text(json, "condition", memory.condition());
        text(json, "phase", memory.phase().name());
        instant(json, "since", Optional.of(memory.since()));
        text(json, "reason", memory.reason());
        instant(json, "activeSince", memory.activeSince());
        instant(json, "phaseEnds", memory.phaseEnds());
        instant(json, "unknownSince", memory.unknownSince());
        plain(json, "mustTurnFalse", memory.mustTurnFalse());
        plain(json, "mustBecomeKnown", memory.mustBecomeKnown());
        list(json, "starts", memory.starts().stream().map(start -> '"' + start.toString() + '"'));
        list(json, "slots", memory.slots().stream().map(String::valueOf));
        numbers(json, "claims", memory.claims());
        plain(json, "restores", memory.restores());
        numbers(json, "endValues", memory.endValues());
        instant(json, "at", Optional.of(memory.at()));
        json.setCharAt(json.length() - 1, '}');
        return json.toString();
    }

    private static StringBuilder name(StringBuilder json, String name) {
        json.append('"');
        JsonStringEncoder.getInstance().quoteAsString(name, json);
        return json.append("\":");
    }

    private static void text(StringBuilder json, String name, String text) {
        name(json, name).append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, json);
        json.append("\",");
    }

    private static void plain(StringBuilder json, String name, Object value) {
        name(json, name).append(value).append(',');
    }

    private static void instant(StringBuilder json, String name, Optional<Instant> instant) {
        plain(json, name, instant.isPresent() ? "\"" + instant.get() + '"' : "null");
    }

    private static void list(StringBuilder json, String name, Stream<String> values) {
        plain(json, name, values.collect(Collectors.joining(",", "[", "]")));
    }

    private static void numbers(StringBuilder json, String name, Map<String, Double> values) {
        name(json, name).append('{');
        values.forEach((key, value) -> plain(json, key, value));
        if (!values.isEmpty()) {
            json.setLength(json.length() - 1);
        }
        json.append("},");
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
