package io.github.joulekeeper.replay;

import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.recording.RecordedEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** Two sets of rules at work on the same recording, side by side. */
public final class Comparison {
    private final Simulation first;
    private final Simulation second;
    private final SortedMap<Place, Setting> touched =
            new TreeMap<>(Comparator.comparing(Place::serial).thenComparing(Place::setting));
    private final Map<Place, Difference> open = new HashMap<>();
    private final List<SettingDifference> differences = new ArrayList<>();
    private Instant last = Instant.MIN;

    private record Place(String serial, String setting) {}

    private record Difference(Instant from, double first, double second) {}

    /**
     * What the two did differently.
     *
     * @param onlyFirst what only the first did
     * @param onlySecond what only the second did
     * @param settings when settings would have been others
     */
    public record Outcome(
            Replayed first,
            Replayed second,
            List<TimelineEntry> onlyFirst,
            List<TimelineEntry> onlySecond,
            List<SettingDifference> settings) {
        public Outcome {
            onlyFirst = List.copyOf(onlyFirst);
            onlySecond = List.copyOf(onlySecond);
            settings = List.copyOf(settings);
        }

        /** Whether both did the same at the same time. */
        public boolean same() {
            return onlyFirst.isEmpty() && onlySecond.isEmpty() && settings.isEmpty();
        }
    }

    public Comparison(Simulation first, Simulation second) {
        this.first = first;
        this.second = second;
    }

    /** Applies an event to both. */
    public void accept(RecordedEvent event) {
        if (!last.equals(Instant.MIN)) {
            advanceTo(event.at());
        }
        first.accept(event);
        second.accept(event);
        last = event.at();
        look(last);
    }

    /** Looks at both whenever one of them may have done something, so that nothing is missed in a gap. */
    private void advanceTo(Instant end) {
        Instant at = last;
        while (true) {
            Instant wake = earlier(
                    first.nextWake().orElse(Instant.MAX), second.nextWake().orElse(Instant.MAX));
            at = wake.isAfter(at) ? wake : at.plusMillis(1);
            if (at.isAfter(end) || wake.isAfter(end)) {
                return;
            }
            first.advanceTo(at);
            second.advanceTo(at);
            look(at);
        }
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private void look(Instant at) {
        note(first);
        note(second);
        touched.forEach((place, setting) -> {
            double one = first.shown(place.serial(), setting);
            double other = second.shown(place.serial(), setting);
            Difference running = open.get(place);
            if (running != null
                    && Double.compare(running.first(), one) == 0
                    && Double.compare(running.second(), other) == 0) {
                return;
            }
            close(place, setting, at);
            if (Double.compare(one, other) != 0) {
                open.put(place, new Difference(at, one, other));
            }
        });
    }

    private void note(Simulation simulation) {
        simulation
                .touched()
                .forEach((serial, settings) -> settings.forEach(name -> touched.computeIfAbsent(
                        new Place(serial, name),
                        place -> simulation
                                .state()
                                .device(serial)
                                .orElseThrow()
                                .model()
                                .setting(name)
                                .orElseThrow())));
    }

    private void close(Place place, Setting setting, Instant at) {
        Difference ended = open.remove(place);
        if (ended != null && ended.from().isBefore(at)) {
            differences.add(new SettingDifference(
                    place.serial(),
                    place.setting(),
                    ended.from(),
                    at,
                    setting.format(ended.first()),
                    setting.format(ended.second())));
        }
    }

    /** What came of it; after the last event. */
    public Outcome finish() {
        touched.forEach((place, setting) -> close(place, setting, last));
        differences.sort(Comparator.comparing(SettingDifference::from));
        Replayed one = first.finish();
        Replayed other = second.finish();
        return new Outcome(one, other, missingIn(other, one), missingIn(one, other), differences);
    }

    /** The entries of one timeline that another does not have. */
    private static List<TimelineEntry> missingIn(Replayed other, Replayed one) {
        Map<TimelineEntry.Key, Integer> there = new HashMap<>();
        other.timeline().forEach(entry -> there.merge(entry.key(), 1, Integer::sum));
        return one.timeline().stream()
                .filter(entry -> Objects.requireNonNull(there.merge(entry.key(), -1, Integer::sum)) < 0)
                .toList();
    }
}
