package io.github.joulekeeper.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.joulekeeper.ledger.EventLog;
import io.github.joulekeeper.ledger.LedgerEntry;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the ledger as the API shows it; what does not belong to its kind is absent.
 *
 * @param sequence its place in the ledger
 * @param kind such as {@code rule}, {@code external-change}, {@code connection}, {@code rules}, {@code manual}
 * @param device the station's serial number
 * @param subject whom or what a note is about: a serial number, an author, a connection
 * @param command the command's id
 * @param from the phase or the value before
 * @param to the phase or the value after; for a command its step or outcome
 * @param detail the reason, or what there is to say
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EntryView(
        long sequence,
        String kind,
        Instant at,
        @Nullable String device,
        @Nullable String subject,
        @Nullable Long command,
        @Nullable String rule,
        @Nullable String setting,
        @Nullable String from,
        @Nullable String to,
        String detail) {

    /** An entry as the API shows it. */
    public static EntryView of(EventLog.Event event) {
        LedgerEntry entry = event.entry();
        return switch (entry) {
            case LedgerEntry.RuleChanged it ->
                view(
                        event,
                        "rule",
                        it.serial(),
                        null,
                        null,
                        it.rule(),
                        null,
                        word(it.from()),
                        word(it.to()),
                        it.reason());
            case LedgerEntry.ExternalChange it ->
                view(event, "external-change", it.serial(), null, null, null, it.setting(), it.from(), it.to(), "");
            case LedgerEntry.Noted it ->
                view(event, it.kind(), null, it.subject(), null, null, null, null, null, it.detail());
            case LedgerEntry.CommandOpened it ->
                view(
                        event,
                        "command-opened",
                        it.serial(),
                        null,
                        it.commandId(),
                        String.join(", ", it.origins()),
                        String.join(", ", it.setPoints().keySet()),
                        null,
                        "opened",
                        it.reason());
            case LedgerEntry.CommandStep it ->
                view(
                        event,
                        "command-step",
                        null,
                        null,
                        it.commandId(),
                        null,
                        null,
                        null,
                        word(it.step().name()),
                        it.detail());
            case LedgerEntry.CommandEnded it ->
                view(
                        event,
                        "command-ended",
                        null,
                        null,
                        it.commandId(),
                        null,
                        null,
                        null,
                        word(it.outcome().name()),
                        it.detail());
            case LedgerEntry.Dropped it ->
                view(
                        event,
                        "ledger",
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        "Dropped %d old entries, through %d".formatted(it.entries(), it.through()));
            case LedgerEntry.Remembered it -> throw new IllegalArgumentException("What is remembered is no entry");
        };
    }

    private static EntryView view(
            EventLog.Event event,
            String kind,
            @Nullable String device,
            @Nullable String subject,
            @Nullable Long command,
            @Nullable String rule,
            @Nullable String setting,
            @Nullable String from,
            @Nullable String to,
            String detail) {
        return new EntryView(
                event.sequence(), kind, event.entry().at(), device, subject, command, rule, setting, from, to, detail);
    }

    private static String word(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
