package io.github.joulekeeper.dispatch;

import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.engine.SetPoint;
import io.github.joulekeeper.ledger.CommandLog.CommandRecord;
import io.github.joulekeeper.ledger.CommandLog.Ended;
import io.github.joulekeeper.ledger.LedgerEntry;
import io.github.joulekeeper.ledger.LedgerEntry.Step;
import io.github.joulekeeper.rule.Limit;
import io.github.joulekeeper.state.StateModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What must hold at every step of the soak test, looked at from outside the dispatcher. */
final class SoakInvariants {
    private record Written(Instant at, long command, boolean accepted) {}

    private final DispatchPolicy policy;
    private final StateModel state;
    private final Map<String, SetPoint> claims;
    private final Map<Long, LedgerEntry.CommandOpened> opened = new HashMap<>();
    private final Map<Long, List<LedgerEntry.CommandStep>> steps = new HashMap<>();
    private final Map<Long, Ended> ends = new HashMap<>();
    private final Map<String, Set<Long>> openBySerial = new HashMap<>();
    private final Map<String, Long> lastCommandBySerial = new HashMap<>();
    private final Map<String, Written> lastWritten = new HashMap<>();
    private final Set<Long> messages = new HashSet<>();
    private final ArrayDeque<Instant> requests = new ArrayDeque<>();
    final Map<String, String> remembered = new HashMap<>();
    final Map<io.github.joulekeeper.ledger.Outcome, Integer> outcomes = new java.util.TreeMap<>();
    List<Limit> limits = List.of();
    long lastCommand;
    int sends;

    /** @param claims who claims what now, by serial number and setting with a blank between */
    SoakInvariants(DispatchPolicy policy, StateModel state, Map<String, SetPoint> claims) {
        this.policy = policy;
        this.state = state;
        this.claims = claims;
    }

    void record(LedgerEntry entry) {
        switch (entry) {
            case LedgerEntry.CommandOpened command -> {
                hold(command.commandId() > lastCommand, "ids ascend", entry);
                lastCommand = command.commandId();
                opened.put(command.commandId(), command);
                steps.put(command.commandId(), new ArrayList<>());
                openBySerial
                        .computeIfAbsent(command.serial(), key -> new HashSet<>())
                        .add(command.commandId());
            }
            case LedgerEntry.CommandStep step -> {
                hold(opened.containsKey(step.commandId()), "a step belongs to a command", entry);
                hold(!ends.containsKey(step.commandId()), "nothing follows an end", entry);
                steps.get(step.commandId()).add(step);
            }
            case LedgerEntry.CommandEnded end -> {
                Ended before = ends.put(end.commandId(), new Ended(end.outcome(), end.detail(), end.at()));
                hold(before == null, "a command ends once", entry);
                openBySerial.get(opened.get(end.commandId()).serial()).remove(end.commandId());
                outcomes.merge(end.outcome(), 1, Integer::sum);
            }
            case LedgerEntry.Remembered(String key, String value, Instant at) -> {
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

    void send(Effect.Send send, Instant now) {
        sends++;
        long id = send.command().id();
        String serial = send.command().serial();
        hold(opened.containsKey(id), "in the ledger before it leaves", send);
        LedgerEntry.CommandStep sent = steps.get(id).getLast();
        hold(
                sent.step() == Step.SENT && sent.detail().endsWith("message " + send.messageId()),
                "the try is in the ledger before it leaves",
                send);
        hold(openBySerial.get(serial).equals(Set.of(id)), "one command a station at a time", openBySerial.get(serial));
        hold(lastCommandBySerial.getOrDefault(serial, 0L) <= id, "none overtakes another", send);
        lastCommandBySerial.put(serial, id);
        hold(messages.add(send.messageId()), "message ids are new", send);
        hold(state.device(serial).orElseThrow().online(), "nothing leaves for an offline station", send);
        SoakStation.writes(send.command().payload()).forEach((setting, value) -> within(serial, setting, value, send));
        send.command().payload().setPoints().forEach((name, value) -> {
            SetPoint claim = claims.get(serial + " " + name);
            hold(claim != null && claim.value() == value, "somebody wants it now", send + " but " + claim);
            Written last = lastWritten.get(serial + " " + name);
            hold(
                    last == null
                            || (last.command() == id && !last.accepted())
                            || !last.at().plus(policy.minInterval()).isAfter(now),
                    "no setting is written too often",
                    send + " after " + last + " at " + now);
            lastWritten.put(serial + " " + name, new Written(now, id, false));
        });
        request(now);
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

    void accepted(Command command) {
        command.payload()
                .setPoints()
                .keySet()
                .forEach(name -> lastWritten.computeIfPresent(
                        command.serial() + " " + name,
                        (key, last) ->
                                last.command() == command.id() ? new Written(last.at(), last.command(), true) : last));
    }

    void request(Instant now) {
        while (!requests.isEmpty()
                && !requests.getFirst().plus(Duration.ofMinutes(1)).isAfter(now)) {
            requests.removeFirst();
        }
        requests.addLast(now);
        hold(requests.size() <= policy.requestsPerMinute(), "the budget holds", requests.size());
    }

    /** A restart: what the account had used of its budget is not known any more. */
    void restarted() {
        requests.clear();
    }

    List<CommandRecord> records(Instant since) {
        return opened.values().stream()
                .filter(command -> !ends.containsKey(command.commandId())
                        || !ends.get(command.commandId()).at().isBefore(since))
                .map(command -> new CommandRecord(
                        command, steps.get(command.commandId()), Optional.ofNullable(ends.get(command.commandId()))))
                .toList();
    }

    Optional<String> stationOf(LedgerEntry entry) {
        return switch (entry) {
            case LedgerEntry.CommandOpened command -> Optional.of(command.serial());
            case LedgerEntry.CommandStep step ->
                Optional.of(opened.get(step.commandId()).serial());
            case LedgerEntry.CommandEnded end ->
                Optional.of(opened.get(end.commandId()).serial());
            case LedgerEntry.ExternalChange change -> Optional.of(change.serial());
            default -> Optional.empty();
        };
    }

    List<String> open() {
        return opened.values().stream()
                .filter(command -> !ends.containsKey(command.commandId()))
                .map(command -> command + " " + steps.get(command.commandId()))
                .toList();
    }

    static void hold(boolean condition, String rule, Object what) {
        if (!condition) {
            throw new AssertionError("Broken: " + rule + ": " + what);
        }
    }
}
