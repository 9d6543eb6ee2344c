package io.github.joulekeeper.engine;

import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.rule.Rule;
import io.github.joulekeeper.rule.RuleBinder;
import io.github.joulekeeper.rule.RuleIssue;
import io.github.joulekeeper.rule.RuleSet;
import io.github.joulekeeper.state.StateModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Brings rules onto stations: binds and compiles them, and carries over what goes on. */
final class RuleLoader implements RuleBinder.Scope {
    /** Rules of the loaded set with what became of binding them to each model, by id. */
    private Map<String, Entry> entries = new LinkedHashMap<>();

    private final Map<String, Memory.RuleMemory> restored = new TreeMap<>();
    private final Map<String, Memory.SettingMemory> restoredSettings = new TreeMap<>();
    private final EngineSettings settings;
    private final StateModel state;
    private final RuleBinder binder;
    private final Roster roster;
    private final Arbiter arbiter;
    private final Worklist worklist;
    private final Evaluation evaluation;
    private final Decisions decisions;
    private final WakeQueue wakes;

    private static final class Entry {
        private final Rule rule;
        private int rank;
        private final Map<String, Fit> byModel = new HashMap<>();

        Entry(Rule rule) {
            this.rule = rule;
        }
    }

    /** A rule on a model: compiled, or why not. */
    private record Fit(@Nullable CompiledRule compiled, String why) {}

    RuleLoader(
            EngineSettings settings,
            StateModel state,
            RuleBinder binder,
            Roster roster,
            Arbiter arbiter,
            Worklist worklist,
            Evaluation evaluation,
            Decisions decisions,
            WakeQueue wakes) {
        this.settings = settings;
        this.state = state;
        this.binder = binder;
        this.roster = roster;
        this.arbiter = arbiter;
        this.worklist = worklist;
        this.evaluation = evaluation;
        this.decisions = decisions;
        this.wakes = wakes;
    }

    @Override
    public Optional<RuleBinder.Other> device(String nameOrSerial) {
        return state.byNameOrSerial(nameOrSerial).map(device -> new RuleBinder.Other(device.serial(), device.model()));
    }

    @Override
    public boolean hasRule(String id) {
        return entries.containsKey(id);
    }

    @Override
    public Collection<String> ruleIds() {
        return entries.keySet();
    }

    @Override
    public boolean hasPlace() {
        return settings.place().isPresent();
    }

    void restore(Memory memory) {
        switch (memory) {
            case Memory.RuleMemory rule -> restored.put(rule.key(), rule);
            case Memory.SettingMemory setting -> restoredSettings.put(setting.key(), setting);
        }
    }

    void load(RuleSet rules, long now) {
        Map<String, Entry> before = entries;
        entries = new LinkedHashMap<>();
        for (Rule rule : rules.rules()) {
            Entry known = before.get(rule.id());
            entries.put(rule.id(), known != null && known.rule.equals(rule) ? known : new Entry(rule));
        }
        int rank = 0;
        for (Entry entry : entries.values().stream()
                .sorted(Comparator.comparingInt((Entry entry) -> -entry.rule.priority())
                        .thenComparing(entry -> entry.rule.id()))
                .toList()) {
            entry.rank = rank++;
        }
        for (DeviceView device : roster.devices()) {
            for (RuleInstance instance : List.copyOf(device.instances().values())) {
                if (!entries.containsKey(instance.id())) {
                    remove(instance, "the rule was removed");
                }
            }
            placeAll(device, now);
        }
    }

    /** Places all rules on a station that is new, or whose state was replaced. */
    void deviceAdded(DeviceView device, @Nullable DeviceView before, long now) {
        if (before != null) {
            carryOver(before);
        }
        for (RuleInstance reader : roster.readersFromElsewhere(device.serial())) {
            roster.listen(reader, now);
            worklist.add(reader);
        }
        // What did not fit elsewhere may have waited for this station's name.
        List<Entry> waiting = entries.values().stream()
                .filter(entry -> entry.byModel.values().stream().anyMatch(fit -> fit.compiled == null))
                .toList();
        placeAll(device, now);
        for (DeviceView other : roster.devices()) {
            if (other != device) {
                waiting.forEach(entry -> place(entry, other, now));
            }
        }
    }

    private void carryOver(DeviceView before) {
        for (RuleInstance instance : List.copyOf(before.instances().values())) {
            Memory.RuleMemory memory = instance.memory(evaluation);
            restored.put(memory.key(), memory);
            roster.remove(instance);
            wakes.schedule(instance, WakeQueue.NEVER);
        }
        before.settings().values().forEach(claims -> claims.memory().ifPresent(this::restore));
        before.settings().values().forEach(claims -> wakes.schedule(claims, WakeQueue.NEVER));
        wakes.schedule(before, WakeQueue.NEVER);
    }

    private void placeAll(DeviceView device, long now) {
        recallSettings(device);
        for (Entry entry : entries.values()) {
            place(entry, device, now);
        }
        endOrphans(device, now);
    }

    private void recallSettings(DeviceView device) {
        String prefix = Memory.SettingMemory.key(device.serial(), "");
        restoredSettings.values().removeIf(memory -> {
            if (!memory.key().startsWith(prefix)) {
                return false;
            }
            device.state()
                    .model()
                    .setting(memory.setting())
                    .ifPresentOrElse(
                            setting -> {
                                SettingClaims claims = claims(device, setting);
                                claims.recall(memory);
                                arbiter.touch(claims);
                            },
                            () -> forget(memory.key()));
            return true;
        });
    }

    /** Ends what was active before the restart and is no longer there, as far as memory tells how. */
    private void endOrphans(DeviceView device, long now) {
        restored.values().removeIf(memory -> {
            if (!memory.serial().equals(device.serial())) {
                return false;
            }
            endFromMemory(memory, device, RulePhase.INACTIVE, "the rule is no longer there", now);
            forget(memory.key());
            return true;
        });
    }

    private void place(Entry entry, DeviceView device, long now) {
        Rule rule = entry.rule;
        RuleInstance existing = device.instances().get(rule.id());
        CompiledRule compiled = selects(rule, device) ? fit(entry, device).compiled : null;
        if (compiled == null) {
            if (existing != null) {
                remove(existing, "the rule does not run on this station any more");
            }
            return;
        }
        if (existing != null && existing.compiled() == compiled) {
            existing.rank = entry.rank;
            return;
        }
        RuleInstance fresh = new RuleInstance(compiled, device, arbiter, now);
        fresh.rank = entry.rank;
        if (existing != null) {
            replace(existing, fresh, now);
        } else {
            Memory.RuleMemory memory = restored.remove(Memory.RuleMemory.key(rule.id(), device.serial()));
            if (memory != null) {
                recall(fresh, memory, now);
            }
        }
        roster.add(fresh, now);
        worklist.add(fresh);
    }

    private void replace(RuleInstance existing, RuleInstance fresh, long now) {
        RulePhase phase = existing.phase();
        boolean goesOn =
                existing.compiled().conditionText().equals(fresh.compiled().conditionText())
                        && fresh.rule().enabled();
        if (goesOn) {
            Memory.RuleMemory memory = existing.memory(evaluation);
            existing.abandon();
            fresh.recall(memory, false, now);
            endDroppedClaims(memory, fresh, now);
        } else if (existing.endNow(
                evaluation, fresh.rule().enabled() ? "its condition was changed" : "it was disabled", decisions)) {
            phase = existing.phase();
        }
        fresh.remembered = existing.remembered;
        discard(existing);
        fresh.changeFrom(phase, now, decisions);
    }

    private void recall(RuleInstance fresh, Memory.RuleMemory memory, long now) {
        fresh.remembered = Optional.of(memory);
        if (fresh.rule().enabled() && memory.condition().equals(fresh.compiled().conditionText())) {
            fresh.recall(memory, true, now);
            endDroppedClaims(memory, fresh, now);
        } else {
            endFromMemory(memory, fresh.device(), fresh.phase(), "the rule was changed", now);
        }
    }

    /** What a rule claimed before a change and claims no more ends as its `otherwise` then said. */
    private void endDroppedClaims(Memory.RuleMemory memory, RuleInstance fresh, long now) {
        if (memory.phase() != RulePhase.ACTIVE) {
            return;
        }
        memory.claims().keySet().stream()
                .filter(name -> fresh.compiled().set().stream()
                        .noneMatch(claimed -> claimed.setting().name().equals(name)))
                .sorted()
                .forEach(name -> endClaim(memory, fresh.device(), name, "the rule no longer sets it", now));
    }

    private void endFromMemory(Memory.RuleMemory memory, DeviceView device, RulePhase next, String why, long now) {
        if (memory.phase() != RulePhase.ACTIVE) {
            return;
        }
        decisions.add(new Decision.PhaseChanged(
                memory.rule(), memory.serial(), RulePhase.ACTIVE, next, why, Instant.ofEpochMilli(now)));
        TreeMap<String, Double> all = new TreeMap<>(memory.claims());
        memory.endValues().forEach(all::putIfAbsent);
        all.keySet().forEach(name -> endClaim(memory, device, name, why, now));
    }

    private void endClaim(Memory.RuleMemory memory, DeviceView device, String name, String why, long now) {
        Optional<Setting> setting = device.state().model().setting(name);
        if (setting.isPresent()) {
            SettingClaims claims = claims(device, setting.get());
            claims.ended(
                    memory.rule(),
                    0,
                    memory.activeSince().map(Instant::toEpochMilli).orElse(now),
                    memory.restores() && memory.claims().containsKey(name),
                    memory.endValues().getOrDefault(name, Double.NaN),
                    memory.rule() + " ended: " + why);
            arbiter.touch(claims);
        }
    }

    private static SettingClaims claims(DeviceView device, Setting setting) {
        return device.settings().computeIfAbsent(setting.name(), name -> new SettingClaims(device, setting));
    }

    private void remove(RuleInstance instance, String why) {
        instance.endNow(evaluation, why, decisions);
        if (instance.remembered.isPresent()) {
            forget(instance.remembered.get().key());
        }
        discard(instance);
    }

    private void discard(RuleInstance instance) {
        boolean wasRead = !roster.readersOf(instance).isEmpty();
        roster.remove(instance);
        wakes.schedule(instance, WakeQueue.NEVER);
        if (wasRead) {
            roster.readersOf(instance).forEach(worklist::add);
        }
    }

    private void forget(String key) {
        decisions.add(new Decision.Remembered(key, Optional.empty(), Instant.ofEpochMilli(evaluation.now())));
    }

    private static boolean selects(Rule rule, DeviceView device) {
        return rule.devices()
                .selects(
                        device.serial(),
                        device.state().name(),
                        device.state().model().id());
    }

    private Fit fit(Entry entry, DeviceView device) {
        Model model = device.state().model();
        Fit known = entry.byModel.get(model.id());
        if (known == null || known.compiled == null || known.compiled.bound().model() != model) {
            known = bind(entry.rule, model);
            entry.byModel.put(model.id(), known);
        }
        return known;
    }

    private Fit bind(Rule rule, Model model) {
        return switch (binder.bind(rule, model, this)) {
            case RuleBinder.Binding.Bound(var bound) -> new Fit(Compiler.compile(bound, settings.zone()), "");
            case RuleBinder.Binding.Unfit(var issues) ->
                new Fit(null, issues.stream().map(RuleIssue::message).collect(Collectors.joining("; ")));
        };
    }

    /** The rules that select a station but do not fit its model. */
    List<Explanation.NotApplicable> notApplicable() {
        List<Explanation.NotApplicable> all = new ArrayList<>();
        for (Entry entry : entries.values()) {
            for (DeviceView device : roster.devices()) {
                Fit fit = entry.byModel.get(device.state().model().id());
                if (fit != null && fit.compiled == null && selects(entry.rule, device)) {
                    all.add(new Explanation.NotApplicable(entry.rule.id(), device.serial(), fit.why));
                }
            }
        }
        return all;
    }
}
