package io.github.joulekeeper.dispatch;

import io.github.joulekeeper.device.CommandTemplate;
import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.state.DeviceState;
import io.github.joulekeeper.state.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a station of the soak test holds: its settings, as the station itself knows them, and as the cloud remembers them. */
final class SoakStation {
    private static final int TRAIL = 80;

    /** Something that happened to it; only put into words when an invariant broke. */
    private record Note(Instant at, Object what) {}

    final String serial;
    final DeviceState known;
    final Map<String, Double> values = new HashMap<>();
    private final List<Setting> settings;
    private final int[] quotas;
    private final ArrayDeque<Note> trail = new ArrayDeque<>();
    /** When the last message arrives that took a way; none overtakes another on the same way. */
    private final Map<Way, Instant> lastArrival = new EnumMap<>(Way.class);

    private double[] remembered;
    boolean online = true;

    SoakStation(String serial, List<String> names, Instant now) {
        this.serial = serial;
        this.settings = names.stream()
                .map(name -> Bench.DELTA_2.setting(name).orElseThrow())
                .toList();
        this.quotas = settings.stream()
                .mapToInt(setting -> setting.readBack().orElseThrow())
                .toArray();
        settings.forEach(setting ->
                values.put(setting.name(), setting.nearest(setting.name().equals("charge-limit.soc") ? 100 : 0)));
        this.remembered = readings();
        this.known = new DeviceState(serial, serial, Bench.DELTA_2, Duration.ofMinutes(5));
        known.setOnline(true, now);
    }

    private double[] readings() {
        return settings.stream()
                .mapToDouble(setting -> values.get(setting.name()))
                .toArray();
    }

    /** What the station itself says; the cloud remembers it. */
    Report says(Report.Source source, Instant now) {
        remembered = readings();
        return new Report(serial, source, now, quotas, remembered, Map.of());
    }

    /** What the cloud remembers of it. */
    Report snapshot(Instant now) {
        return new Report(serial, Report.Source.SNAPSHOT, now, quotas, remembered, Map.of());
    }

    /** When a message that would arrive then does arrive behind the one before it. */
    Instant arrival(Way way, Instant wished) {
        Instant arrival =
                lastArrival.merge(way, wished, (last, next) -> next.isAfter(last) ? next : last.plusMillis(1));
        return arrival;
    }

    /** The settings that a payload writes, fields with their keep value left out. */
    static Map<Setting, Double> writes(CommandTemplate.Payload payload) {
        Map<Setting, Double> writes = new LinkedHashMap<>();
        CommandTemplate template = Bench.DELTA_2.command(payload.command());
        for (CommandTemplate.Parameter parameter : template.parameters()) {
            double wire = ((Number) payload.params().get(parameter.name())).doubleValue();
            boolean kept = parameter.keep().isPresent() && parameter.keep().getAsDouble() == wire;
            if (parameter.setting().isPresent() && !kept) {
                Setting setting =
                        Bench.DELTA_2.setting(parameter.setting().get()).orElseThrow();
                writes.put(setting, setting.fromWire(wire));
            }
        }
        return writes;
    }

    void apply(CommandTemplate.Payload payload) {
        writes(payload).forEach((setting, value) -> values.put(setting.name(), value));
    }

    void note(Instant at, Object what) {
        trail.addLast(new Note(at, what));
        if (trail.size() > TRAIL) {
            trail.removeFirst();
        }
    }

    /** What happened to it last, for the message of a broken invariant. */
    String trail() {
        return trail.stream().map(note -> note.at() + " " + note.what()).collect(Collectors.joining("\n"));
    }
}
