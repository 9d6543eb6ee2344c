package io.github.joulekeeper.web.page;

import io.github.joulekeeper.ledger.EventLog;
import io.github.joulekeeper.web.EntryView;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger says beside commands: a rule that turned, a setting that somebody else changed, a station that came or
 * went, what people did.
 *
 * @param kind as in {@link EntryView}
 * @param label what kind of news it is, in a word or two
 * @param level how it looks: {@code good}, {@code look}, {@code bad} or {@code quiet}
 * @param rule the rule that turned, empty if none
 * @param serial the station, empty if it is about none
 * @param what what happened, marked up
 * @param why the reason, marked up; may be empty
 */
public record EventCard(
        long sequence,
        String kind,
        String label,
        String level,
        String rule,
        String serial,
        String station,
        String what,
        String why,
        Instant at) {

    /** @param names the stations' names by serial number */
    static EventCard of(EventLog.Event event, Map<String, String> names) {
        EntryView entry = EntryView.of(event);
        String from = or(entry.from(), "not read");
        String to = or(entry.to(), "not read");
        String subject = or(entry.subject(), "");
        return switch (entry.kind()) {
            case "rule" -> card(entry, names, word(to), level(to), entry.device(), "was " + word(from), entry.detail());
            case "external-change" ->
                card(
                        entry,
                        names,
                        "changed elsewhere",
                        "look",
                        entry.device(),
                        "`%s` was %s and is %s now; Joulekeeper did not set it".formatted(entry.setting(), from, to),
                        "");
            case "station" ->
                card(entry, names, entry.detail(), entry.detail().equals("online") ? "good" : "look", subject, "", "");
            case "manual" -> card(entry, names, "by hand", "quiet", "", subject + ": " + entry.detail(), "");
            case "rules" -> card(entry, names, "rule files", "quiet", "", entry.detail(), "");
            case "connection" ->
                card(
                        entry,
                        names,
                        "connection",
                        entry.detail().startsWith("UP") ? "good" : "look",
                        "",
                        subject + " " + entry.detail(),
                        "");
            default -> card(entry, names, entry.kind(), "look", "", (subject + " " + entry.detail()).strip(), "");
        };
    }

    private static EventCard card(
            EntryView entry,
            Map<String, String> names,
            String label,
            String level,
            @Nullable String serial,
            String what,
            String why) {
        String known = or(serial, "");
        return new EventCard(
                entry.sequence(),
                entry.kind(),
                label,
                level,
                or(entry.rule(), ""),
                known,
                names.getOrDefault(known, known),
                what,
                why,
                entry.at());
    }

    private static String level(String phase) {
        return switch (phase) {
            case "active" -> "good";
            case "pending", "cooling-down" -> "look";
            case "suspended" -> "bad";
            default -> "quiet";
        };
    }

    private static String word(String phase) {
        return phase.replace('-', ' ');
    }

    private static String or(@Nullable String text, String without) {
        return text == null ? without : text;
    }
}
