package io.github.joulekeeper.web.rules;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.joulekeeper.engine.Explanation;
import io.github.joulekeeper.replay.Comparison;
import io.github.joulekeeper.replay.Replayed;
import io.github.joulekeeper.replay.RuleActivity;
import io.github.joulekeeper.replay.TimelineEntry;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What rules would have done over a recording.
 *
 * @param truncated whether only the first entries of long timelines are told
 * @param compare what other rules would have done differently, if there were others
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReplayView(
        RecordingView recording,
        List<EntryView> timeline,
        @Nullable Boolean truncated,
        SummaryView summary,
        @Nullable CompareView compare) {

    /**
     * What was replayed.
     *
     * @param lostEvents how many events the recording says are missing
     * @param skippedLines how many lines could not be used
     */
    @RegisterForReflection
    public record RecordingView(
            Instant from,
            Instant to,
            String zone,
            long reports,
            long lostEvents,
            int skippedLines,
            List<StationView> stations) {}

    /** A station of the recording. */
    @RegisterForReflection
    public record StationView(String serial, String name, String model) {}

    /**
     * Something that a rule would have done.
     *
     * @param rule the rule; of a command all rules that wanted it, separated by commas
     * @param event {@code start}, {@code end}, {@code suspended}, {@code command} or {@code blocked}
     * @param settings of a command, what it would have set, as people read it
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record EntryView(
            Instant at, String device, String rule, String event, String reason, Map<String, String> settings) {
        static EntryView of(TimelineEntry entry) {
            return new EntryView(
                    entry.at(),
                    entry.serial(),
                    entry.rule(),
                    entry.what().name().toLowerCase(Locale.ROOT),
                    entry.reason(),
                    entry.settings());
        }
    }

    /** How much it was. */
    @RegisterForReflection
    public record SummaryView(
            long commands,
            Map<String, Integer> commandsBySetting,
            List<ActivityView> rules,
            List<MisfitView> notApplicable) {
        static SummaryView of(Replayed replayed) {
            return new SummaryView(
                    replayed.commandCount(),
                    replayed.commands(),
                    replayed.rules().stream().map(ActivityView::of).toList(),
                    replayed.notApplicable().stream().map(MisfitView::of).toList());
        }
    }

    /** How long a rule would have been active on a station. */
    @RegisterForReflection
    public record ActivityView(String rule, String device, int starts, double activeSeconds, boolean activeAtEnd) {
        static ActivityView of(RuleActivity activity) {
            return new ActivityView(
                    activity.rule(),
                    activity.serial(),
                    activity.starts(),
                    activity.active().toMillis() / 1000.0,
                    activity.activeAtEnd());
        }
    }

    /** A station that a rule selects but does not fit. */
    @RegisterForReflection
    public record MisfitView(String rule, String device, String reason) {
        static MisfitView of(Explanation.NotApplicable misfit) {
            return new MisfitView(misfit.rule(), misfit.serial(), misfit.reason());
        }
    }

    /** What two sets of rules would have done differently. */
    @RegisterForReflection
    public record CompareView(
            boolean same,
            List<EntryView> onlyFirst,
            List<EntryView> onlySecond,
            List<DifferenceView> settings,
            SummaryView summary) {}

    /** A time over which a setting would have been another. */
    @RegisterForReflection
    public record DifferenceView(
            String device, String setting, Instant from, Instant to, String first, String second) {}

    /**
     * A replay and, perhaps, its comparison with another.
     *
     * @param most how many entries of each list are told
     */
    public static ReplayView of(
            Replayed replayed, Comparison.@Nullable Outcome compared, int skipped, ZoneId zone, int most) {
        boolean truncated = replayed.timeline().size() > most
                || (compared != null
                        && (compared.onlyFirst().size() > most
                                || compared.onlySecond().size() > most
                                || compared.settings().size() > most));
        return new ReplayView(
                new RecordingView(
                        replayed.from(),
                        replayed.to(),
                        zone.getId(),
                        replayed.reports(),
                        replayed.lost(),
                        skipped,
                        replayed.stations().stream()
                                .map(station -> new StationView(station.serial(), station.name(), station.model()))
                                .toList()),
                entries(replayed.timeline(), most),
                truncated ? true : null,
                SummaryView.of(replayed),
                compared == null ? null : comparison(compared, most));
    }

    private static CompareView comparison(Comparison.Outcome compared, int most) {
        return new CompareView(
                compared.same(),
                entries(compared.onlyFirst(), most),
                entries(compared.onlySecond(), most),
                compared.settings().stream()
                        .limit(most)
                        .map(one -> new DifferenceView(
                                one.serial(), one.setting(), one.from(), one.to(), one.first(), one.second()))
                        .toList(),
                SummaryView.of(compared.second()));
    }

    private static List<EntryView> entries(List<TimelineEntry> entries, int most) {
        return entries.stream().limit(most).map(EntryView::of).toList();
    }
}
