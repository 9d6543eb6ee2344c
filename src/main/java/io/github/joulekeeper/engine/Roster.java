package io.github.joulekeeper.engine;

import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.rule.DeviceRef;
import io.github.joulekeeper.state.DeviceState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All stations and the rules that run on them, and who depends on whom. */
final class Roster implements Surroundings {
    private final Map<String, DeviceView> devices = new LinkedHashMap<>();
    /** The same by their places in the state model. */
    private @Nullable DeviceView[] byOrdinal = new DeviceView[4];
    /** By rule and station: who reads whether that rule is active there. */
    private final Map<RuleOnStation, List<RuleInstance>> readersOfRules = new HashMap<>();
    /** By serial number: who reads that station's values without running on it. */
    private final Map<String, List<RuleInstance>> readersFromElsewhere = new HashMap<>();

    private record RuleOnStation(String rule, String serial) {}

    @Override
    public @Nullable DeviceView device(String serial) {
        return devices.get(serial);
    }

    /** The same; found without its serial number unless the state model meanwhile holds another state of the station. */
    @Nullable
    DeviceView device(DeviceState state) {
        int ordinal = state.ordinal();
        DeviceView view = ordinal >= 0 && ordinal < byOrdinal.length ? byOrdinal[ordinal] : null;
        return view != null && view.state() == state ? view : device(state.serial());
    }

    Collection<DeviceView> devices() {
        return devices.values();
    }

    Map<RulePhase, Integer> phases() {
        Map<RulePhase, Integer> counts = new EnumMap<>(RulePhase.class);
        for (DeviceView device : devices.values()) {
            device.instances().all().forEach(instance -> counts.merge(instance.phase(), 1, Integer::sum));
        }
        return counts;
    }

    /** Adds a station, or puts a new view in the place of an old one. */
    DeviceView put(DeviceState state) {
        DeviceView before = devices.get(state.serial());
        DeviceView view = new DeviceView(state, before == null ? devices.size() : before.ordinal());
        devices.put(state.serial(), view);
        if (state.ordinal() >= byOrdinal.length) {
            byOrdinal = Arrays.copyOf(byOrdinal, Math.max(state.ordinal() + 1, byOrdinal.length * 2));
        }
        byOrdinal[state.ordinal()] = view;
        return view;
    }

    @Override
    public boolean active(String rule, String serial) {
        DeviceView view = devices.get(serial);
        RuleInstance instance = view == null ? null : view.instances().get(rule);
        return instance != null && instance.isActive();
    }

    /** Who reads whether this rule is active on its station. */
    List<RuleInstance> readersOf(RuleInstance instance) {
        return readersOfRules.getOrDefault(new RuleOnStation(instance.id(), instance.serial()), List.of());
    }

    /** Who reads a station's values without running on it. */
    List<RuleInstance> readersFromElsewhere(String serial) {
        return List.copyOf(readersFromElsewhere.getOrDefault(serial, List.of()));
    }

    /**
     * The claims on a setting of a station.
     *
     * @throws IllegalArgumentException if there is no such station, or its model has no such setting
     */
    SettingClaims claims(String serial, String name) {
        DeviceView device = devices.get(serial);
        if (device == null) {
            throw new IllegalArgumentException("There is no station '%s'".formatted(serial));
        }
        Setting setting = device.state()
                .model()
                .setting(name)
                .orElseThrow(() -> new IllegalArgumentException("%s has no setting '%s'"
                        .formatted(device.state().model().name(), name)));
        return device.settings().computeIfAbsent(name, key -> new SettingClaims(device, setting));
    }

    void add(RuleInstance instance, long now) {
        instance.placed = true;
        instance.device().instances().put(instance);
        listen(instance, now);
        CompiledRule compiled = instance.compiled();
        for (String serial : compiled.stations()) {
            readersFromElsewhere
                    .computeIfAbsent(serial, key -> new ArrayList<>())
                    .add(instance);
        }
        for (CompiledRule.RuleInput input : compiled.rules()) {
            readersOfRules
                    .computeIfAbsent(key(input, instance), key -> new ArrayList<>())
                    .add(instance);
        }
    }

    /** Makes a rule hear of all that it reads. */
    void listen(RuleInstance instance, long now) {
        for (CompiledRule.Input input : instance.compiled().inputs()) {
            DeviceView view = target(input.device(), instance);
            if (view != null) {
                view.listen(instance, input, now);
            }
        }
        for (String serial : instance.compiled().stations()) {
            DeviceView view = devices.get(serial);
            if (view != null && view != instance.device()) {
                view.onlineListeners().add(instance);
            }
        }
    }

    void remove(RuleInstance instance) {
        instance.placed = false;
        instance.device().instances().remove(instance);
        CompiledRule compiled = instance.compiled();
        for (CompiledRule.Input input : compiled.inputs()) {
            DeviceView view = target(input.device(), instance);
            if (view != null) {
                view.unlisten(input.quota(), instance);
            }
        }
        for (String serial : compiled.stations()) {
            DeviceView view = devices.get(serial);
            if (view != null && view != instance.device()) {
                view.onlineListeners().remove(instance);
            }
            List<RuleInstance> readers = readersFromElsewhere.get(serial);
            if (readers != null) {
                readers.remove(instance);
            }
        }
        for (CompiledRule.RuleInput input : compiled.rules()) {
            List<RuleInstance> readers = readersOfRules.get(key(input, instance));
            if (readers != null) {
                readers.remove(instance);
            }
        }
    }

    private @Nullable DeviceView target(DeviceRef ref, RuleInstance instance) {
        return ref.serial().map(devices::get).orElseGet(() -> ref.serial().isPresent() ? null : instance.device());
    }

    private static RuleOnStation key(CompiledRule.RuleInput input, RuleInstance instance) {
        return new RuleOnStation(input.rule(), input.device().serial().orElse(instance.serial()));
    }
}
