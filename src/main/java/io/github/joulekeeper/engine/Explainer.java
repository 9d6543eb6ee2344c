package io.github.joulekeeper.engine;

import io.github.joulekeeper.rule.Truth;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells why a rule is where it is, without changing anything. */
final class Explainer {
    private final Evaluation e;

    Explainer(Evaluation evaluation) {
        this.e = evaluation;
    }

    Explanation.OfRule explain(RuleInstance instance) {
        CompiledRule compiled = instance.compiled();
        e.begin(instance.device(), instance.life().slots, instance.life().graceUntil, true);
        Explanation.OfCondition when = condition(compiled.when());
        Optional<Explanation.OfCondition> until =
                Optional.ofNullable(compiled.until()).map(this::condition);
        Truth ending = until.map(Explanation.OfCondition::truth)
                .orElseGet(() -> when.truth().negate());
        Wait wait = waiting(instance, when.truth(), ending);
        ConditionNode deciding =
                instance.phase() == RulePhase.ACTIVE && compiled.until() != null ? compiled.until() : compiled.when();
        return new Explanation.OfRule(
                instance.id(),
                instance.serial(),
                instance.rule().priority(),
                instance.phase(),
                Instant.ofEpochMilli(instance.life().since),
                instance.reason(),
                wait.what(),
                wait.until() == WakeQueue.NEVER ? Optional.empty() : Optional.of(Instant.ofEpochMilli(wait.until())),
                new Foresight(e).next(deciding),
                when,
                until,
                instance.claims().list().stream().map(SettingClaims::explain).toList());
    }

    private record Wait(String what, long until) {
        Wait(String what) {
            this(what, WakeQueue.NEVER);
        }
    }

    private Wait waiting(RuleInstance instance, Truth when, Truth ending) {
        return switch (instance.phase()) {
            case DISABLED -> new Wait("until it is enabled in its file");
            case SUSPENDED -> new Wait("until it is resumed or its suspension ends", instance.life().phaseEnds);
            case COOLING_DOWN -> new Wait("until its cool-down is over", instance.life().phaseEnds);
            case PENDING ->
                new Wait(
                        "until its `for` is over",
                        longestRunning(instance.compiled().when()));
            case INACTIVE -> inactive(instance, when, ending);
            case ACTIVE -> active(instance, ending);
        };
    }

    private static Wait inactive(RuleInstance instance, Truth when, Truth ending) {
        if (instance.life().mustTurnFalse) {
            return new Wait("until `when` turns false, since max-active was reached");
        }
        if (instance.life().mustBecomeKnown) {
            return new Wait("until its condition is known again");
        }
        if (instance.compiled().until() != null && ending == Truth.TRUE) {
            return new Wait("until `until` is no longer true");
        }
        return new Wait(when == Truth.UNKNOWN ? "until `when` is known and true" : "until `when` is true");
    }

    private Wait active(RuleInstance instance, Truth ending) {
        long earliest = instance.activeSince() + instance.rule().minActive().toMillis();
        long latest = instance.rule()
                .maxActive()
                .map(max -> instance.activeSince() + max.toMillis())
                .orElse(WakeQueue.NEVER);
        if (ending == Truth.TRUE && earliest > e.now()) {
            return new Wait("until its min-active is over", Math.min(earliest, latest));
        }
        if (ending == Truth.UNKNOWN) {
            long patience = instance.life().unknownSince == WakeQueue.NEVER
                    ? WakeQueue.NEVER
                    : instance.rule()
                            .endWhenUnknownFor()
                            .map(duration -> Math.max(instance.life().unknownSince + duration.toMillis(), earliest))
                            .orElse(WakeQueue.NEVER);
            String what = patience == WakeQueue.NEVER
                    ? "until the condition that ends it is known: it holds while that is unknown"
                    : "until the condition that ends it is known, or has been unknown for too long";
            return new Wait(what, Math.min(patience, latest));
        }
        String what = instance.compiled().until() == null ? "until `when` is no longer true" : "until `until` is true";
        return new Wait(latest == WakeQueue.NEVER ? what : what + ", or max-active is reached", latest);
    }

    private long longestRunning(ConditionNode condition) {
        long due = WakeQueue.NEVER;
        if (condition instanceof Remembering.Held held) {
            Optional<Long> since = held.runningSince(e);
            if (since.isPresent() && since.get() + held.millis() > e.now()) {
                due = since.get() + held.millis();
            }
        }
        for (ConditionNode part : condition.parts()) {
            long inPart = longestRunning(part);
            if (inPart != WakeQueue.NEVER) {
                due = due == WakeQueue.NEVER ? inPart : Math.max(due, inPart);
            }
        }
        return due;
    }

    private Explanation.OfCondition condition(ConditionNode condition) {
        List<Explanation.OfReading> readings = new ArrayList<>();
        condition.explain(e, readings);
        Optional<Instant> since = Optional.empty();
        Optional<Instant> due = Optional.empty();
        String note = "";
        if (condition instanceof Remembering.Held held) {
            Optional<Long> start = held.runningSince(e);
            since = start.map(Instant::ofEpochMilli);
            due = start.map(at -> at + held.millis()).filter(at -> at > e.now()).map(Instant::ofEpochMilli);
            note = due.isPresent() ? "runs" : start.isPresent() ? "held long enough" : "not running";
        }
        return new Explanation.OfCondition(
                condition.text(),
                condition.truth(e),
                note,
                since,
                due,
                readings,
                condition.parts().stream().map(this::condition).toList());
    }
}
