package io.github.joulekeeper.replay;

import io.github.joulekeeper.engine.Explanation;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What came of running one set of rules over a recording.
 *
 * @param from the first event
 * @param to the last event
 * @param stations in the order in which they were found
 * @param reports how many reports there were
 * @param lost how many events the recording says are missing
 * @param timeline in the order of time
 * @param commands how often each setting would have been set, by setting
 * @param rules how long the rules were active, by rule and station; all rules that fit a station
 * @param notApplicable rules that select a station but do not fit its model
 */
public record Replayed(
        Instant from,
        Instant to,
        List<Station> stations,
        long reports,
        long lost,
        List<TimelineEntry> timeline,
        Map<String, Integer> commands,
        List<RuleActivity> rules,
        List<Explanation.NotApplicable> notApplicable) {
    public Replayed {
        stations = List.copyOf(stations);
        timeline = List.copyOf(timeline);
        rules = List.copyOf(rules);
        notApplicable = List.copyOf(notApplicable);
    }

    /** A station of the recording. */
    public record Station(String serial, String name, String model) {}

    /** How many commands would have been sent. */
    public long commandCount() {
        return timeline.stream()
                .filter(entry -> entry.what() == TimelineEntry.What.COMMAND)
                .count();
    }

    /** The name of a station, or its serial number. */
    public String name(String serial) {
        return stations.stream()
                .filter(station -> station.serial().equals(serial))
                .map(Station::name)
                .findFirst()
                .orElse(serial);
    }
}
