package io.github.joulekeeper.dispatch;

import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.ledger.LedgerEntry.Step;
import io.github.joulekeeper.ledger.Outcome;
import io.github.joulekeeper.state.DeviceState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One command on its way: its tries, what came back, and whether the station shows it.
 *
 * <p>Its proof is a reading that is younger than the first try and shows every value. Where nothing can be read back, the
 * acknowledgement is the proof. A reply or an acceptance that belongs to an earlier try counts as well.
 */
final class Flight {
    /** Whether its set points are still what is wanted. */
    enum Want {
        STILL,
        /** A claim ended, or a newer set point waits for its time. */
        NO_MORE,
        /** A newer set point may leave now. */
        REPLACED
    }

    private enum Phase {
        /** Handed to the transport, which has not answered. */
        SENDING,
        /** Taken by the cloud or answered by the station; the values are to show. */
        PROVING,
        /** Waits for the next try. */
        BACKOFF
    }

    private final Command command;
    private final Draft draft;
    private final Shared shared;
    private final Instant opened;
    private final Proof proof;
    private final Questions questions;
    private final Tries tries = new Tries();

    private Phase phase = Phase.BACKOFF;
    private Instant deadline;
    /** Readings from here on are an answer to the command, not older news that is still under way. */
    private Instant provoked = Instant.MAX;

    private int unproven;
    private int undelivered;
    private int passing;
    private boolean taken;
    private boolean mismatchTold;
    /** Taken by a broker whose connection was lost since: it may be gone with it. */
    private boolean mayBeLost;
    /** The way over which the last try did not arrive. */
    private Optional<Way> failedWay = Optional.empty();

    Flight(Command command, Draft draft, Shared shared, DeviceState device, Instant now) {
        this.command = command;
        this.draft = draft;
        this.shared = shared;
        this.opened = now;
        this.deadline = now;
        this.proof = new Proof(draft.sets(), device.model());
        this.questions = new Questions(command, proof, shared);
    }

    Command command() {
        return command;
    }

    Map<Setting, Double> sets() {
        return draft.sets();
    }

    boolean carries(Setting setting) {
        return draft.sets().containsKey(setting);
    }

    /** When it was last sent, {@link Instant#MIN} if never. */
    Instant lastSent() {
        return tries.last();
    }

    boolean owns(long messageId) {
        return tries.own(messageId);
    }

    /** Takes up a command that an earlier run left in doubt: it may or may not have left. */
    void resume(List<Instant> sends, Outbox out) {
        sends.forEach(at -> tries.resume(shared.ids().message(command.id(), tries.count() + 1), at));
        taken = true;
        phase = Phase.PROVING;
        deadline = out.now().plus(shared.policy().recoverWithin());
        questions.by(out.now());
        provoked = out.now();
    }

    /** Sends it once; the account's gate was passed before. */
    void send(Outbox out) {
        Way way = shared.gate().choose(failedWay, out.now());
        long message = shared.ids().message(command.id(), tries.count() + 1);
        tries.begin(message, way, out.now());
        phase = Phase.SENDING;
        deadline = out.now().plus(shared.policy().deliverWithin());
        questions.startOver();
        provoked = Instant.MAX;
        mismatchTold = false;
        mayBeLost = false;
        shared.gate().sent(way, message, out);
        out.step(command.id(), Step.SENT, "over " + way + ", try " + tries.count() + ", message " + message);
        out.send(command, message, way);
    }

    /** What the transport says about one of its messages. */
    @Nullable
    End delivered(long messageId, Delivery delivery, Outbox out) {
        return switch (delivery) {
            case Delivery.Accepted() -> {
                out.step(command.id(), Step.ACCEPTED, "message " + messageId);
                prove(out);
                yield null;
            }
            case Delivery.Refused refused -> refused(messageId, refused, out);
            case Delivery.Failed failed -> {
                out.step(command.id(), Step.FAILED, failed.reason());
                if (!failed.mayHaveArrived()) {
                    tries.neverArrived(messageId);
                }
                yield tries.isLast(messageId) && phase == Phase.SENDING ? undelivered(failed, out) : null;
            }
        };
    }

    private @Nullable End refused(long messageId, Delivery.Refused refused, Outbox out) {
        String detail = "code %s: %s".formatted(refused.code(), refused.message());
        out.step(command.id(), Step.REFUSED, detail);
        tries.refused(messageId);
        if (!tries.isLast(messageId) || phase != Phase.SENDING) {
            return null;
        }
        if (refused.passing() && passing < shared.policy().passingRetries()) {
            passing++;
            retry(detail, out.now(), out);
            return null;
        }
        return new End(Outcome.REFUSED, detail, refused.passing());
    }

    private @Nullable End undelivered(Delivery.Failed failed, Outbox out) {
        failedWay = tries.lastWay();
        if (!failed.throttled() && !shared.gate().ill()) {
            undelivered++;
            if (undelivered >= shared.policy().deliveryTries()) {
                return givenUp("%d tries did not arrive, the last one: %s".formatted(tries.count(), failed.reason()));
            }
        }
        boolean ask = failed.mayHaveArrived() && !proof.keys().isEmpty();
        retry(failed.reason(), ask ? out.now().plus(shared.policy().readBackAfter()) : out.now(), out);
        if (ask) {
            // What arrived all the same needs no second copy.
            questions.by(out.now());
        }
        return null;
    }

    /** The station's answer to one of its messages. */
    @Nullable
    End replied(Reply reply, Outbox out) {
        if (reply.away()) {
            String detail = "the station is offline: " + reply.message();
            out.step(command.id(), Step.FAILED, detail);
            return new End(Outcome.FAILED, detail);
        }
        if (!reply.done()) {
            String detail = "the station answered %s: %s".formatted(reply.code(), reply.message());
            out.step(command.id(), Step.REFUSED, detail);
            return new End(Outcome.REFUSED, detail);
        }
        if (tries.acknowledged(reply.messageId())) {
            out.step(command.id(), Step.ACKNOWLEDGED, "message " + reply.messageId());
        }
        if (proof.keys().isEmpty()) {
            return new End(Outcome.ACKNOWLEDGED, "the station acknowledged; nothing shows the value");
        }
        prove(out);
        return null;
    }

    /**
     * The connection that carried it is gone. What the broker took and the station has not answered may be lost with it:
     * the values are asked for, and it is sent again as soon as they differ.
     */
    void connectionLost(Way way, Outbox out) {
        if (phase != Phase.PROVING
                || tries.lastAcknowledged()
                || !tries.lastWay().equals(Optional.of(way))) {
            return;
        }
        mayBeLost = true;
        mismatchTold = false;
        provoked = out.now();
        questions.by(out.now().plus(shared.policy().readBackAfter()));
        Instant latest = out.now().plus(shared.policy().recoverWithin());
        deadline = latest.isBefore(deadline) ? latest : deadline;
    }

    boolean severalMayLand() {
        return tries.severalMayLand();
    }

    private void prove(Outbox out) {
        taken = true;
        failedWay = Optional.empty();
        if (provoked == Instant.MAX) {
            provoked = out.now();
        }
        if (phase != Phase.PROVING) {
            phase = Phase.PROVING;
            deadline = out.now().plus(shared.policy().confirmWithin());
        }
        questions.by(out.now().plus(shared.policy().readBackAfter()));
    }

    /** Looks whether the station shows the values by now. */
    @Nullable
    End read(DeviceState device, Outbox out) {
        if (tries.first() == Instant.MAX) {
            return null;
        }
        return switch (proof.look(device, tries.first(), provoked, out.now())) {
            case Proof.Shown() -> new End(Outcome.CONFIRMED, proof.wanted());
            case Proof.Differs(String what) -> {
                if (!mismatchTold) {
                    mismatchTold = true;
                    out.step(command.id(), Step.MISMATCH, what);
                }
                if (mayBeLost && phase == Phase.PROVING) {
                    deadline = out.now();
                }
                yield null;
            }
            case Proof.Nothing() -> null;
        };
    }

    /** Does what is due by the clock. */
    @Nullable
    End advance(Lane lane, DeviceState device, Want want, Outbox out) {
        boolean due = !out.now().isBefore(deadline);
        return switch (phase) {
            case SENDING -> due ? unanswered(out) : null;
            case PROVING -> proving(device, want, due, out);
            case BACKOFF -> backingOff(lane, device, want, due, out);
        };
    }

    private @Nullable End unanswered(Outbox out) {
        Delivery.Failed failed = new Delivery.Failed(
                "the transport did not say what became of it within %ds"
                        .formatted(shared.policy().deliverWithin().toSeconds()),
                false);
        shared.gate().delivered(tries.lastMessage(), failed, out);
        return delivered(tries.lastMessage(), failed, out);
    }

    private @Nullable End proving(DeviceState device, Want want, boolean due, Outbox out) {
        if (want == Want.REPLACED) {
            return new End(Outcome.SUPERSEDED, "a newer set point took its place before the station showed this one");
        }
        if (due) {
            return unproven(device, want, out);
        }
        questions.advance(device, out);
        return null;
    }

    private @Nullable End unproven(DeviceState device, Want want, Outbox out) {
        unproven++;
        String detail = !tries.anyAcknowledged()
                ? "taken by the cloud, but neither answered nor shown by the station"
                : "acknowledged by the station, but it does not show " + proof.wanted();
        if (want == Want.NO_MORE) {
            return new End(Outcome.UNCONFIRMED, detail + "; no longer wanted");
        }
        if (!device.online()) {
            return new End(Outcome.UNCONFIRMED, detail + "; the station is offline");
        }
        if (unproven >= shared.policy().confirmTries()) {
            return new End(Outcome.UNCONFIRMED, "%s after %d tries".formatted(detail, tries.count()));
        }
        retry(detail, tries.last().plus(shared.policy().minInterval()), out);
        return null;
    }

    private void retry(String why, Instant notBefore, Outbox out) {
        Instant next = out.now().plus(shared.backoff().before(tries.count()));
        deadline = next.isBefore(notBefore) ? notBefore : next;
        phase = Phase.BACKOFF;
        questions.stop();
        out.step(command.id(), Step.RETRY, "try %d not before %s: %s".formatted(tries.count() + 1, deadline, why));
    }

    private @Nullable End backingOff(Lane lane, DeviceState device, Want want, boolean due, Outbox out) {
        if (want != Want.STILL) {
            return new End(Outcome.SUPERSEDED, "no longer wanted before another try");
        }
        if (!device.online()) {
            return givenUp("the station is offline");
        }
        if (tries.count() >= Ids.LARGEST_TRY
                || !opened.plus(shared.policy().giveUpAfter()).isAfter(out.now())) {
            return givenUp("given up after %d tries".formatted(tries.count()));
        }
        if (!due) {
            questions.advance(device, out);
            return null;
        }
        Optional<String> objection = draft.objection(shared.guard(), device);
        if (objection.isPresent()) {
            return new End(Outcome.BLOCKED, objection.get());
        }
        if (shared.guard().mode() == Mode.OBSERVE) {
            return new End(Outcome.BLOCKED, "the mode was changed to observe before another try");
        }
        if (shared.pass(lane, out.now())) {
            send(out);
        }
        return null;
    }

    private End givenUp(String detail) {
        return taken
                ? new End(Outcome.UNCONFIRMED, "taken before, but never shown; " + detail)
                : new End(Outcome.FAILED, detail);
    }

    /** When the clock alone makes something due; {@link Instant#MAX} while it waits for the account's gate. */
    Instant wake(Instant now) {
        if (phase == Phase.BACKOFF && !now.isBefore(deadline)) {
            return opened.plus(shared.policy().giveUpAfter());
        }
        return phase != Phase.SENDING && questions.next().isBefore(deadline) ? questions.next() : deadline;
    }
}
