package io.github.joulekeeper.dispatch;

import io.github.joulekeeper.engine.Decision;
import io.github.joulekeeper.engine.SetPoint;
import io.github.joulekeeper.ledger.CommandLog;
import io.github.joulekeeper.ledger.LedgerEntry;
import io.github.joulekeeper.ledger.LedgerEntry.Step;
import io.github.joulekeeper.rule.Limit;
import io.github.joulekeeper.state.DeviceState;
import io.github.joulekeeper.state.Report;
import io.github.joulekeeper.state.StateModel;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Brings stations to their set points and proves it. Pure and deterministic: time is handed in with each event, effects
 * come back as values, and the same events give the same effects. Belongs to the writer's thread.
 *
 * <p>Decisions of one event are handed over together, since settings that one command carries go out together.
 *
 * <p>What it decides where the language leaves room:
 * <ul>
 *   <li>A station that is offline, or not yet known to be online, is sent nothing. Its newest set points wait without end
 *       and leave when it is online, save what it shows by then.
 *   <li>A standing set point whose command ended refused, unconfirmed or failed is tried again with a new command when its
 *       value or its claim changes, when the station comes back online (but not sooner than {@code onlinePause} after
 *       that end), or after {@code heldPause}; never sooner. If the station shows the value in the meantime, all is well.
 *   <li>A value to be set once ends with its command, save that it is tried again in the same way for at most
 *       {@code oneShotLifetime} when the command was unconfirmed, failed, or refused with a passing code: a rule's end
 *       must reach the station. It yields when somebody else sets the setting after it was first tried.
 *   <li>Each try goes one way. The next try of a command that did not arrive takes the other way if there is one that is
 *       open, and all commands take the fallback while the first way cools down or has no connection. A try that may have
 *       arrived is not repeated before the station was asked for its values and {@code readBackAfter} passed. A second
 *       copy then does no harm, since commands set values and no differences; until {@code doubtFor} is over the earlier
 *       copy may still take effect, as below.
 *   <li>What the broker took and the station did not answer may be lost with the broker's connection: the values are asked
 *       for then, and it is sent again as soon as they differ, or after {@code recoverWithin}.
 *   <li>While every way cools down, commands wait and their tries do not count; a command that never arrived ends
 *       failed at the latest after {@code giveUpAfter}.
 *   <li>A newer set point ends an older command as superseded only when it may leave itself; until then the older may
 *       still be confirmed. It waits for the transport's answer to what is being handed over, so that none overtakes.
 *   <li>What was superseded or unconfirmed, or sent more than once, may still take effect for {@code doubtFor}: until then the same setting is sent
 *       even if the station shows the wanted value, and such a late change is undone rather than called external.
 *   <li>What the station showed already when it was decided counts as set once a later reading shows it too; if the next
 *       reading shows another value, the change was older than the decision, and the set point is sent.
 *   <li>With {@code enforce} an external change is undone at once, but no more often than {@code minInterval}, and with
 *       waits that double up to {@code heldPause} while the other side goes on.
 * </ul>
 */
public final class Dispatcher {
    private final Shared shared;
    private final Map<String, Lane> lanes = new LinkedHashMap<>();
    /**
     * A lane's timer stays where it is while the lane needs it later or not at all, since most commands end long before it
     * would fire; it is corrected when it becomes the first.
     */
    private final PriorityQueue<Timer> timers = new PriorityQueue<>(
            Comparator.comparing(Timer::at).thenComparing(timer -> timer.lane().serial()));

    private record Timer(Instant at, Lane lane) {}

    /**
     * @param routes the ways that commands may go; over MQTT none goes before {@link #connected} said that it is there
     * @param lastCommandId the largest command id ever used, {@link CommandLog#lastCommandId()}
     * @param messageOffset shifts the message ids, so that two installations on one account do not use the same; the same
     *     at each start of an installation
     * @param random for the jitter of retries
     */
    public Dispatcher(
            DispatchPolicy policy,
            Routes routes,
            StateModel state,
            long lastCommandId,
            long messageOffset,
            RandomGenerator random) {
        this.shared =
                new Shared(policy, routes, state, new Backoff(policy, random), new Ids(lastCommandId, messageOffset));
    }

    /** The same with HTTP as the only way. */
    public Dispatcher(
            DispatchPolicy policy, StateModel state, long lastCommandId, long messageOffset, RandomGenerator random) {
        this(policy, Routes.only(Way.HTTP), state, lastCommandId, messageOffset, random);
    }

    /** Carries out what the engine decided at one event; a change of phase becomes an entry of the ledger. */
    public List<Effect> decided(List<Decision> decisions, Instant now) {
        Outbox out = new Outbox(now);
        Set<Lane> touched = new LinkedHashSet<>();
        for (Decision decision : decisions) {
            switch (decision) {
                case Decision.PhaseChanged(var rule, var serial, var from, var to, var reason, var at) ->
                    out.record(new LedgerEntry.RuleChanged(rule, serial, from.name(), to.name(), reason, at));
                case Decision.SetPointChanged(SetPoint setPoint) -> {
                    Lane lane = lane(setPoint.serial());
                    lane.change(setPoint, out);
                    touched.add(lane);
                }
                case Decision.Released(var serial, var setting, var at) -> {
                    Lane lane = lane(serial);
                    lane.release(setting, out);
                    touched.add(lane);
                }
                case Decision.Remembered _ -> {
                    // Nothing to carry out: whoever stores the ledger's entries stores it with them.
                }
            }
        }
        touched.forEach(lane -> advance(lane, out));
        return finish(out);
    }

    /** A report came and was applied to the state before. */
    public List<Effect> reported(Report report, Instant now) {
        Outbox out = new Outbox(now);
        Lane lane = lane(report.serial());
        DeviceState device = shared.state().device(report.serial()).orElse(null);
        if (device != null) {
            lane.reported(report, device, out);
        }
        lane.advance(device, out);
        schedule(lane);
        return finish(out);
    }

    /** The transport says what became of a message. */
    public List<Effect> delivered(Command command, long messageId, Delivery delivery, Instant now) {
        return one(command.serial(), now, (lane, out) -> {
            shared.gate().delivered(messageId, delivery, out);
            lane.delivered(messageId, delivery, out);
        });
    }

    /** The connection of a way came or went. */
    public List<Effect> connected(Way way, boolean connected, Instant now) {
        Outbox out = new Outbox(now);
        if (shared.gate().connected(way, connected, out) && !connected) {
            for (Lane lane : lanes.values()) {
                lane.connectionLost(way, out);
                advance(lane, out);
            }
        }
        return finish(out);
    }

    /** While held no command leaves, since it could not be recorded; the newest set points wait. */
    public List<Effect> hold(boolean held, Instant now) {
        Outbox out = new Outbox(now);
        if (shared.gate().hold(held)) {
            out.note(
                    "dispatch",
                    "",
                    held
                            ? "commands pause: the ledger cannot be written"
                            : "the ledger can be written again; commands go on");
        }
        return finish(out);
    }

    /** A station answered a command; answers to unknown messages are somebody else's. */
    public List<Effect> replied(Reply reply, Instant now) {
        return one(reply.serial(), now, (lane, out) -> lane.replied(reply, out));
    }

    /** A station came online or went offline, and the state says so. */
    public List<Effect> onlineChanged(String serial, Instant now) {
        return one(serial, now, (lane, out) -> {
            if (shared.state().device(serial).filter(device -> device.online()).isPresent()) {
                lane.stationBack(now);
            }
        });
    }

    /** Does what is due by the clock. */
    public List<Effect> tick(Instant now) {
        Outbox out = new Outbox(now);
        for (Timer due = firstTimer(); due != null && !due.at().isAfter(now); due = firstTimer()) {
            advance(due.lane(), out);
        }
        return finish(out);
    }

    /** When {@link #tick} is to be called next, if nothing happens before. It may lie in the past: then at once. */
    public Optional<Instant> nextWake() {
        Timer first = firstTimer();
        Instant timer = first == null ? Instant.MAX : first.at();
        Instant gate = shared.anyWaiting() ? shared.gate().freeAt() : Instant.MAX;
        Instant next = gate.isBefore(timer) ? gate : timer;
        return next == Instant.MAX ? Optional.empty() : Optional.of(next);
    }

    /** Replaces the limits. What they block no longer is sent, what they block now is not tried again. */
    public List<Effect> setLimits(List<Limit> limits, Instant now) {
        shared.guard().setLimits(limits);
        return all(now, lane -> lane.wantAgain(target -> target.held(Target.Hold.BLOCKED), now));
    }

    /** Changes the mode. What was only observed is sent once the mode is control. */
    public List<Effect> setMode(Mode mode, Instant now) {
        shared.guard().setMode(mode);
        return all(
                now, lane -> lane.wantAgain(target -> mode == Mode.CONTROL && target.held(Target.Hold.OBSERVED), now));
    }

    /** Says whether raw payloads may be sent; they may not unless it was said. */
    public void setRawAllowed(boolean allowed) {
        shared.guard().setRawAllowed(allowed);
    }

    public Mode mode() {
        return shared.guard().mode();
    }

    /** Whether commands wait because every way that they may go cools down, or is not there while another cools down. */
    public boolean paused() {
        return shared.gate().paused();
    }

    /**
     * Takes up what an earlier run left: commands without an end are read back, and end confirmed, are sent again if they
     * are still wanted, or end unconfirmed; remembered set points wait again. To be called once, after the stations are
     * known and before anything else.
     *
     * @param commands the commands that are open, and those that ended within the last minute or the shortest time between
     *     two sends: they count for that, and for the budget of requests
     * @param remembered all that the ledger remembers; keys of others are left alone
     */
    public List<Effect> recover(List<CommandLog.CommandRecord> commands, Map<String, String> remembered, Instant now) {
        Outbox out = new Outbox(now);
        remembered.forEach((key, value) -> OneShots.read(shared.state(), key, value)
                .ifPresent(setPoint -> lane(setPoint.serial()).targets().restore(setPoint)));
        Instant lately = now.minus(Duration.ofMinutes(1));
        shared.gate()
                .restore(
                        remembered,
                        commands.stream()
                                .flatMap(command -> command.steps().stream())
                                .filter(step -> step.step() == Step.SENT || step.step() == Step.READ_BACK)
                                .map(LedgerEntry.CommandStep::at)
                                .filter(lately::isBefore)
                                .toList(),
                        now);
        Recovery recovery = new Recovery(shared);
        commands.stream()
                .sorted(Comparator.comparingLong(command -> command.opened().commandId()))
                .forEach(command -> recovery.take(command, lane(command.opened().serial()), out));
        List.copyOf(lanes.values()).forEach(lane -> advance(lane, out));
        return finish(out);
    }

    private interface Event {
        void happen(Lane lane, Outbox out);
    }

    private List<Effect> one(String serial, Instant now, Event event) {
        Outbox out = new Outbox(now);
        Lane lane = lane(serial);
        event.happen(lane, out);
        advance(lane, out);
        return finish(out);
    }

    private List<Effect> all(Instant now, Consumer<Lane> event) {
        Outbox out = new Outbox(now);
        for (Lane lane : List.copyOf(lanes.values())) {
            event.accept(lane);
            advance(lane, out);
        }
        return finish(out);
    }

    private Lane lane(String serial) {
        Lane known = lanes.get(serial);
        if (known == null) {
            known = new Lane(serial, shared);
            lanes.put(serial, known);
        }
        return known;
    }

    private void advance(Lane lane, Outbox out) {
        lane.advance(out);
        schedule(lane);
    }

    private @Nullable Timer firstTimer() {
        Timer first = timers.peek();
        while (first != null && !first.at().equals(first.lane().wake())) {
            timers.remove();
            if (first.at().equals(first.lane().timer)) {
                first.lane().timer = Instant.MAX;
                schedule(first.lane());
            }
            first = timers.peek();
        }
        return first;
    }

    private void schedule(Lane lane) {
        if (lane.wake().isBefore(lane.timer)) {
            lane.timer = lane.wake();
            timers.add(new Timer(lane.timer, lane));
        }
    }

    private List<Effect> finish(Outbox out) {
        Lane next = shared.nextToPass(out.now());
        while (next != null) {
            advance(next, out);
            Lane head = shared.nextToPass(out.now());
            if (head == next) {
                shared.served(next);
                head = shared.nextToPass(out.now());
            }
            next = head;
        }
        return out.effects();
    }
}
