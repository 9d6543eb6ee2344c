package io.github.joulekeeper.engine;

import io.github.joulekeeper.rule.Rule;
import io.github.joulekeeper.rule.Truth;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One rule on one station: its life from inactive to active and back. */
final class RuleInstance extends WakeQueue.Sleeper implements Comparable<RuleInstance> {
    private static final long NEVER = WakeQueue.NEVER;

    private final CompiledRule compiled;
    private final DeviceView device;
    private final Arbiter arbiter;
    /** Null where each new value must be seen. Also in the compiled rule, which is one step further away. */
    private final @Nullable Precheck precheck;

    private Life life;
    /** Null while it never claimed anything. */
    private @Nullable RuleClaims claims;

    private boolean memoryChanged;

    /** The place of its rule in the order of evaluation: higher priority first, then by id. */
    int rank;
    /** Whether it waits for its evaluation. */
    boolean queued;
    /** Whether it runs: the roster holds it. */
    boolean placed;
    /** Whether a store may hold a memory of it. */
    boolean remembered;

    /** @param resting shared by all rules that begin at this time and remember nothing */
    RuleInstance(CompiledRule compiled, DeviceView device, Arbiter arbiter, Life resting) {
        this.compiled = compiled;
        this.device = device;
        this.arbiter = arbiter;
        this.precheck = compiled.precheck();
        this.life = compiled.slots().none() ? resting : Life.withSlots(compiled.slots(), resting.since);
        if (!rule().enabled()) {
            life = life.own();
            life.phase = RulePhase.DISABLED;
            life.reason = "disabled in its file";
        }
    }

    /** Whether it must be evaluated after a reading that it depends on changed. */
    boolean stirs() {
        return precheck == null || !life.rests() || precheck.passes(device);
    }

    /** Evaluates it; true if it became active or ended. */
    boolean evaluate(Evaluation e, FlappingPolicy flapping, Decisions decisions) {
        if (life.phase == RulePhase.DISABLED) {
            return false;
        }
        e.begin(device, life.slots, life.graceUntil, false);
        Truth when = compiled.when().truth(e);
        Truth ending =
                compiled.until() == null ? when.negate() : compiled.until().truth(e);
        e.note(when, ending);
        if (life.mustTurnFalse && when == Truth.FALSE) {
            life.mustTurnFalse = false;
            memoryChanged = true;
        }
        if (life.mustBecomeKnown && ending != Truth.UNKNOWN) {
            life.mustBecomeKnown = false;
            memoryChanged = true;
        }
        boolean wasActive = isActive();
        switch (life.phase) {
            case ACTIVE -> goOn(e, decisions);
            case COOLING_DOWN, SUSPENDED -> {
                if (e.now() >= life.phaseEnds) {
                    idle(e, flapping, decisions);
                } else {
                    e.wakeAt(life.phaseEnds);
                }
            }
            default -> idle(e, flapping, decisions);
        }
        if (isActive()) {
            memoryChanged |= claims().follow(e);
        }
        noteMemory(e);
        return wasActive != isActive();
    }

    private void noteMemory(Evaluation e) {
        memoryChanged |= e.memoryChanged();
        if (e.heldRunning()) {
            // A `for` goes on over a restart only if it is known to have run until shortly before.
            long due = life.rememberedAt + device.staleMillis() / 2;
            if (life.rememberedAt == Long.MIN_VALUE || e.now() >= due) {
                memoryChanged = true;
            } else {
                e.wakeAt(due);
            }
        }
    }

    private void idle(Evaluation e, FlappingPolicy flapping, Decisions decisions) {
        if (life.phase == RulePhase.SUSPENDED) {
            life.forgetStarts();
        }
        boolean mayStart = !life.mustTurnFalse && !life.mustBecomeKnown && !endsAtOnce(e);
        if (mayStart && e.when() == Truth.TRUE) {
            start(e, flapping, decisions);
            return;
        }
        boolean pending = mayStart && e.heldRunning() && e.prospect(compiled.when()) == Truth.TRUE;
        if (pending && life.phase != RulePhase.PENDING) {
            enter(RulePhase.PENDING, "waits for " + Reasons.of(compiled.when(), e), e.now(), decisions);
        } else if (!pending && life.phase != RulePhase.INACTIVE) {
            String why = switch (life.phase) {
                case COOLING_DOWN -> "its cool-down is over";
                case SUSPENDED -> "its suspension is over";
                default -> "no longer waits for " + Reasons.of(compiled.when(), e);
            };
            enter(RulePhase.INACTIVE, why, e.now(), decisions);
        }
    }

    /** Whether the condition that ends it holds already: then it does not start. */
    private boolean endsAtOnce(Evaluation e) {
        return compiled.until() != null && e.ending() == Truth.TRUE;
    }

    private void start(Evaluation e, FlappingPolicy flapping, Decisions decisions) {
        long now = e.now();
        life = life.own();
        life.forgetStartsUpTo(now - flapping.within().toMillis());
        if (life.starts().size() >= flapping.starts()) {
            life.phaseEnds = flapping.suspension()
                    .map(duration -> now + duration.toMillis())
                    .orElse(NEVER);
            e.wakeAt(life.phaseEnds);
            String until = life.phaseEnds == NEVER ? "" : ", or until " + Instant.ofEpochMilli(life.phaseEnds);
            enter(
                    RulePhase.SUSPENDED,
                    "it flaps: it started %d times in %s and would start again. It starts no more until it is resumed%s"
                            .formatted(life.starts().size(), Durations.text(flapping.within()), until),
                    now,
                    decisions);
            return;
        }
        life.noteStart(now);
        life.activeSince = now;
        life.unknownSince = NEVER;
        enter(RulePhase.ACTIVE, Reasons.of(compiled.when(), e), now, decisions);
        claims = new RuleClaims(this, arbiter);
        claims.begin();
        claims.sendOnce();
        goOn(e, decisions);
    }

    private void goOn(Evaluation e, Decisions decisions) {
        long now = e.now();
        long earliest = life.activeSince + rule().minActive().toMillis();
        Optional<Duration> max = rule().maxActive();
        if (max.isPresent() && now - life.activeSince >= max.get().toMillis()) {
            end(e, "its max-active of " + Durations.text(max.get()) + " is over", decisions);
            life.mustTurnFalse = e.when() != Truth.FALSE;
            return;
        }
        Truth ending = e.ending();
        max.ifPresent(duration -> e.wakeAt(life.activeSince + duration.toMillis()));
        if (ending != Truth.UNKNOWN && life.unknownSince != NEVER) {
            life.unknownSince = NEVER;
            memoryChanged = true;
        } else if (ending == Truth.UNKNOWN && life.unknownSince == NEVER) {
            life.unknownSince = now;
            memoryChanged = true;
        }
        if (ending == Truth.TRUE) {
            if (now >= earliest) {
                end(e, endReason(e), decisions);
            } else {
                e.wakeAt(earliest);
            }
        } else if (ending == Truth.UNKNOWN && rule().endWhenUnknownFor().isPresent()) {
            Duration patience = rule().endWhenUnknownFor().get();
            long due = Math.max(life.unknownSince + patience.toMillis(), earliest);
            if (now >= due) {
                end(e, "unknown for " + Durations.text(patience) + ": " + endReason(e), decisions);
                life.mustBecomeKnown = true;
            } else {
                e.wakeAt(due);
            }
        }
    }

    private String endReason(Evaluation e) {
        return compiled.until() == null
                ? "no longer " + Reasons.of(compiled.when(), e)
                : "until " + Reasons.of(compiled.until(), e);
    }

    /** Ends it, with what its `otherwise` says. */
    private void end(Evaluation e, String why, Decisions decisions) {
        claims().end(e, id() + " ended: " + why);
        Duration cooldown = rule().cooldown();
        life.activeSince = NEVER;
        life.unknownSince = NEVER;
        if (cooldown.isZero()) {
            enter(RulePhase.INACTIVE, why, e.now(), decisions);
        } else {
            life.phaseEnds = e.now() + cooldown.toMillis();
            e.wakeAt(life.phaseEnds);
            enter(RulePhase.COOLING_DOWN, why, e.now(), decisions);
        }
    }

    /** Ends an active rule because it was removed, disabled or changed; true if it was active. */
    boolean endNow(Evaluation e, String why, Decisions decisions) {
        if (!isActive()) {
            return false;
        }
        e.begin(device, life.slots, life.graceUntil, true);
        end(e, why, decisions);
        return true;
    }

    private void enter(RulePhase next, String why, long now, Decisions decisions) {
        RulePhase from = life.phase;
        life = life.own();
        life.phase = next;
        life.since = now;
        life.reason = why;
        memoryChanged = true;
        if (next != RulePhase.COOLING_DOWN && next != RulePhase.SUSPENDED) {
            life.phaseEnds = NEVER;
        }
        decisions.phase(this, from, next, why, now);
    }

    /** Lets a suspended rule start again; true if it was suspended. */
    boolean resume(long now, Decisions decisions) {
        if (life.phase != RulePhase.SUSPENDED) {
            return false;
        }
        life.forgetStarts();
        enter(RulePhase.INACTIVE, "resumed", now, decisions);
        return true;
    }

    /** Says that a rule that was disabled runs again, or the other way round. */
    void changeFrom(RulePhase before, long now, Decisions decisions) {
        if (before != life.phase && (before == RulePhase.DISABLED || life.phase == RulePhase.DISABLED)) {
            decisions.phase(this, before, life.phase, life.phase == RulePhase.DISABLED ? life.reason : "enabled", now);
        }
    }

    /** What of it must survive a restart. */
    Memory.RuleMemory memory(Evaluation e) {
        return new InstanceMemory(e).take(this);
    }

    /**
     * Takes up its memory.
     *
     * @param restarted whether the process was restarted since, so that nothing was seen in between
     */
    void recall(Memory.RuleMemory memory, boolean restarted, long now) {
        if (life.phase == RulePhase.DISABLED) {
            return;
        }
        life = life.own();
        life.recall(memory, compiled, restarted, now, device.staleMillis());
        if (isActive()) {
            claims = new RuleClaims(this, arbiter);
            claims.recall(memory);
        }
    }

    /** Moves all that is remembered about time, for a clock that jumped. */
    void shift(long millis) {
        life = life.own();
        life.shift(millis, compiled.slots());
        memoryChanged = true;
    }

    boolean takeMemoryChanged(long now) {
        boolean changed = memoryChanged;
        memoryChanged = false;
        if (changed) {
            life = life.own();
            life.rememberedAt = now;
        }
        return changed;
    }

    CompiledRule compiled() {
        return compiled;
    }

    Rule rule() {
        return compiled.rule();
    }

    String id() {
        return compiled.rule().id();
    }

    DeviceView device() {
        return device;
    }

    String serial() {
        return device.serial();
    }

    /** Where it is and what it remembers; changed only here. */
    Life life() {
        return life;
    }

    RulePhase phase() {
        return life.phase;
    }

    boolean isActive() {
        return life.phase == RulePhase.ACTIVE;
    }

    String reason() {
        return life.reason;
    }

    /** When it became active; {@link Long#MAX_VALUE} if it is not. */
    long activeSince() {
        return life.activeSince;
    }

    RuleClaims claims() {
        return claims == null ? new RuleClaims(this, arbiter) : claims;
    }

    @Override
    public int compareTo(RuleInstance other) {
        int byRule = Integer.compare(rank, other.rank);
        return byRule != 0 ? byRule : Integer.compare(device.ordinal(), other.device.ordinal());
    }
}
