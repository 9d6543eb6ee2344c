package io.github.joulekeeper.dispatch;

import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.engine.SetPoint;
import io.github.joulekeeper.ledger.LedgerEntry;
import io.github.joulekeeper.ledger.Outcome;
import io.github.joulekeeper.state.DeviceState;
import io.github.joulekeeper.state.Report;
import java.time.Instant;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The commands of one station, one at a time, so that none overtakes another. */
final class Lane {
    private final String serial;
    private final Shared shared;
    private final Doubts doubts;
    private final Targets targets;
    private final Launch launch;
    private @Nullable Sightings sightings;
    private @Nullable Flight flight;
    private Instant wake = Instant.MAX;
    /** The flight's sending that the targets were told of last. */
    private Instant noted = Instant.MIN;
    /** When the dispatcher's timer for this lane is set; never later than {@link #wake}. */
    Instant timer = Instant.MAX;

    Lane(String serial, Shared shared) {
        this.serial = serial;
        this.shared = shared;
        this.doubts = new Doubts(shared.policy().doubtFor());
        this.targets = new Targets(serial, shared.policy(), doubts);
        this.launch = new Launch(this, shared, targets);
    }

    String serial() {
        return serial;
    }

    /** When it must be advanced, should nothing happen before; {@link Instant#MAX} for never. */
    Instant wake() {
        return wake;
    }

    Targets targets() {
        return targets;
    }

    @Nullable
    Flight flight() {
        return flight;
    }

    void change(SetPoint setPoint, Outbox out) {
        targets.change(setPoint, out);
    }

    void release(Setting setting, Outbox out) {
        targets.drop(setting, out);
    }

    void resume(Flight resumed) {
        take(resumed);
    }

    void stationBack(Instant now) {
        targets.all().forEach(target -> target.stationBack(now, shared.policy().onlinePause()));
    }

    /** Wants again what the gate held for a reason that may have gone. */
    void wantAgain(Predicate<Target> which, Instant now) {
        for (Target target : targets.all()) {
            if (which.test(target)) {
                target.want(now);
            }
        }
    }

    void reported(Report report, DeviceState device, Outbox out) {
        if (sightings == null || !sightings.of(device.model())) {
            sightings = new Sightings(shared.readBacks(device.model()));
        }
        if (report.source() != Report.Source.SNAPSHOT) {
            targets.shown(device, report.at());
        }
        Sightings.Seen seen = sightings.see(report);
        if (seen.news()) {
            for (Sightings.Change change : seen.changes()) {
                changed(change, out);
            }
            // What could not be built may be by now: a companion was read.
            wantAgain(target -> target.held(Target.Hold.BLOCKED), out.now());
        }
    }

    private void changed(Sightings.Change change, Outbox out) {
        Setting setting = change.setting();
        if (flight != null && flight.carries(setting)) {
            return;
        }
        Target target = targets.of(setting);
        boolean ours = doubts.explain(setting.name(), change.to(), out.now());
        if (!ours) {
            out.record(new LedgerEntry.ExternalChange(
                    serial, setting.name(), setting.format(change.from()), setting.format(change.to()), out.now()));
        }
        if (target == null || target.value() == change.to()) {
            return;
        }
        if (target.settled() && (ours || !target.verified())) {
            // Not somebody's answer to it: an older command of ours, or a change from before it was decided.
            target.want(out.now());
        } else if (target.settled() && target.setPoint().enforce()) {
            target.enforce(
                    out.now(), shared.policy().minInterval(), shared.policy().heldPause());
        } else if (!ours && !target.standing() && target.heldAfterSending()) {
            // Somebody has set it since; the older wish yields.
            targets.drop(setting, out);
        }
    }

    void delivered(long messageId, Delivery delivery, Outbox out) {
        if (flight != null && flight.owns(messageId)) {
            finish(flight.delivered(messageId, delivery, out), out);
        }
    }

    /** The connection of a way is gone. */
    void connectionLost(Way way, Outbox out) {
        if (flight != null) {
            flight.connectionLost(way, out);
        }
    }

    void replied(Reply reply, Outbox out) {
        if (flight != null && flight.owns(reply.messageId())) {
            finish(flight.replied(reply, out), out);
        }
    }

    /** Does all that can be done now: ends what is proven or overdue, sends what is due. */
    void advance(Outbox out) {
        advance(shared.state().device(serial).orElse(null), out);
    }

    /** The same, of a station that was looked up already; null if there is none. */
    void advance(@Nullable DeviceState device, Outbox out) {
        if (device == null) {
            wake = Instant.MAX;
            return;
        }
        if (flight == null && targets.quiet()) {
            wake = Instant.MAX;
            return;
        }
        while (flight != null ? fly(flight, device, out) : depart(device, out)) {
            // Each turn ends a command or opens one.
        }
        Instant now = out.now();
        if (flight == null) {
            wake = device.online() ? targets.wake(now) : Instant.MAX;
            return;
        }
        wake = flight.wake(now);
        for (Setting setting : flight.sets().keySet()) {
            Target target = targets.of(setting);
            if (target != null && replaces(target)) {
                Instant eligible = targets.eligibleAt(target);
                wake = eligible.isAfter(now) && eligible.isBefore(wake) ? eligible : wake;
            }
        }
    }

    /** True if the command ended. */
    private boolean fly(Flight current, DeviceState device, Outbox out) {
        End end = current.read(device, out);
        if (end != null && end.outcome() == Outcome.CONFIRMED && sightings != null && sightings.of(device.model())) {
            sightings.proven(device, current.sets().keySet());
        }
        if (end == null) {
            end = current.advance(this, device, want(current, device, out.now()), out);
            noteSent(current);
        }
        return finish(end, out);
    }

    private Flight.Want want(Flight current, DeviceState device, Instant now) {
        Flight.Want want = Flight.Want.STILL;
        for (Map.Entry<Setting, Double> set : current.sets().entrySet()) {
            Target target = targets.of(set.getKey());
            if (target == null) {
                want = want == Flight.Want.STILL ? Flight.Want.NO_MORE : want;
            } else if (replaces(target)) {
                boolean ready = device.online() && !targets.eligibleAt(target).isAfter(now);
                want = ready || want == Flight.Want.REPLACED ? Flight.Want.REPLACED : Flight.Want.NO_MORE;
            }
        }
        return want;
    }

    private boolean replaces(Target target) {
        Double carried = flight == null ? null : flight.sets().get(target.setting());
        return carried != null && carried != target.value();
    }

    /** True if something was done that may make more possible. */
    private boolean depart(DeviceState device, Outbox out) {
        targets.settleShown(device, out);
        targets.releaseHolds(out);
        if (!device.online()) {
            return false;
        }
        var group = targets.nextGroup(device, out.now());
        if (group.isEmpty()) {
            return false;
        }
        return switch (launch.launch(group, device, out)) {
            case Launch.Left(Flight left) -> {
                take(left);
                yield true;
            }
            case Launch.Held() -> true;
            case Launch.Waits() -> false;
        };
    }

    private void take(Flight next) {
        flight = next;
        noted = Instant.MIN;
        noteSent(next);
    }

    private void noteSent(Flight current) {
        Instant sent = current.lastSent();
        if (sent != Instant.MIN && sent != noted) {
            noted = sent;
            current.sets().keySet().forEach(setting -> targets.sent(setting, sent));
        }
    }

    private boolean finish(@Nullable End end, Outbox out) {
        Flight ended = flight;
        if (end == null || ended == null) {
            return false;
        }
        out.end(ended.command().id(), end.outcome(), end.detail());
        flight = null;
        boolean mayLand = ended.severalMayLand()
                || (end.outcome() != Outcome.CONFIRMED
                        && end.outcome() != Outcome.ACKNOWLEDGED
                        && end.outcome() != Outcome.REFUSED);
        ended.sets().forEach((setting, value) -> {
            if (mayLand) {
                doubts.add(setting.name(), value, out.now());
            }
            Target target = targets.of(setting);
            if (target != null && target.value() == value) {
                ended(target, end, out);
            }
        });
        return true;
    }

    private void ended(Target target, End end, Outbox out) {
        DispatchPolicy policy = shared.policy();
        Instant now = out.now();
        switch (end.outcome()) {
            case CONFIRMED, ACKNOWLEDGED -> targets.verify(target, out);
            case REFUSED -> {
                if (target.standing() || end.passing()) {
                    target.hold(Target.Hold.REFUSED, now, now.plus(policy.heldPause()));
                } else {
                    targets.drop(target.setting(), out);
                }
            }
            case UNCONFIRMED -> target.hold(Target.Hold.UNPROVEN, now, now.plus(policy.heldPause()));
            case FAILED ->
                target.hold(
                        Target.Hold.UNDELIVERED,
                        now,
                        now.plus(shared.gate().ill() ? policy.probeInterval() : policy.heldPause()));
            case BLOCKED -> launch.block(target, end.detail(), out);
            case SUPERSEDED, OBSERVED -> {
                // It stays wanted: another field of the same command was replaced.
            }
        }
    }
}
