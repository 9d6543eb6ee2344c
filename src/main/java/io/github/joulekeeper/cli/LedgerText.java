package io.github.joulekeeper.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.github.joulekeeper.ledger.Verification;
import io.github.joulekeeper.web.CommandView;
import io.github.joulekeeper.web.EntryView;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The ledger as a person reads it in a terminal, and as the API's JSON. */
final class LedgerText {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private LedgerText() {}

    static String line(CommandView command) {
        return "%d  %s  %s  %-12s  %s  (%s)"
                .formatted(
                        command.id(),
                        command.openedAt(),
                        command.device(),
                        command.state(),
                        settings(command),
                        String.join(", ", command.rules()));
    }

    static String line(EntryView entry) {
        String what = Stream.of(entry.device(), entry.subject(), entry.rule(), entry.setting())
                .filter(part -> part != null && !part.isEmpty())
                .collect(Collectors.joining(" "));
        String change = entry.to() == null ? "" : " %s -> %s".formatted(entry.from(), entry.to());
        return "%d  %s  %-15s  %s%s  %s"
                .formatted(entry.sequence(), entry.at(), entry.kind(), what, change, entry.detail());
    }

    static String whole(CommandView command) {
        String steps = command.steps().stream()
                .map(step -> "  %s  %-12s  %s".formatted(step.at(), step.step(), step.detail()))
                .collect(Collectors.joining("\n"));
        return "Command %d to %s: %s\nby %s, as %s %s\n%s"
                .formatted(
                        command.id(),
                        command.device(),
                        settings(command),
                        String.join(", ", command.rules()),
                        command.command(),
                        json(command.payload()),
                        steps);
    }

    private static String settings(CommandView command) {
        return command.settings().entrySet().stream()
                .map(set -> set.getKey() + " = " + set.getValue())
                .sorted()
                .collect(Collectors.joining(", "));
    }

    static String json(Verification result) {
        return JSON.createObjectNode()
                .put("intact", result.intact())
                .put("entries", result.entries())
                .put("brokenAt", result.brokenAt().orElse(null))
                .put("detail", result.detail())
                .toString();
    }

    static String json(Object view) {
        try {
            return JSON.writeValueAsString(view);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What the ledger holds cannot be written as JSON", e);
        }
    }
}
