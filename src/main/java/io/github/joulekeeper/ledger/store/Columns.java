package io.github.joulekeeper.ledger.store;

import java.time.Instant;

/** Instants as columns hold them. */
final class Columns {
    private Columns() {}

    /** Microseconds since 1970. */
    static long micros(Instant at) {
        return Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000L), at.getNano() / 1000);
    }
}
