package io.github.joulekeeper.engine;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns what a rule remembers on a station into plain values and back. */
final class InstanceMemory {
    private final RuleInstance instance;
    private final Evaluation evaluation;

    InstanceMemory(RuleInstance instance, Evaluation evaluation) {
        this.instance = instance;
        this.evaluation = evaluation;
    }

    /** Hands out what of it must survive a restart; nothing once a rule that never ran would say the same. */
    void handOut(Decisions decisions) {
        boolean blank = isBlank(instance.life(), instance.compiled());
        if (blank && !instance.remembered) {
            return;
        }
        instance.remembered = !blank;
        decisions.add(new Decision.Remembered(
                Memory.RuleMemory.key(instance.id(), instance.serial()),
                blank ? Optional.empty() : Optional.of(take()),
                Instant.ofEpochMilli(evaluation.now())));
    }

    Memory.RuleMemory take() {
        Life life = instance.life();
        if (!instance.isActive()) {
            return memory(life, Map.of(), Map.of());
        }
        evaluation.begin(instance.device(), life.slots, life.graceUntil, true);
        Map<String, Double> claims = new HashMap<>();
        Map<String, Double> endValues = new HashMap<>();
        for (Claim claim : instance.claims().list()) {
            put(claims, claim.target(), claim.value());
        }
        instance.compiled().endValues().forEach(claimed -> put(endValues, claimed, claimed.settingValue(evaluation)));
        return memory(life, claims, endValues);
    }

    private Memory.RuleMemory memory(Life life, Map<String, Double> claims, Map<String, Double> endValues) {
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
                life.starts().isEmpty()
                        ? List.of()
                        : life.starts().stream().map(Instant::ofEpochMilli).toList(),
                boxed(life.slots),
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

    private static List<Long> boxed(long[] slots) {
        Long[] boxed = new Long[slots.length];
        for (int i = 0; i < slots.length; i++) {
            boxed[i] = slots[i];
        }
        return List.of(boxed);
    }

    private static boolean isBlank(Life life, CompiledRule compiled) {
        return (life.phase == RulePhase.INACTIVE || life.phase == RulePhase.DISABLED)
                && !life.mustTurnFalse
                && !life.mustBecomeKnown
                && life.starts().isEmpty()
                && slotsAreBlank(life.slots, compiled.heldSlots());
    }

    private static boolean slotsAreBlank(long[] slots, List<Integer> heldSlots) {
        for (int slot = 0; slot < slots.length; slot++) {
            long value = slots[slot];
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
