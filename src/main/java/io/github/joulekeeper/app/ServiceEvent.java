package io.github.joulekeeper.app;

import io.github.joulekeeper.device.Quota;
import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.dispatch.Mode;
import io.github.joulekeeper.engine.SetPoint;
import io.github.joulekeeper.ledger.LedgerEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Something that happened in the service, for whoever watches it. Immutable. */
public sealed interface ServiceEvent {
    /** The station that it is about; empty if it is about the service as a whole. */
    Optional<Station> station();

    Instant at();

    /** A station by its serial number and its name. */
    record Station(String serial, String name) {}

    /**
     * What a station reported since it was last told of, at most once a second.
     *
     * @param changed the quotas with another value than before; empty when it only gave a sign of life
     * @param at when it was heard last
     */
    record Readings(Station of, boolean online, List<Value> changed, Instant at) implements ServiceEvent {
        public Readings {
            changed = List.copyOf(changed);
        }

        @Override
        public Optional<Station> station() {
            return Optional.of(of);
        }
    }

    /**
     * A reading.
     *
     * @param value in the quota's unit
     */
    record Value(Quota quota, double value, Instant at) {}

    /** An entry became durable in the ledger. */
    record Recorded(Optional<Station> station, LedgerEntry entry) implements ServiceEvent {
        @Override
        public Instant at() {
            return entry.at();
        }
    }

    /**
     * Another claim wins a setting, or its value changed.
     *
     * @param claim empty when nobody claims it any more
     */
    record ClaimChanged(Station of, Setting setting, Optional<SetPoint> claim, Instant at) implements ServiceEvent {
        @Override
        public Optional<Station> station() {
            return Optional.of(of);
        }
    }

    /**
     * A setting was read back with another value than before.
     *
     * @param value in the setting's unit
     */
    record SettingRead(Station of, Setting setting, double value, Instant at) implements ServiceEvent {
        @Override
        public Optional<Station> station() {
            return Optional.of(of);
        }
    }

    /** Commands may be sent from now on, or no more. */
    record ModeChanged(Mode mode, Instant at) implements ServiceEvent {
        @Override
        public Optional<Station> station() {
            return Optional.empty();
        }
    }
}
