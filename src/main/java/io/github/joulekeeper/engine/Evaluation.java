package io.github.joulekeeper.engine;

import io.github.joulekeeper.rule.DeviceRef;
import io.github.joulekeeper.rule.Truth;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The evaluation of one rule on one station: what its nodes read and remember, and what they leave behind: when the
 * result may change by time alone, whether a {@code for} runs, whether what they remember changed. One object serves all
 * evaluations, one after the other.
 */
final class Evaluation {
    /** What an empty slot holds. */
    static final long EMPTY = Long.MIN_VALUE;

    private final Moment moment;
    private final Surroundings surroundings;
    private @Nullable DeviceView own;
    private long[] slots = {};
    private long graceUntil;
    private long wake;
    private boolean heldRunning;
    private boolean memoryChanged;
    private boolean frozen;
    private boolean optimistic;
    private Truth when = Truth.UNKNOWN;
    private Truth ending = Truth.UNKNOWN;

    Evaluation(Moment moment, Surroundings surroundings) {
        this.moment = moment;
        this.surroundings = surroundings;
    }

    /**
     * Begins an evaluation.
     *
     * @param rememberedSlots the rule's memory on this station, written unless frozen
     * @param graceEnds until when a {@code for} that was remembered over a restart waits for its first reading
     * @param forExplanation whether nothing may be written
     */
    Evaluation begin(DeviceView device, long[] rememberedSlots, long graceEnds, boolean forExplanation) {
        own = device;
        slots = rememberedSlots;
        graceUntil = graceEnds;
        wake = WakeQueue.NEVER;
        heldRunning = false;
        memoryChanged = false;
        optimistic = false;
        frozen = forExplanation;
        return this;
    }

    Moment moment() {
        return moment;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    long now() {
        return moment.millis();
    }

    @SuppressWarnings("NullAway") // set by begin
    DeviceView own() {
        return own;
    }

    @Nullable
    DeviceView device(DeviceRef ref) {
        Optional<String> serial = ref.serial();
        return serial.isPresent() ? surroundings.device(serial.get()) : own;
    }

    /** Keeps what became of the rule's condition, and of the one that ends it. */
    void note(Truth ofWhen, Truth ofEnding) {
        when = ofWhen;
        ending = ofEnding;
    }

    Truth when() {
        return when;
    }

    Truth ending() {
        return ending;
    }

    /** Notes that the result may change at this time even if no reading does. */
    void wakeAt(long at) {
        if (at < wake) {
            wake = at;
        }
    }

    long wake() {
        return wake;
    }

    void clearWake() {
        wake = WakeQueue.NEVER;
    }

    void noteHeldRunning() {
        heldRunning = true;
    }

    boolean heldRunning() {
        return heldRunning;
    }

    long slot(int index) {
        return slots[index];
    }

    void remember(int index, long value) {
        if (!frozen && slots[index] != value) {
            slots[index] = value;
            memoryChanged = true;
        }
    }

    boolean memoryChanged() {
        return memoryChanged;
    }

    boolean inGrace() {
        return now() < graceUntil;
    }

    long graceUntil() {
        return graceUntil;
    }

    /** Whether running {@code for}s are to be taken as over: tells if a rule is pending. */
    boolean optimistic() {
        return optimistic;
    }

    /** The value that a condition will have if nothing changes until its running {@code for}s are over. */
    Truth prospect(ConditionNode condition) {
        boolean wasFrozen = frozen;
        optimistic = true;
        frozen = true;
        try {
            return condition.truth(this);
        } finally {
            optimistic = false;
            frozen = wasFrozen;
        }
    }
}
