package io.github.joulekeeper.cli;

import io.github.joulekeeper.device.Numbers;
import io.github.joulekeeper.device.Unit;
import io.github.joulekeeper.replay.Comparison;
import io.github.joulekeeper.replay.Replayed;
import io.github.joulekeeper.replay.RuleActivity;
import io.github.joulekeeper.replay.SettingDifference;
import io.github.joulekeeper.replay.TimelineEntry;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A replay as a person reads it. */
final class ReplayText {
    private final DateTimeFormatter time;
    private final ZoneId zone;
    private final PrintWriter out;

    ReplayText(ZoneId zone, PrintWriter out) {
        this.zone = zone;
        this.time = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ssXXX", Locale.ROOT)
                .withZone(zone);
        this.out = out;
    }

    void print(Replayed replayed, Comparison.@Nullable Outcome compared, int skipped) {
        head(replayed, skipped);
        out.println();
        timeline(replayed, replayed.timeline(), "");
        if (replayed.timeline().isEmpty()) {
            out.println("No rule would have started, and no command would have been sent.");
        }
        out.println();
        summary(replayed);
        if (compared != null) {
            out.println();
            comparison(compared);
        }
        out.flush();
    }

    private void head(Replayed replayed, int skipped) {
        out.println("%s, %s; from %s to %s (%s)"
                .formatted(
                        counted(replayed.stations().size(), "station"),
                        counted(replayed.reports(), "report"),
                        time.format(replayed.from()),
                        time.format(replayed.to()),
                        zone));
        if (replayed.lost() > 0) {
            out.println("The recording says that %s missing."
                    .formatted(replayed.lost() == 1 ? "1 event is" : replayed.lost() + " events are"));
        }
        if (skipped > 0) {
            out.println("%s skipped.".formatted(skipped == 1 ? "1 line was" : skipped + " lines were"));
        }
        replayed.notApplicable()
                .forEach(rule -> out.println("%s does not run on %s: %s"
                        .formatted(rule.rule(), replayed.name(rule.serial()), rule.reason())));
    }

    private void timeline(Replayed replayed, List<TimelineEntry> entries, String prefix) {
        int name = entries.stream()
                .mapToInt(entry -> replayed.name(entry.serial()).length())
                .max()
                .orElse(0);
        int rule =
                entries.stream().mapToInt(entry -> entry.rule().length()).max().orElse(0);
        for (TimelineEntry entry : entries) {
            out.println(prefix
                    + Stream.of(
                                    time.format(entry.at()),
                                    padded(replayed.name(entry.serial()), name),
                                    padded(entry.rule(), rule),
                                    padded(word(entry), 9),
                                    settings(entry) + entry.reason())
                            .collect(Collectors.joining("  ")));
        }
    }

    private static String word(TimelineEntry entry) {
        return entry.what().name().toLowerCase(Locale.ROOT);
    }

    private static String settings(TimelineEntry entry) {
        return entry.settings().isEmpty()
                ? ""
                : entry.settings().entrySet().stream()
                        .map(setting -> setting.getKey() + " = " + setting.getValue())
                        .collect(Collectors.joining(", ", "", ": "));
    }

    private void summary(Replayed replayed) {
        out.println("Commands: " + replayed.commandCount());
        int width = replayed.commands().keySet().stream()
                .mapToInt(String::length)
                .max()
                .orElse(0);
        replayed.commands()
                .forEach((setting, count) -> out.println("  %s  %d".formatted(padded(setting, width), count)));
        out.println("Rules:");
        for (RuleActivity activity : replayed.rules()) {
            out.println(
                    "  %s on %s: %s".formatted(activity.rule(), replayed.name(activity.serial()), activity(activity)));
        }
    }

    private static String activity(RuleActivity activity) {
        if (activity.starts() == 0) {
            return "never active";
        }
        return "active %s, %s%s"
                .formatted(
                        duration(activity.active()),
                        counted(activity.starts(), "start"),
                        activity.activeAtEnd() ? ", still active at the end" : "");
    }

    private void comparison(Comparison.Outcome compared) {
        if (compared.same()) {
            out.println("The other rules would have done the same at the same times.");
            return;
        }
        out.println("Different with the other rules:");
        out.println();
        Replayed names = compared.first();
        if (!compared.onlyFirst().isEmpty()) {
            out.println("- not with the other rules");
            timeline(names, compared.onlyFirst(), "- ");
        }
        if (!compared.onlySecond().isEmpty()) {
            out.println("+ only with the other rules");
            timeline(names, compared.onlySecond(), "+ ");
        }
        if (!compared.settings().isEmpty()) {
            out.println();
            out.println("Settings:");
            compared.settings().forEach(difference -> setting(names, difference));
        }
        out.println();
        out.println("With the other rules:");
        summary(compared.second());
    }

    private void setting(Replayed names, SettingDifference difference) {
        out.println("  %s to %s  %s  %s: %s instead of %s, for %s"
                .formatted(
                        time.format(difference.from()),
                        time.format(difference.to()),
                        names.name(difference.serial()),
                        difference.setting(),
                        difference.second(),
                        difference.first(),
                        between(difference.from(), difference.to())));
    }

    private static String between(Instant from, Instant to) {
        return duration(Duration.between(from, to));
    }

    private static String duration(Duration duration) {
        return Numbers.duration(duration.plusMillis(500).toSeconds(), Unit.SECOND);
    }

    private static String counted(long count, String noun) {
        return count == 1 ? "1 " + noun : count + " " + noun + "s";
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
