package io.github.joulekeeper.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a rule is on a station, and all that it remembers. Times are epoch milliseconds. */
final class Life {
    private static final long NEVER = WakeQueue.NEVER;

    private static final long[] NO_SLOTS = {};

    /** Whether several rules that never left their rest share it: then it must not change. */
    private final boolean shared;

    RulePhase phase = RulePhase.INACTIVE;
    long since;
    String reason = "";
    /** When it became active, if it is. */
    long activeSince = NEVER;
    /** When a cool-down or a suspension ends. */
    long phaseEnds = NEVER;
    /** Since when the condition that ends it is unknown. */
    long unknownSince = NEVER;
    /** Set after max-active: {@code when} must turn false before the next start. */
    boolean mustTurnFalse;
    /** Set after an end because the condition was unknown: it must be known before the next start. */
    boolean mustBecomeKnown;
    /** The latest starts, oldest first; most rules have none, and share the empty list. */
    private List<Long> starts = List.of();
    /** What its conditions remember. */
    final long[] slots;
    /** Until when a {@code for} that was remembered over a restart waits for its first reading. */
    long graceUntil = Long.MIN_VALUE;
    /** When its memory was last handed out. */
    long rememberedAt = Long.MIN_VALUE;
    /** Under which it is handed out; null before the first time. */
    @Nullable
    String memoryKey;
    /** The event in which it last became active or ended, and how often it did there. */
    private long flipEvent;

    private int flips;

    private Life(long[] slots, long now, boolean shared) {
        this.shared = shared;
        this.slots = slots;
        since = now;
    }

    /** Of a rule whose conditions remember, and so of one rule alone. */
    static Life withSlots(Slots slots, long now) {
        return new Life(slots.empty(), now, false);
    }

    /** Of all rules that rest since then and remember nothing: most rules rest most of the time. */
    static Life resting(long now) {
        return new Life(NO_SLOTS, now, true);
    }

    /** One that may change. */
    Life own() {
        return shared ? new Life(NO_SLOTS, since, false) : this;
    }

    /** Whether nothing but its condition keeps it from starting, and nothing happens to it until then. */
    boolean rests() {
        return phase == RulePhase.INACTIVE && !mustTurnFalse && !mustBecomeKnown;
    }

    /** Whether one that never ran would do the same from now on. */
    boolean isBlank(Slots layout) {
        return (phase == RulePhase.INACTIVE || phase == RulePhase.DISABLED)
                && !mustTurnFalse
                && !mustBecomeKnown
                && starts.isEmpty()
                && layout.isBlank(slots);
    }

    /** Notes that it became active or ended; how often it did within this event. */
    int flip(long event) {
        flips = flipEvent == event ? flips + 1 : 1;
        flipEvent = event;
        return flips;
    }

    /** Takes up its memory, see {@link RuleInstance#recall}. */
    void recall(Memory.RuleMemory memory, CompiledRule compiled, boolean restarted, long now, long staleMillis) {
        phase = memory.phase() == RulePhase.DISABLED ? RulePhase.INACTIVE : memory.phase();
        since = memory.since().toEpochMilli();
        reason = memory.reason();
        activeSince = millis(memory.activeSince());
        phaseEnds = millis(memory.phaseEnds());
        unknownSince = millis(memory.unknownSince());
        mustTurnFalse = memory.mustTurnFalse();
        mustBecomeKnown = memory.mustBecomeKnown();
        memory.starts().forEach(start -> noteStart(start.toEpochMilli()));
        recallSlots(memory.slots());
        if (restarted) {
            graceUntil = now + staleMillis;
            compiled.slots().restart(slots, now - memory.at().toEpochMilli() <= staleMillis);
        }
    }

    private void recallSlots(List<Long> remembered) {
        if (remembered.size() == slots.length) {
            for (int i = 0; i < slots.length; i++) {
                slots[i] = remembered.get(i);
            }
        }
    }

    List<Long> starts() {
        return starts;
    }

    void noteStart(long at) {
        List<Long> more = new ArrayList<>(starts);
        more.add(at);
        starts = more;
    }

    void forgetStarts() {
        starts = List.of();
    }

    void forgetStartsUpTo(long at) {
        starts = starts.stream().filter(start -> start > at).toList();
    }

    /** Moves all times, for a clock that jumped. */
    void shift(long millis, Slots layout) {
        since += millis;
        activeSince = shifted(activeSince, millis);
        phaseEnds = shifted(phaseEnds, millis);
        unknownSince = shifted(unknownSince, millis);
        starts = starts.stream().map(start -> start + millis).toList();
        graceUntil = Long.MIN_VALUE;
        rememberedAt = Long.MIN_VALUE;
        layout.shift(slots, millis);
    }

    private static long shifted(long time, long millis) {
        return time == NEVER ? NEVER : time + millis;
    }

    private static long millis(Optional<Instant> instant) {
        return instant.map(Instant::toEpochMilli).orElse(NEVER);
    }
}
