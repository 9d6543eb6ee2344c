package io.github.joulekeeper.web.page;

import io.github.joulekeeper.ledger.CommandLog.CommandRecord;
import io.github.joulekeeper.ledger.CommandLog.Ended;
import io.github.joulekeeper.ledger.LedgerEntry;
import io.github.joulekeeper.ledger.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A command of the ledger.
 *
 * @param station the station's name
 * @param settings the settings with their values as people read them
 * @param why the condition with the readings that made it true
 * @param state the outcome, or the last step while it is under way
 * @param level how the state looks: {@code good}, {@code look}, {@code bad} or {@code quiet}
 * @param payload the parameters of the vendor's command
 */
public record CommandCard(
        long id,
        String serial,
        String station,
        Map<String, String> settings,
        List<Origin> origins,
        String why,
        String state,
        String level,
        Instant at,
        Optional<Instant> endedAt,
        String command,
        String payload,
        List<StepLine> steps) {

    /**
     * A step of a command's way.
     *
     * @param after how long after the command was stored
     */
    public record StepLine(String step, String meaning, String detail, Instant at, String after, String level) {}

    /** The page of the ledger that begins with it. */
    public String address() {
        return "/ledger?show=commands&before=" + (id + 1);
    }

    /** @param names the stations' names by serial number */
    static CommandCard of(CommandRecord command, Map<String, String> names) {
        var opened = command.opened();
        List<StepLine> steps = new ArrayList<>();
        steps.add(new StepLine("stored", "Written down before anything leaves", "", opened.at(), "", "quiet"));
        for (LedgerEntry.CommandStep step : command.steps()) {
            steps.add(new StepLine(
                    word(step.step()),
                    meaning(step.step()),
                    step.detail(),
                    step.at(),
                    after(opened.at(), step.at()),
                    level(step.step())));
        }
        Optional<Ended> end = command.ended();
        end.ifPresent(ended -> steps.add(new StepLine(
                word(ended.outcome()),
                meaning(ended.outcome()),
                ended.detail(),
                ended.at(),
                after(opened.at(), ended.at()),
                level(ended.outcome()))));
        return new CommandCard(
                opened.commandId(),
                opened.serial(),
                names.getOrDefault(opened.serial(), opened.serial()),
                opened.setPoints(),
                opened.origins().stream().map(Origin::of).toList(),
                opened.reason(),
                end.map(ended -> word(ended.outcome())).orElse("under way"),
                end.map(ended -> level(ended.outcome())).orElse("quiet"),
                opened.at(),
                end.map(Ended::at),
                opened.command(),
                opened.params().entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + entry.getValue())
                        .collect(Collectors.joining(", ")),
                steps);
    }

    private static String after(Instant from, Instant to) {
        double seconds = Duration.between(from, to).toMillis() / 1000.0;
        return "+" + String.format(Locale.ROOT, seconds < 100 ? "%.2f" : "%.0f", seconds) + " s";
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String meaning(LedgerEntry.Step step) {
        return switch (step) {
            case SENT -> "Handed to the cloud";
            case ACCEPTED -> "The cloud took it";
            case ACKNOWLEDGED -> "The station says that it did it";
            case REFUSED -> "The cloud or the station said no";
            case FAILED -> "This try did not arrive";
            case RETRY -> "Another try is planned";
            case READ_BACK -> "The values were asked for";
            case MISMATCH -> "The station shows other values";
        };
    }

    private static String meaning(Outcome outcome) {
        return switch (outcome) {
            case CONFIRMED -> "The station shows the values";
            case ACKNOWLEDGED -> "Done by the station's word; this cannot be read back";
            case REFUSED -> "Ended: the cloud or the station said no";
            case UNCONFIRMED -> "Ended: the values never showed";
            case FAILED -> "Ended: it never arrived";
            case SUPERSEDED -> "Ended: a newer value took its place";
            case BLOCKED -> "Never sent: a limit forbids it";
            case OBSERVED -> "Not sent: this is what the service would have done";
        };
    }

    private static String level(LedgerEntry.Step step) {
        return switch (step) {
            case SENT, ACCEPTED, ACKNOWLEDGED, READ_BACK -> "quiet";
            case REFUSED, FAILED -> "bad";
            case RETRY, MISMATCH -> "look";
        };
    }

    private static String level(Outcome outcome) {
        return switch (outcome) {
            case CONFIRMED, ACKNOWLEDGED -> "good";
            case REFUSED, UNCONFIRMED, FAILED -> "bad";
            case BLOCKED -> "look";
            case SUPERSEDED, OBSERVED -> "quiet";
        };
    }
}
