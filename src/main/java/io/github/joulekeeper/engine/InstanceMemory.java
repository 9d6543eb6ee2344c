package io.github.joulekeeper.engine;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/** Turns what a rule remembers on a station into plain values and back. */
final class InstanceMemory {
    private final RuleInstance instance;
    private final Evaluation evaluation;

    InstanceMemory(RuleInstance instance, Evaluation evaluation) {
        this.instance = instance;
        this.evaluation = evaluation;
    }

    Memory.RuleMemory take() {
        Life life = instance.life();
        evaluation.begin(instance.device(), life.slots, life.graceUntil, true);
        Map<String, Double> claims = new HashMap<>();
        Map<String, Double> endValues = new HashMap<>();
        for (Claim claim : instance.claims().list()) {
            put(claims, claim.target(), claim.value());
        }
        if (instance.isActive()) {
            instance.compiled()
                    .endValues()
                    .forEach(claimed -> put(endValues, claimed, claimed.settingValue(evaluation)));
        }
        return new Memory.RuleMemory(
                instance.id(),
                instance.serial(),
                instance.compiled().conditionText(),
                life.phase,
                Instant.ofEpochMilli(life.since),
                life.reason,
                instant(life.activeSince),
                instant(life.phaseEnds),
                instant(life.unknownSince),
                life.mustTurnFalse,
                life.mustBecomeKnown,
                life.starts().stream().map(Instant::ofEpochMilli).toList(),
                LongStream.of(life.slots).boxed().toList(),
                claims,
                instance.isActive() && instance.claims().restores(),
                endValues,
                Instant.ofEpochMilli(evaluation.now()));
    }

    private static void put(Map<String, Double> into, CompiledRule.Claimed claimed, double value) {
        if (!Double.isNaN(value)) {
            into.put(claimed.setting().name(), value);
        }
    }

    /** Whether it says nothing that a rule which never ran would not say too. */
    static boolean isBlank(Memory.RuleMemory memory, CompiledRule compiled) {
        return (memory.phase() == RulePhase.INACTIVE || memory.phase() == RulePhase.DISABLED)
                && !memory.mustTurnFalse()
                && !memory.mustBecomeKnown()
                && memory.starts().isEmpty()
                && slotsAreBlank(memory.slots(), compiled.heldSlots());
    }

    private static boolean slotsAreBlank(List<Long> slots, List<Integer> heldSlots) {
        for (int slot = 0; slot < slots.size(); slot++) {
            long value = slots.get(slot);
            // The second slot of a `for` tells only what was before: without a run it may be forgotten.
            boolean secondOfHeld = heldSlots.contains(slot - 1);
            boolean blank = value == Evaluation.EMPTY || (value == 0 && !heldSlots.contains(slot)) || secondOfHeld;
            if (!blank) {
                return false;
            }
        }
        return true;
    }

    private static Optional<Instant> instant(long millis) {
        return millis == WakeQueue.NEVER ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }
}
