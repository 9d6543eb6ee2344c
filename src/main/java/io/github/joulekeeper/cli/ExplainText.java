package io.github.joulekeeper.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.joulekeeper.device.Numbers;
import io.github.joulekeeper.device.Unit;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Why a rule is where it is on one station, as a person reads it. */
final class ExplainText {
    private final Instant now;
    private final DateTimeFormatter time;
    private final PrintWriter out;

    ExplainText(Instant now, ZoneId zone, PrintWriter out) {
        this.now = now;
        this.time = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ssXXX", Locale.ROOT)
                .withZone(zone);
        this.out = out;
    }

    /** @param view the API's view of the rule, with the settings in which it has a part */
    void print(JsonNode view) {
        out.println("%s on %s (%s), priority %d"
                .formatted(
                        text(view, "id"),
                        text(view, "deviceName"),
                        text(view, "device"),
                        view.path("priority").asInt()));
        String reason = text(view, "reason");
        out.println("  %s since %s%s"
                .formatted(text(view, "state"), when(view, "since"), reason.isEmpty() ? "" : ": " + reason));
        String waits = text(view, "waitsFor");
        if (!waits.isEmpty()) {
            out.println("  waits %s%s".formatted(waits, view.has("until") ? ", by itself " + when(view, "until") : ""));
        }
        out.println("  when");
        condition(view.path("when"), "    ");
        if (view.has("untilCondition")) {
            out.println("  until");
            condition(view.path("untilCondition"), "    ");
        }
        view.path("settings").forEach(setting -> setting(setting, text(view, "id")));
    }

    private void condition(JsonNode condition, String indent) {
        List<String> remarks = new ArrayList<>();
        if (!text(condition, "note").isEmpty()) {
            remarks.add(text(condition, "note"));
        }
        if (condition.has("since")) {
            remarks.add("since " + when(condition, "since"));
        }
        if (condition.has("due")) {
            remarks.add("until " + when(condition, "due"));
        }
        out.println("%s%-7s  %s%s"
                .formatted(
                        indent,
                        text(condition, "value"),
                        text(condition, "text"),
                        remarks.isEmpty() ? "" : " [" + String.join(", ", remarks) + "]"));
        condition.path("readings").forEach(reading -> out.println(indent + "           " + reading.asText()));
        condition.path("parts").forEach(part -> condition(part, indent + "  "));
    }

    private void setting(JsonNode setting, String rule) {
        out.println("  %s is %s"
                .formatted(text(setting, "name"), setting.path("value").asText("unknown")));
        if (setting.has("claim")) {
            JsonNode claim = setting.path("claim");
            out.println("    %s wins: %s".formatted(owner(claim, rule), claim(claim)));
        } else {
            out.println("    nobody claims it");
        }
        setting.path("shadowed")
                .forEach(claim -> out.println("    %s does not win: %s".formatted(owner(claim, rule), claim(claim))));
        if (setting.has("before")) {
            out.println("    before the first claim it was " + text(setting, "before"));
        }
        JsonNode command = setting.path("lastCommand");
        if (command.isObject()) {
            String detail = text(command, "detail");
            out.println("    last command %d set %s: %s %s%s"
                    .formatted(
                            command.path("id").asLong(),
                            text(command, "value"),
                            text(command, "state"),
                            when(command, command.has("endedAt") ? "endedAt" : "openedAt"),
                            detail.isEmpty() ? "" : " (" + detail + ")"));
        }
    }

    private static String owner(JsonNode claim, String rule) {
        String origin = text(claim, "origin");
        return origin.equals(rule) ? "this rule" : origin;
    }

    private String claim(JsonNode claim) {
        return "%s, priority %d, since %s%s"
                .formatted(
                        text(claim, "value"),
                        claim.path("priority").asInt(),
                        when(claim, "since"),
                        claim.has("until") ? ", until " + when(claim, "until") : "");
    }

    /** An instant with how far it is from now. */
    private String when(JsonNode node, String field) {
        Instant at = Instant.parse(text(node, field));
        long seconds = Duration.between(at, now).toSeconds();
        String far = Numbers.duration(Math.abs(seconds), Unit.SECOND);
        return "%s (%s)".formatted(time.format(at), seconds >= 0 ? far + " ago" : "in " + far);
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText("");
    }
}
