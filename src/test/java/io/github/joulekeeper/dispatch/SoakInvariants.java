package io.github.joulekeeper.dispatch;

import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.engine.SetPoint;
import io.github.joulekeeper.ledger.CommandLog.CommandRecord;
import io.github.joulekeeper.ledger.CommandLog.Ended;
import io.github.joulekeeper.ledger.LedgerEntry;
import io.github.joulekeeper.ledger.LedgerEntry.Step;
import io.github.joulekeeper.ledger.Outcome;
import io.github.joulekeeper.rule.Limit;
import io.github.joulekeeper.state.StateModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What must hold at every step of the soak test, looked at from outside the dispatcher. */
final class SoakInvariants {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private record Written(Instant at, long command, boolean accepted) {}

    /** A command of the ledger. */
    private static final class Entry {
        final LedgerEntry.CommandOpened opened;
        final List<LedgerEntry.CommandStep> steps = new ArrayList<>();

        Entry(LedgerEntry.CommandOpened opened) {
            this.opened = opened;
        }
    }

    private final DispatchPolicy policy;
    private final Routes routes;
    private final StateModel state;
    private final Map<String, SetPoint> claims;
    private final Map<Long, Entry> open = new HashMap<>();
    /** Those that ended within the last minutes; older ones are of no use to a restart. */
    private final ArrayDeque<CommandRecord> ended = new ArrayDeque<>();

    private final Map<String, Set<Long>> openBySerial = new HashMap<>();
    private final Map<String, Long> lastCommandBySerial = new HashMap<>();
    private final Map<String, Written> lastWritten = new HashMap<>();
    /** By station: the try that the transport has not answered, and when it left. */
    private final Map<String, Effect.Send> unanswered = new HashMap<>();

    private final Map<String, Instant> leftAt = new HashMap<>();
    private final Set<Long> messages = new HashSet<>();
    private final ArrayDeque<Instant> requests = new ArrayDeque<>();
    final Map<String, String> remembered = new HashMap<>();
    final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    final Map<Way, Integer> sends = new EnumMap<>(Way.class);
    List<Limit> limits = List.of();
    long lastCommand;
    private boolean calm;

    /** @param claims who claims what now, by serial number and setting with a blank between */
    SoakInvariants(DispatchPolicy policy, Routes routes, StateModel state, Map<String, SetPoint> claims) {
        this.policy = policy;
        this.routes = routes;
        this.state = state;
        this.claims = claims;
    }

    void record(LedgerEntry entry) {
        switch (entry) {
            case LedgerEntry.CommandOpened command -> {
                hold(command.commandId() > lastCommand, "ids ascend", entry);
                lastCommand = command.commandId();
                open.put(command.commandId(), new Entry(command));
                open(command.serial()).add(command.commandId());
            }
            case LedgerEntry.CommandStep step -> {
                Entry command = open.get(step.commandId());
                hold(command != null, "a step belongs to a command that has not ended", entry);
                command.steps.add(step);
            }
            case LedgerEntry.CommandEnded end -> {
                Entry command = open.remove(end.commandId());
                hold(command != null, "a command that was opened ends once", entry);
                open(command.opened.serial()).remove(end.commandId());
                unanswered.remove(command.opened.serial());
                outcomes.merge(end.outcome(), 1, Integer::sum);
                ended.addLast(new CommandRecord(
                        command.opened, command.steps, Optional.of(new Ended(end.outcome(), end.detail(), end.at()))));
                while (ended.getFirst()
                        .ended()
                        .orElseThrow()
                        .at()
                        .isBefore(end.at().minusSeconds(120))) {
                    ended.removeFirst();
                }
            }
            case LedgerEntry.Remembered(String key, String value, Instant _) -> {
                if (value.isEmpty()) {
                    remembered.remove(key);
                } else {
                    remembered.put(key, value);
                }
            }
            default -> {
                // Of no concern here.
            }
        }
    }

    /** The commands of a station that have not ended. */
    Set<Long> open(String serial) {
        return openBySerial.computeIfAbsent(serial, key -> new HashSet<>());
    }

    /** Whether a command still pursues a setting that nobody claims. */
    boolean pursues(long command, String serial, Setting setting) {
        Entry entry = open.get(command);
        return entry != null
                && !claims.containsKey(serial + " " + setting.name())
                && entry.opened.values().containsKey(setting.name());
    }

    void send(Effect.Send send, boolean connected, Instant now) {
        sends.merge(send.way(), 1, Integer::sum);
        long id = send.command().id();
        String serial = send.command().serial();
        hold(open.containsKey(id), "in the ledger before it leaves", send);
        LedgerEntry.CommandStep sent = open.get(id).steps.getLast();
        hold(
                sent.step() == Step.SENT
                        && sent.detail().startsWith("over " + send.way())
                        && sent.detail().endsWith("message " + send.messageId()),
                "the try and its way are in the ledger before it leaves",
                send);
        hold(routes.all().contains(send.way()), "it goes a way that it may go", send);
        hold(send.way() != Way.MQTT || connected, "nothing goes over a connection that is not there", send);
        hold(!calm || send.way() == routes.first(), "when all is well it goes the first way again", send);
        Effect.Send before = unanswered.put(serial, send);
        hold(
                before == null
                        || !leftAt.get(serial).plus(policy.deliverWithin()).isAfter(now),
                "no try leaves before the one before it was answered or given up",
                send);
        leftAt.put(serial, now);
        hold(open(serial).equals(Set.of(id)), "one command a station at a time", open(serial));
        hold(lastCommandBySerial.getOrDefault(serial, 0L) <= id, "none overtakes another", send);
        lastCommandBySerial.put(serial, id);
        hold(messages.add(send.messageId()), "message ids are new", send);
        hold(state.device(serial).orElseThrow().online(), "nothing leaves for an offline station", send);
        SoakStation.writes(send.command().payload()).forEach((setting, value) -> within(serial, setting, value, send));
        send.command().payload().setPoints().forEach((name, value) -> written(serial, name, value, send, now));
        request(now);
    }

    private void written(String serial, String name, double value, Effect.Send send, Instant now) {
        SetPoint claim = claims.get(serial + " " + name);
        long id = send.command().id();
        hold(claim != null && claim.value() == value, "somebody wants it now", send);
        Written last = lastWritten.get(serial + " " + name);
        hold(
                last == null
                        || (last.command() == id && !last.accepted())
                        || !last.at().plus(policy.minInterval()).isAfter(now),
                "no setting is written too often",
                last);
        lastWritten.put(serial + " " + name, new Written(now, id, false));
    }

    private void within(String serial, Setting setting, double value, Effect.Send send) {
        hold(setting.refusal(value).isEmpty(), "values are in the catalog's range", send);
        for (Limit limit : limits) {
            hold(
                    !limit.setting().equals(setting.name())
                            || !limit.devices().selects(serial, serial, "delta-2")
                            || limit.allows(value),
                    "values are within the limits",
                    send);
        }
    }

    /** The transport answers; false if whoever sent it is no more. */
    boolean answered(Effect.Send send, Delivery delivery) {
        String serial = send.command().serial();
        if (delivery instanceof Delivery.Accepted) {
            send.command().payload().setPoints().keySet().forEach(name -> accepted(serial + " " + name, send));
        }
        return unanswered.remove(serial, send)
                || open.containsKey(send.command().id());
    }

    /** The station answers, so that the transport's answer no longer matters. */
    void replied(Reply reply) {
        unanswered.computeIfPresent(
                reply.serial(), (serial, send) -> send.messageId() == reply.messageId() ? null : send);
    }

    private void accepted(String key, Effect.Send send) {
        lastWritten.computeIfPresent(
                key,
                (name, last) ->
                        last.command() == send.command().id() ? new Written(last.at(), last.command(), true) : last);
    }

    void request(Instant now) {
        while (!requests.isEmpty() && !requests.getFirst().plus(MINUTE).isAfter(now)) {
            requests.removeFirst();
        }
        requests.addLast(now);
        hold(requests.size() <= policy.requestsPerMinute(), "the budget holds, also over restarts", requests.size());
    }

    /** A restart: nobody waits for answers any more. */
    void restarted() {
        unanswered.clear();
    }

    /** The faults are over for a while. */
    void calm() {
        calm = true;
    }

    /** What a restart finds in the ledger: open commands, and those that ended within the last minute. */
    List<CommandRecord> records(Instant now) {
        return Stream.concat(
                        open.values().stream()
                                .map(command -> new CommandRecord(command.opened, command.steps, Optional.empty())),
                        ended.stream()
                                .filter(command ->
                                        command.ended().orElseThrow().at().isAfter(now.minus(MINUTE))))
                .toList();
    }

    Optional<String> stationOf(LedgerEntry entry) {
        return switch (entry) {
            case LedgerEntry.CommandOpened command -> Optional.of(command.serial());
            case LedgerEntry.CommandStep step -> station(step.commandId());
            case LedgerEntry.CommandEnded end ->
                Optional.of(ended.getLast().opened().serial());
            case LedgerEntry.ExternalChange change -> Optional.of(change.serial());
            default -> Optional.empty();
        };
    }

    private Optional<String> station(long command) {
        return Optional.ofNullable(open.get(command)).map(entry -> entry.opened.serial());
    }

    List<String> open() {
        return open.values().stream()
                .map(command -> command.opened + " " + command.steps)
                .toList();
    }

    static void hold(boolean condition, String rule, Object what) {
        if (!condition) {
            throw new AssertionError("Broken: " + rule + ": " + what);
        }
    }
}
