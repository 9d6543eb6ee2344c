package io.github.joulekeeper.dispatch;

import io.github.joulekeeper.ledger.LedgerEntry.Step;
import io.github.joulekeeper.state.DeviceState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When a station is asked for the values of a command, with waits that double from one time to the next. */
final class Questions {
    private static final Duration DELAYED = Duration.ofSeconds(5);

    private final Command command;
    private final Proof proof;
    private final Shared shared;
    private Instant next = Instant.MAX;
    private Duration wait;

    Questions(Command command, Proof proof, Shared shared) {
        this.command = command;
        this.proof = proof;
        this.shared = shared;
        this.wait = shared.policy().readBackAfter();
    }

    /** When the next is due; {@link Instant#MAX} when none is. */
    Instant next() {
        return next;
    }

    /** None for now. */
    void stop() {
        next = Instant.MAX;
    }

    /** None for now, and the waits begin anew. */
    void startOver() {
        stop();
        wait = shared.policy().readBackAfter();
    }

    /** The next is due at this instant at the latest, if there is anything to ask for. */
    void by(Instant instant) {
        if (!proof.keys().isEmpty() && instant.isBefore(next)) {
            next = instant;
        }
    }

    /** Asks if it is due and there is a way. */
    void advance(DeviceState device, Outbox out) {
        if (out.now().isBefore(next)) {
            return;
        }
        Optional<Way> way = shared.gate().forReading(out.now());
        if (!device.online() || way.isEmpty()) {
            next = out.now().plus(DELAYED);
            return;
        }
        shared.gate().asked(out.now());
        out.step(command.id(), Step.READ_BACK, "over %s: %s".formatted(way.get(), String.join(", ", proof.keys())));
        out.readBack(command.serial(), proof.keys(), way.get());
        next = out.now().plus(wait);
        wait = wait.multipliedBy(2);
    }
}
