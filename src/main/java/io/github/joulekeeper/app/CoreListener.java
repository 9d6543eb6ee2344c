package io.github.joulekeeper.app;

import io.github.joulekeeper.dispatch.Mode;
import io.github.joulekeeper.engine.Decision;
import io.github.joulekeeper.ledger.LedgerEntry;
import io.github.joulekeeper.state.DeviceState;
import io.github.joulekeeper.state.Report;
import java.time.Instant;
import java.util.List;

/**
 * Hears what happens in the core, on the core's thread unless said otherwise: it must only take note and return. What it
 * is handed of a station may be looked at until it returns.
 */
interface CoreListener {
    /** Hears nothing. */
    CoreListener NONE = new CoreListener() {};

    /** A station is known from now on. */
    default void found(DeviceState device, Instant now) {}

    /** A report was applied to the station. */
    default void reported(DeviceState device, Report report, Instant now) {}

    /** The station came online or went. */
    default void onlineChanged(DeviceState device, Instant now) {}

    /** The engine decided this. */
    default void decided(List<Decision> decisions, Instant now) {}

    /** Commands may be sent from now on, or no more. */
    default void modeChanged(Mode mode, Instant now) {}

    /** These entries are durable in the ledger; on the ledger's thread. */
    default void recorded(List<LedgerEntry> entries) {}

    /** Tells all of them, in this order. */
    static CoreListener all(CoreListener... hearers) {
        return new CoreListener() {
            @Override
            public void found(DeviceState device, Instant now) {
                for (CoreListener hearer : hearers) {
                    hearer.found(device, now);
                }
            }

            @Override
            public void reported(DeviceState device, Report report, Instant now) {
                for (CoreListener hearer : hearers) {
                    hearer.reported(device, report, now);
                }
            }

            @Override
            public void onlineChanged(DeviceState device, Instant now) {
                for (CoreListener hearer : hearers) {
                    hearer.onlineChanged(device, now);
                }
            }

            @Override
            public void decided(List<Decision> decisions, Instant now) {
                for (CoreListener hearer : hearers) {
                    hearer.decided(decisions, now);
                }
            }

            @Override
            public void modeChanged(Mode mode, Instant now) {
                for (CoreListener hearer : hearers) {
                    hearer.modeChanged(mode, now);
                }
            }

            @Override
            public void recorded(List<LedgerEntry> entries) {
                for (CoreListener hearer : hearers) {
                    hearer.recorded(entries);
                }
            }
        };
    }
}
