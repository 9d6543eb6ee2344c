package io.github.joulekeeper.dispatch;

import io.github.joulekeeper.ledger.LedgerEntry;
import io.github.joulekeeper.ledger.LedgerEntry.Step;
import io.github.joulekeeper.ledger.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the effects of one event, which happens at one instant. */
final class Outbox {
    private final Instant now;
    /** Made with the first effect: most events have none. */
    private @Nullable List<Effect> effects;

    Outbox(Instant now) {
        this.now = now;
    }

    Instant now() {
        return now;
    }

    /** All of them; nothing may be added from then on. */
    List<Effect> effects() {
        return effects == null ? List.of() : Collections.unmodifiableList(effects);
    }

    private void add(Effect effect) {
        if (effects == null) {
            effects = new ArrayList<>();
        }
        effects.add(effect);
    }

    void record(LedgerEntry entry) {
        add(new Effect.Record(entry));
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
        add(new Effect.Send(command, messageId, way));
    }

    void readBack(String serial, List<String> quotaKeys, Way way) {
        add(new Effect.ReadBack(serial, quotaKeys, way));
    }
}
