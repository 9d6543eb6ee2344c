package io.github.joulekeeper.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What must survive a restart. The engine hands out a new one with each change ({@link Decision.Remembered}) and takes
 * them all back with {@link Engine#restore}. Plain values only (text, finite numbers, instants), so that any store can
 * hold them.
 */
public sealed interface Memory {
    /** Under which it is stored; a later one with the same key replaces it. */
    String key();

    /**
     * A rule on a station.
     *
     * @param condition the canonical text of what starts and ends it; memory of another condition is not taken up
     * @param phase where it was
     * @param since since when
     * @param reason why, as a person reads it
     * @param activeSince when it started, if it is active
     * @param phaseEnds when its cool-down or suspension ends, if one runs and has an end
     * @param unknownSince since when the condition that ends it is unknown, if it is
     * @param mustTurnFalse whether {@code when} must turn false before the next start (after max-active)
     * @param mustBecomeKnown whether the condition must be known before the next start (after an end because it was not)
     * @param starts its latest starts, oldest first, for the flapping guard
     * @param slots what its conditions remember ({@code for}, hysteresis), in the engine's own order
     * @param claims the settings that it claims, with values in their units
     * @param restores whether its end restores what was read before
     * @param endValues the settings that its end sets, with values in their units
     * @param at when this was noted
     */
    record RuleMemory(
            String rule,
            String serial,
            String condition,
            RulePhase phase,
            Instant since,
            String reason,
            Optional<Instant> activeSince,
            Optional<Instant> phaseEnds,
            Optional<Instant> unknownSince,
            boolean mustTurnFalse,
            boolean mustBecomeKnown,
            List<Instant> starts,
            List<Long> slots,
            Map<String, Double> claims,
            boolean restores,
            Map<String, Double> endValues,
            Instant at)
            implements Memory {
        public RuleMemory {
            starts = List.copyOf(starts);
            slots = LongList.copyOf(slots);
            claims = Map.copyOf(claims);
            endValues = Map.copyOf(endValues);
        }

        @Override
        public String key() {
            return key(rule, serial);
        }

        static String key(String rule, String serial) {
            return "rule/" + rule + "/" + serial;
        }
    }

    /**
     * A claimed setting of a station.
     *
     * @param before the value that was read before the first claim began, in the setting's unit; empty if it was not known
     * @param manual a person's claim on it, if there is one
     */
    record SettingMemory(String serial, String setting, Optional<Double> before, Optional<ManualClaim> manual)
            implements Memory {
        @Override
        public String key() {
            return key(serial, setting);
        }

        static String key(String serial, String setting) {
            return "setting/" + serial + "/" + setting;
        }
    }

    /**
     * A person's claim on a setting; it outranks every rule.
     *
     * @param value in the setting's unit
     * @param until when it ends by itself, if it does
     */
    record ManualClaim(double value, Optional<Instant> until, String author, Instant since) {}
}
