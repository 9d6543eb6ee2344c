package io.github.joulekeeper.dispatch;

import io.github.joulekeeper.ledger.LedgerEntry;
import io.github.joulekeeper.ledger.LedgerEntry.Step;
import io.github.joulekeeper.ledger.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Collects the effects of one event, which happens at one instant. */
final class Outbox {
    private final Instant now;
    private final List<Effect> effects = new ArrayList<>();

    Outbox(Instant now) {
        this.now = now;
    }

    Instant now() {
        return now;
    }

    List<Effect> effects() {
        return List.copyOf(effects);
    }

    void record(LedgerEntry entry) {
        effects.add(new Effect.Record(entry));
    }

    void step(long command, Step step, String detail) {
        record(new LedgerEntry.CommandStep(command, step, detail, now));
    }

    void end(long command, Outcome outcome, String detail) {
        record(new LedgerEntry.CommandEnded(command, outcome, detail, now));
    }

    void remember(String key, String value) {
        record(new LedgerEntry.Remembered(key, value, now));
    }

    void forget(String key) {
        record(new LedgerEntry.Remembered(key, "", now));
    }

    void note(String kind, String subject, String detail) {
        record(new LedgerEntry.Noted(kind, subject, detail, now));
    }

    void send(Command command, long messageId, Way way) {
        effects.add(new Effect.Send(command, messageId, way));
    }

    void readBack(String serial, List<String> quotaKeys, Way way) {
        effects.add(new Effect.ReadBack(serial, quotaKeys, way));
    }
}
