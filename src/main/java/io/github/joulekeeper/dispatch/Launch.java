package io.github.joulekeeper.dispatch;

import io.github.joulekeeper.device.CommandRefusedException;
import io.github.joulekeeper.device.CommandTemplate;
import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.ledger.LedgerEntry;
import io.github.joulekeeper.ledger.Outcome;
import io.github.joulekeeper.state.DeviceState;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Turns set points that are due into a command, if the gate lets them pass; else the ledger says why not, once. */
final class Launch {
    /** What became of it. */
    sealed interface Result {}

    /** A command is on its way. */
    record Left(Flight flight) implements Result {}

    /** Some set points are held now; others may go. */
    record Held() implements Result {}

    /** The account's gate is shut. */
    record Waits() implements Result {}

    private final Lane lane;
    private final Shared shared;
    private final Targets targets;

    Launch(Lane lane, Shared shared, Targets targets) {
        this.lane = lane;
        this.shared = shared;
        this.targets = targets;
    }

    Result launch(List<Target> group, DeviceState device, Outbox out) {
        for (Target target : group) {
            Optional<String> objection = shared.guard().objection(device, target.setting(), target.value());
            if (objection.isPresent()) {
                refuse(List.of(target), objection.get(), device, out);
                giveUpOneShot(target, out);
                return new Held();
            }
        }
        Draft draft;
        try {
            draft = draft(group, device);
        } catch (CommandRefusedException e) {
            refuse(group, String.valueOf(e.getMessage()), device, out);
            return new Held();
        }
        Optional<String> objection = draft.objection(shared.guard(), device);
        if (objection.isPresent()) {
            refuse(group, objection.get(), device, out);
            return new Held();
        }
        if (shared.guard().mode() == Mode.OBSERVE) {
            observe(group, draft, out);
            return new Held();
        }
        if (!shared.pass(lane, out.now())) {
            return new Waits();
        }
        Command command = new Command(
                shared.ids().nextCommand(), device.serial(), draft.payload(), origins(group), reason(group));
        open(command.id(), group, draft.payload().command(), draft.payload().params(), device.serial(), out);
        Flight flight = new Flight(command, draft, shared, device, out.now());
        flight.send(out);
        return new Left(flight);
    }

    private Draft draft(List<Target> group, DeviceState device) {
        CommandTemplate template = device.model().carrier(group.getFirst().setting());
        Map<Setting, Double> sets = LinkedHashMap.newLinkedHashMap(group.size());
        for (Target target : group) {
            sets.put(target.setting(), target.value());
        }
        return Draft.of(device, template, sets, setting -> targets.companion(device, setting));
    }

    private void observe(List<Target> group, Draft draft, Outbox out) {
        long id = shared.ids().nextCommand();
        String serial = group.getFirst().setPoint().serial();
        open(id, group, draft.payload().command(), draft.payload().params(), serial, out);
        out.end(id, Outcome.OBSERVED, "the mode is observe; nothing was sent");
        for (Target target : group) {
            targets.sent(target.setting(), out.now());
            if (target.standing()) {
                target.hold(Target.Hold.OBSERVED, out.now(), Instant.MAX);
            } else {
                targets.drop(target.setting(), out);
            }
        }
    }

    private void refuse(List<Target> group, String message, DeviceState device, Outbox out) {
        boolean news = false;
        for (Target target : group) {
            news |= target.block(message, out.now());
        }
        if (news) {
            long id = shared.ids().nextCommand();
            open(id, group, group.getFirst().setting().command(), Map.of(), device.serial(), out);
            out.end(id, Outcome.BLOCKED, message);
        }
    }

    /** Holds a target whose command was blocked between two tries; its end is in the ledger already. */
    void block(Target target, String message, Outbox out) {
        target.block(message, out.now());
        giveUpOneShot(target, out);
    }

    private void giveUpOneShot(Target target, Outbox out) {
        if (!target.standing()) {
            targets.drop(target.setting(), out);
        }
    }

    private void open(
            long id, List<Target> group, String command, Map<String, Object> params, String serial, Outbox out) {
        Map<String, String> setPoints = new TreeMap<>();
        Map<String, Double> values = new TreeMap<>();
        for (Target target : group) {
            setPoints.put(target.name(), target.setting().format(target.value()));
            values.put(target.name(), target.value());
        }
        out.record(new LedgerEntry.CommandOpened(
                id, serial, origins(group), reason(group), command, params, setPoints, values, out.now()));
    }

    private static List<String> origins(List<Target> group) {
        return group.size() == 1
                ? List.of(group.getFirst().setPoint().origin())
                : group.stream()
                        .map(target -> target.setPoint().origin())
                        .distinct()
                        .toList();
    }

    private static String reason(List<Target> group) {
        return group.size() == 1
                ? group.getFirst().setPoint().reason()
                : group.stream()
                        .map(target -> target.setPoint().reason())
                        .distinct()
                        .collect(Collectors.joining("; "));
    }
}
