package io.github.joulekeeper.engine;

import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.rule.Rule;
import io.github.joulekeeper.rule.RuleSet;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Brings rules onto stations, and carries over what goes on. */
final class RuleLoader {
    private final Map<String, Memory.RuleMemory> restored = new TreeMap<>();
    private final Map<String, Memory.SettingMemory> restoredSettings = new TreeMap<>();
    private final Bindings bindings;
    private final Roster roster;
    private final Arbiter arbiter;
    private final Worklist worklist;
    private final Evaluation evaluation;
    private final Decisions decisions;
    private final WakeQueue wakes;
    private Life resting = Life.resting(0);

    RuleLoader(
            Bindings bindings,
            Roster roster,
            Arbiter arbiter,
            Worklist worklist,
            Evaluation evaluation,
            Decisions decisions,
            WakeQueue wakes) {
        this.bindings = bindings;
        this.roster = roster;
        this.arbiter = arbiter;
        this.worklist = worklist;
        this.evaluation = evaluation;
        this.decisions = decisions;
        this.wakes = wakes;
    }

    void restore(Memory memory) {
        switch (memory) {
            case Memory.RuleMemory rule -> restored.put(rule.key(), rule);
            case Memory.SettingMemory setting -> restoredSettings.put(setting.key(), setting);
        }
    }

    void load(RuleSet rules, long now) {
        bindings.load(rules);
        for (DeviceView device : roster.devices()) {
            for (RuleInstance instance : List.copyOf(device.instances().all())) {
                if (!bindings.hasRule(instance.id())) {
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
        List<Bindings.Entry> waiting = bindings.unfit();
        placeAll(device, now);
        for (DeviceView other : roster.devices()) {
            if (other != device) {
                waiting.forEach(entry -> place(entry, other, now));
            }
        }
    }

    private void carryOver(DeviceView before) {
        for (RuleInstance instance : List.copyOf(before.instances().all())) {
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
        for (Bindings.Entry entry : bindings.entries()) {
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

    private void place(Bindings.Entry entry, DeviceView device, long now) {
        Rule rule = entry.rule();
        RuleInstance existing = device.instances().get(rule.id());
        CompiledRule compiled = Bindings.selects(rule, device) ? bindings.compiled(entry, device) : null;
        if (compiled == null) {
            if (existing != null) {
                remove(existing, "the rule does not run on this station any more");
            }
            return;
        }
        if (existing != null && existing.compiled() == compiled) {
            existing.rank = entry.rank();
            return;
        }
        RuleInstance fresh = new RuleInstance(compiled, device, arbiter, resting(now));
        fresh.rank = entry.rank();
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

    private Life resting(long now) {
        if (resting.since != now) {
            resting = Life.resting(now);
        }
        return resting;
    }

    private void replace(RuleInstance existing, RuleInstance fresh, long now) {
        RulePhase phase = existing.phase();
        boolean goesOn =
                existing.compiled().conditionText().equals(fresh.compiled().conditionText())
                        && fresh.rule().enabled();
        if (goesOn) {
            Memory.RuleMemory memory = existing.memory(evaluation);
            existing.claims().abandon();
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
        fresh.remembered = true;
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
        Optional<Setting> setting = device.state().model().settingOrRaw(name);
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
        if (instance.remembered) {
            forget(Memory.RuleMemory.key(instance.id(), instance.serial()));
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
}
