package io.github.joulekeeper.app;

import io.github.joulekeeper.dispatch.Delivery;
import io.github.joulekeeper.dispatch.DispatchPolicy;
import io.github.joulekeeper.dispatch.Effect;
import io.github.joulekeeper.dispatch.Transport;
import io.github.joulekeeper.dispatch.Way;
import io.github.joulekeeper.ledger.Ledger;
import io.github.joulekeeper.ledger.LedgerEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** Appends what happened to the ledger, and lets commands leave when the ledger says that they may. */
final class Departures {
    /** As long as the dispatcher waits to hear what became of a command. */
    private static final Duration LEDGER_TAKES_AT_MOST = DispatchPolicy.DEFAULT.deliverWithin();

    private final Ledger ledger;
    private final Map<Way, Transport> transports;
    private final Narrator narrator;
    private final Consumer<CoreEvent> events;
    private final Consumer<List<LedgerEntry>> recorded;
    private final InstantSource clock;

    /** @param recorded hears of entries once they are durable */
    Departures(
            Ledger ledger,
            Map<Way, Transport> transports,
            Narrator narrator,
            Consumer<CoreEvent> events,
            Consumer<List<LedgerEntry>> recorded,
            InstantSource clock) {
        this.ledger = ledger;
        this.transports = transports;
        this.narrator = narrator;
        this.events = events;
        this.recorded = recorded;
        this.clock = clock;
    }

    /** Carries out what came of one round of events, in its order. */
    void carryOut(List<Effect> effects) {
        if (effects.isEmpty()) {
            return;
        }
        List<LedgerEntry> entries = new ArrayList<>();
        List<Effect.Send> sends = new ArrayList<>();
        for (Effect effect : effects) {
            switch (effect) {
                case Effect.Record(LedgerEntry entry) -> {
                    entries.add(entry);
                    narrator.tell(entry);
                }
                case Effect.Send send -> sends.add(send);
                case Effect.ReadBack(String serial, List<String> keys, Way way) ->
                    transport(way).requestReadBack(serial, keys);
            }
        }
        if (sends.isEmpty()) {
            if (!entries.isEmpty()) {
                ledger.appendUnhurried(entries, () -> recorded.accept(entries));
            }
        } else {
            Instant decided = clock.instant();
            ledger.append(entries, () -> {
                sends.forEach(send -> sendInTime(send, decided));
                recorded.accept(entries);
            });
        }
    }

    /** What had to wait too long for the ledger may no longer be what is wanted. */
    private void sendInTime(Effect.Send send, Instant decided) {
        Duration waited = Duration.between(decided, clock.instant());
        if (waited.compareTo(LEDGER_TAKES_AT_MOST) > 0) {
            delivered(send, Delivery.Failed.neverSent("not sent: the ledger took %d s".formatted(waited.toSeconds())));
        } else {
            send(send);
        }
    }

    private void send(Effect.Send send) {
        transport(send.way())
                .send(send.command(), send.messageId())
                .whenComplete((delivery, failure) -> delivered(
                        send,
                        failure == null
                                ? delivery
                                : new Delivery.Failed("the transport failed: " + failure.getMessage(), false)));
    }

    private void delivered(Effect.Send send, Delivery delivery) {
        events.accept(new CoreEvent.Delivered(send.command(), send.messageId(), delivery));
    }

    private Transport transport(Way way) {
        return Objects.requireNonNull(transports.get(way));
    }
}
