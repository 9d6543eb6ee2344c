package io.github.joulekeeper.scenario;

import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.engine.Decision;
import io.github.joulekeeper.engine.Engine;
import io.github.joulekeeper.engine.EngineSettings;
import io.github.joulekeeper.engine.Memory;
import io.github.joulekeeper.rule.RuleSet;
import io.github.joulekeeper.rule.language.ModelBinder;
import io.github.joulekeeper.state.DeviceState;
import io.github.joulekeeper.state.Report;
import io.github.joulekeeper.state.StateModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One run of the engine: what a scenario does to it, and what it decided. */
final class World {
    static final Duration STALE_AFTER = Duration.ofMinutes(5);

    private final EngineSettings settings;
    private final Map<String, Memory> memories = new TreeMap<>();
    private final Map<String, Station> stations = new LinkedHashMap<>();
    private RuleSet rules = RuleSet.EMPTY;
    private StateModel state = new StateModel();
    private Engine engine;

    private record Station(String serial, String name, Model model) {}

    /** Something that happens, the same in each world. */
    @FunctionalInterface
    interface Event {
        List<Decision> happenIn(World world);
    }

    World(EngineSettings settings) {
        this.settings = settings;
        this.engine = new Engine(settings, state, new ModelBinder());
    }

    Engine engine() {
        return engine;
    }

    StateModel state() {
        return state;
    }

    DeviceState device(String serial) {
        return state.device(serial).orElseThrow();
    }

    List<Decision> happens(Event event) {
        List<Decision> decisions = event.happenIn(this);
        for (Decision decision : decisions) {
            if (decision instanceof Decision.Remembered(String key, Optional<Memory> memory, Instant at)) {
                memory.ifPresentOrElse(content -> memories.put(key, content), () -> memories.remove(key));
            }
        }
        return decisions;
    }

    Map<String, Memory> memories() {
        return memories;
    }

    static Event addStation(String serial, String name, Model model, Instant now) {
        return world -> {
            world.stations.put(serial, new Station(serial, name, model));
            world.state.add(new DeviceState(serial, name, model, STALE_AFTER));
            return world.engine.deviceAdded(serial, now);
        };
    }

    static Event load(RuleSet rules, Instant now) {
        return world -> {
            world.rules = rules;
            return world.engine.load(rules, now);
        };
    }

    static Event report(Report report, Instant now) {
        return world -> {
            world.device(report.serial()).apply(report);
            return world.engine.reported(report.serial(), report, now);
        };
    }

    static Event online(String serial, boolean online, Instant now) {
        return world ->
                world.device(serial).setOnline(online, now) ? world.engine.onlineChanged(serial, now) : List.of();
    }

    static Event tick(Instant now) {
        return world -> world.engine.tick(now);
    }

    /** The process ends and begins again with the same rules, or with others. */
    static Event restart(Optional<RuleSet> otherRules, Instant now) {
        return world -> {
            otherRules.ifPresent(rules -> world.rules = rules);
            world.state = new StateModel();
            for (Station station : world.stations.values()) {
                world.state.add(new DeviceState(station.serial(), station.name(), station.model(), STALE_AFTER));
            }
            world.engine = new Engine(world.settings, world.state, new ModelBinder());
            world.engine.restore(new ArrayList<>(world.memories.values()));
            return world.engine.load(world.rules, now);
        };
    }
}
