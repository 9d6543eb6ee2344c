package io.github.joulekeeper.engine;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns what rules remember on stations into plain values. */
final class InstanceMemory {
    private final Evaluation evaluation;

    InstanceMemory(Evaluation evaluation) {
        this.evaluation = evaluation;
    }

    /** Hands out what of it must survive a restart; nothing once a rule that never ran would say the same. */
    void handOut(RuleInstance instance, Decisions decisions) {
        Life life = instance.life();
        boolean blank = life.isBlank(instance.compiled().slots());
        if (blank && !instance.remembered) {
            return;
        }
        instance.remembered = !blank;
        decisions.add(new Decision.Remembered(
                key(instance),
                blank ? Optional.empty() : Optional.of(take(instance)),
                evaluation.moment().instant()));
    }

    private static String key(RuleInstance instance) {
        Life life = instance.life();
        String key = life.memoryKey;
        if (key == null) {
            key = Memory.RuleMemory.key(instance.id(), instance.serial());
            life.memoryKey = key;
        }
        return key;
    }

    /** What of a rule must survive a restart. */
    Memory.RuleMemory take(RuleInstance instance) {
        Life life = instance.life();
        if (!instance.isActive()) {
            return memory(instance, Map.of(), Map.of());
        }
        evaluation.begin(instance.device(), life.slots, life.graceUntil, true);
        Map<String, Double> claims = new HashMap<>();
        Map<String, Double> endValues = new HashMap<>();
        for (Claim claim : instance.claims().list()) {
            put(claims, claim.target(), claim.value());
        }
        instance.compiled().endValues().forEach(claimed -> put(endValues, claimed, claimed.settingValue(evaluation)));
        return memory(instance, claims, endValues);
    }

    private Memory.RuleMemory memory(RuleInstance instance, Map<String, Double> claims, Map<String, Double> endValues) {
        Life life = instance.life();
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
                LongList.copyOf(life.slots),
                claims,
                instance.isActive() && instance.claims().restores(),
                endValues,
                evaluation.moment().instant());
    }

    private static void put(Map<String, Double> into, CompiledRule.Claimed claimed, double value) {
        if (!Double.isNaN(value)) {
            into.put(claimed.setting().name(), value);
        }
    }

    private static Optional<Instant> instant(long millis) {
        return millis == WakeQueue.NEVER ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }
}
