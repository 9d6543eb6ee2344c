package io.github.joulekeeper.web;

import io.github.joulekeeper.ledger.CommandLog.CommandRecord;
import io.github.joulekeeper.ledger.CommandLog.Ended;
import io.github.joulekeeper.ledger.LedgerEntry.CommandStep;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A command as the API shows it.
 *
 * @param device the station's serial number
 * @param rule the first of {@code rules}
 * @param rules the rules, or {@code manual:AUTHOR}, that wanted it
 * @param reason why: the condition with the readings that made it true
 * @param settings settings and values as people read them
 * @param payload the parameters of the vendor's command
 * @param state the outcome, or the last step while the command is under way
 * @param outcome null while the command is under way
 * @param detail what the end says, null while the command is under way
 */
@RegisterForReflection
public record CommandView(
        long id,
        String device,
        String rule,
        List<String> rules,
        String reason,
        String command,
        Map<String, String> settings,
        Map<String, Object> payload,
        String state,
        @Nullable String outcome,
        @Nullable String detail,
        Instant openedAt,
        @Nullable Instant endedAt,
        List<StepView> steps) {

    /** Something that happened to the command; the first is {@code opened}, the last its outcome. */
    @RegisterForReflection
    public record StepView(String step, String detail, Instant at) {}

    /** A command as the API shows it. */
    public static CommandView of(CommandRecord command) {
        var opened = command.opened();
        List<StepView> steps = new ArrayList<>();
        steps.add(new StepView("opened", opened.reason(), opened.at()));
        for (CommandStep step : command.steps()) {
            steps.add(new StepView(word(step.step()), step.detail(), step.at()));
        }
        @Nullable Ended ended = command.ended().orElse(null);
        if (ended != null) {
            steps.add(new StepView(word(ended.outcome()), ended.detail(), ended.at()));
        }
        return new CommandView(
                opened.commandId(),
                opened.serial(),
                opened.origins().isEmpty() ? "" : opened.origins().getFirst(),
                opened.origins(),
                opened.reason(),
                opened.command(),
                opened.setPoints(),
                opened.params(),
                steps.getLast().step(),
                ended == null ? null : word(ended.outcome()),
                ended == null ? null : ended.detail(),
                opened.at(),
                ended == null ? null : ended.at(),
                steps);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
