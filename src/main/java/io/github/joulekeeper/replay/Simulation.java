package io.github.joulekeeper.replay;

import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.dispatch.Command;
import io.github.joulekeeper.dispatch.Delivery;
import io.github.joulekeeper.dispatch.DispatchPolicy;
import io.github.joulekeeper.dispatch.Dispatcher;
import io.github.joulekeeper.dispatch.Effect;
import io.github.joulekeeper.dispatch.Reply;
import io.github.joulekeeper.engine.Decision;
import io.github.joulekeeper.engine.Engine;
import io.github.joulekeeper.engine.EngineSettings;
import io.github.joulekeeper.recording.RecordedEvent;
import io.github.joulekeeper.rule.RuleSet;
import io.github.joulekeeper.rule.language.ModelBinder;
import io.github.joulekeeper.state.DeviceState;
import io.github.joulekeeper.state.Report;
import io.github.joulekeeper.state.StateModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * One set of rules at work on a recording, with the engine and the dispatcher of the service. Time is the recording's:
 * between two events the engine is woken exactly when it asks to be. Commands go to stations that accept them,
 * acknowledge them and show them a millisecond later, see {@link AssumedSettings}; nothing else that a command would have
 * changed is known.
 */
public final class Simulation {
    /** The shortest delay that lets a reading count as an answer to the command. */
    private static final Duration TAKES_EFFECT_AFTER = Duration.ofMillis(1);

    private final RuleSet rules;
    private final StateModel state = new StateModel();
    private final Engine engine;
    private final Dispatcher dispatcher;
    private final Timeline timeline = new Timeline();
    private final Map<String, AssumedSettings> assumed = new HashMap<>();
    private final ArrayDeque<Landing> landings = new ArrayDeque<>();
    private final ArrayDeque<Effect> effects = new ArrayDeque<>();
    private final Set<String> heard = new HashSet<>();
    private Instant begin = Instant.MIN;
    private Instant now = Instant.MIN;
    private long reports;
    private long lost;

    /** A command that will show at the station. */
    private record Landing(Instant at, String serial, Map<String, Double> settings) {}

    public Simulation(RuleSet rules, EngineSettings settings) {
        this.rules = rules;
        this.engine = new Engine(settings, state, new ModelBinder());
        // Nothing ever fails here, so that no random wait is drawn; the same events give the same replay anyway.
        this.dispatcher = new Dispatcher(DispatchPolicy.DEFAULT, state, 0, 0, new SplittableRandom(0));
    }

    /** When something is due without an event. */
    public Optional<Instant> nextWake() {
        return Stream.of(
                        engine.nextWake(),
                        dispatcher.nextWake(),
                        Optional.ofNullable(landings.peek()).map(Landing::at))
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
    }

    /** Lets time pass, and does what is due on the way. */
    public void advanceTo(Instant end) {
        while (true) {
            Instant wake = nextWake().orElse(Instant.MAX);
            if (wake.isAfter(end)) {
                return;
            }
            // What is overdue was looked at just now; like the service, it is looked at again a moment later.
            Instant next = wake.isAfter(now) ? wake : now.plusMillis(1);
            if (next.isAfter(end)) {
                return;
            }
            now = next;
            tick();
        }
    }

    /** Lets time pass until an event, and applies it as the service did. */
    public void accept(RecordedEvent event) {
        if (begin.equals(Instant.MIN)) {
            begin = event.at();
            now = event.at();
            run(dispatcher.setLimits(rules.limits(), now));
            decide(engine.load(rules, now));
        } else {
            advanceTo(event.at());
            now = event.at();
        }
        switch (event) {
            case RecordedEvent.Station station -> found(station);
            case RecordedEvent.Reported reported -> {
                reports++;
                reported(reported.report(), reported.online());
            }
            case RecordedEvent.Online online -> status(online.serial(), online.online(), online.since());
            case RecordedEvent.Carried carried -> carried(carried);
            case RecordedEvent.Lost gap -> lost += gap.events();
            case RecordedEvent.Began _ -> {
                // The time is all that it tells the rules.
            }
        }
        tick();
    }

    private void found(RecordedEvent.Station station) {
        DeviceState before = state.device(station.serial()).orElse(null);
        if (before != null
                && before.name().equals(station.name())
                && before.model() == station.model()
                && before.staleAfter().equals(station.staleAfter())) {
            // Told again at the beginning of another file.
            return;
        }
        state.add(new DeviceState(station.serial(), station.name(), station.model(), station.staleAfter()));
        assumed.put(station.serial(), new AssumedSettings(station.serial(), station.model()));
        heard.remove(station.serial());
        decide(engine.deviceAdded(station.serial(), now));
    }

    private void carried(RecordedEvent.Carried carried) {
        String serial = carried.report().serial();
        if (heard.contains(serial)) {
            // The file before told it already.
            return;
        }
        status(serial, carried.online(), carried.at());
        reported(carried.report(), Optional.empty());
    }

    private void status(String serial, boolean online, Instant since) {
        heard.add(serial);
        DeviceState device = state.device(serial).orElse(null);
        if (device != null && device.setOnline(online, since)) {
            cameOrWent(serial);
        }
    }

    private void cameOrWent(String serial) {
        decide(engine.onlineChanged(serial, now));
        run(dispatcher.onlineChanged(serial, now));
    }

    private void reported(Report recorded, Optional<Boolean> online) {
        DeviceState device = state.device(recorded.serial()).orElse(null);
        AssumedSettings settings = assumed.get(recorded.serial());
        if (device != null && settings != null) {
            heard.add(recorded.serial());
            apply(device, settings.over(recorded), online);
        }
    }

    private void apply(DeviceState device, Report report, Optional<Boolean> online) {
        boolean wasOnline = device.online();
        online.ifPresent(nowOnline -> device.setOnline(nowOnline, report.at()));
        device.apply(report);
        if (device.online() != wasOnline) {
            cameOrWent(device.serial());
        }
        decide(engine.reported(device.serial(), report, now));
        run(dispatcher.reported(report, now));
    }

    private void tick() {
        while (!landings.isEmpty() && !landings.peek().at().isAfter(now)) {
            Landing landing = landings.remove();
            DeviceState device = state.device(landing.serial()).orElse(null);
            AssumedSettings settings = assumed.get(landing.serial());
            if (device != null && settings != null) {
                apply(device, settings.done(landing.settings(), landing.at()), Optional.empty());
            }
        }
        decide(engine.tick(now));
        run(dispatcher.tick(now));
    }

    private void decide(List<Decision> decisions) {
        if (!decisions.isEmpty()) {
            decisions.forEach(timeline::decided);
            run(dispatcher.decided(decisions, now));
        }
    }

    private void run(List<Effect> decided) {
        effects.addAll(decided);
        for (Effect effect = effects.poll(); effect != null; effect = effects.poll()) {
            switch (effect) {
                case Effect.Record(var entry) -> timeline.recorded(entry);
                case Effect.Send(var command, long messageId, var _) -> {
                    timeline.sent(command, now);
                    take(command);
                    effects.addAll(dispatcher.delivered(command, messageId, new Delivery.Accepted(), now));
                    effects.addAll(dispatcher.replied(
                            new Reply(command.serial(), messageId, true, "0", "assumed by the replay"), now));
                }
                case Effect.ReadBack _ -> {
                    // The station shows its values without being asked.
                }
            }
        }
    }

    private void take(Command command) {
        Map<String, Double> values = command.payload().setPoints();
        AssumedSettings settings = assumed.get(command.serial());
        if (settings != null) {
            settings.sent(values);
        }
        landings.add(new Landing(now.plus(TAKES_EFFECT_AFTER), command.serial(), values));
    }

    /** The stations by serial number, with the settings that commands have set on each so far. */
    Map<String, Set<String>> touched() {
        Map<String, Set<String>> touched = new LinkedHashMap<>();
        assumed.forEach(
                (serial, settings) -> touched.put(serial, settings.values().keySet()));
        return touched;
    }

    /** What a setting is in this replay, in its unit: set by a command, else as it was read last; NaN if it never was. */
    double shown(String serial, Setting setting) {
        AssumedSettings settings = assumed.get(serial);
        Double set = settings == null ? null : settings.values().get(setting.name());
        return set != null
                ? set
                : state.device(serial)
                        .map(device -> device.lastSetting(setting))
                        .orElse(Double.NaN);
    }

    StateModel state() {
        return state;
    }

    /** What came of it; after the last event. */
    public Replayed finish() {
        List<Replayed.Station> stations = new ArrayList<>();
        List<RuleActivity> activities = new ArrayList<>();
        for (DeviceState device : state.devices()) {
            stations.add(new Replayed.Station(
                    device.serial(), device.name(), device.model().id()));
        }
        engine.explainAll(now).stream()
                .map(rule -> timeline.activity(rule.rule(), rule.serial(), now))
                .forEach(activities::add);
        return new Replayed(
                begin,
                now,
                stations,
                reports,
                lost,
                timeline.entries(),
                timeline.commands(),
                activities,
                engine.notApplicable());
    }
}
