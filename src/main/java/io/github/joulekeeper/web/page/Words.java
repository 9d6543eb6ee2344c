package io.github.joulekeeper.web.page;

import io.github.joulekeeper.engine.Explanation;
import io.github.joulekeeper.engine.RulePhase;
import io.github.joulekeeper.rule.Truth;
import io.quarkus.qute.RawString;
import io.quarkus.qute.TemplateExtension;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How templates put times and texts into words. */
@TemplateExtension
final class Words {
    private static final Pattern INSTANT =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?Z");
    private static final Pattern AGE = Pattern.compile("\\((\\d[^()]*) ago\\)");

    private Words() {}

    /** The time of day, to the second unless it is a whole minute, with the day where that is not today's. */
    static String clock(Instant at, Frame frame) {
        ZoneId zone = frame.zone();
        ZonedDateTime then = at.atZone(zone);
        ZonedDateTime now = frame.now().atZone(zone);
        String day = then.toLocalDate().equals(now.toLocalDate())
                ? ""
                : then.getYear() == now.getYear() ? "d MMM " : "d MMM yyyy ";
        String time = at.equals(at.truncatedTo(ChronoUnit.MINUTES)) ? "HH:mm" : "HH:mm:ss";
        return DateTimeFormatter.ofPattern(day + time, Locale.ENGLISH).format(then);
    }

    /**
     * What the ledger says, for people: how old readings were then is not how long ago that is now, and instants are told as
     * all times are.
     */
    static String told(String text, Frame frame) {
        String aged = AGE.matcher(text).replaceAll("($1 old)");
        return INSTANT.matcher(aged).replaceAll(found -> clock(found.group(), frame));
    }

    private static String clock(String instant, Frame frame) {
        try {
            return clock(Instant.parse(instant).truncatedTo(ChronoUnit.SECONDS), frame);
        } catch (DateTimeParseException noInstant) {
            return instant;
        }
    }

    /** What a rule waits for, with its own conditions in the place of their names. */
    static String waits(Explanation.OfRule rule) {
        String waits = rule.waitsFor().replace("`when`", "`" + rule.when().text() + "`");
        return rule.untilCondition()
                .map(until -> waits.replace("`until`", "`" + until.text() + "`"))
                .orElse(waits);
    }

    /** Such as {@code 3 s ago}, or {@code in 5 min}; the page's script goes on from there in the same words. */
    static String fromNow(Instant at, Frame frame) {
        Duration passed = Duration.between(at, frame.now());
        return passed.isNegative() ? "in " + span(passed.negated()) : span(passed) + " ago";
    }

    private static String span(Duration time) {
        long seconds = time.toSeconds();
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min";
        }
        if (seconds < 86_400) {
            long minutes = seconds % 3600 / 60;
            return seconds / 3600 + " h" + (minutes == 0 ? "" : " " + minutes + " min");
        }
        long hours = seconds % 86_400 / 3600;
        return seconds / 86_400 + " d" + (hours == 0 ? "" : " " + hours + " h");
    }

    /** Ended like one. */
    static String sentence(String text) {
        return text.endsWith(".") ? text : text + ".";
    }

    /** A phase as a word, such as {@code cooling-down}. */
    static String word(RulePhase phase) {
        return phase.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** {@code true}, {@code false} or {@code unknown}. */
    static String word(Truth truth) {
        return truth.name().toLowerCase(Locale.ROOT);
    }

    /** The parts of a rule's {@code when} that keep it from starting; none of one that is not inactive. */
    static List<Explanation.OfCondition> missing(Explanation.OfRule rule) {
        Explanation.OfCondition when = rule.when();
        if (rule.phase() != RulePhase.INACTIVE || when.truth() == Truth.TRUE) {
            return List.of();
        }
        List<Explanation.OfCondition> parts =
                when.parts().stream().filter(part -> part.truth() != Truth.TRUE).toList();
        return parts.isEmpty() ? List.of(when) : parts;
    }

    /** The readings of a condition and of its parts, as text. */
    static String allReadings(Explanation.OfCondition condition) {
        return Stream.concat(
                        condition.readings().stream().map(Explanation.OfReading::asText),
                        condition.parts().stream().map(Words::allReadings).filter(text -> !text.isEmpty()))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /** Text in which {@code `code`} is set as code. */
    static RawString marked(String text) {
        StringBuilder html = new StringBuilder();
        String[] parts = text.split("`", -1);
        for (int i = 0; i < parts.length; i++) {
            boolean code = i % 2 == 1 && i < parts.length - 1;
            html.append(code ? "<code>" : i % 2 == 1 ? "`" : "");
            html.append(escaped(parts[i]));
            html.append(code ? "</code>" : "");
        }
        return new RawString(html.toString());
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
