package io.github.joulekeeper.dispatch;

import io.github.joulekeeper.device.CommandTemplate;
import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.device.RawCommand;
import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.ledger.CommandLog.CommandRecord;
import io.github.joulekeeper.ledger.LedgerEntry;
import io.github.joulekeeper.ledger.LedgerEntry.Step;
import io.github.joulekeeper.ledger.Outcome;
import io.github.joulekeeper.state.DeviceState;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes up the commands that an earlier run left in the ledger. */
final class Recovery {
    private final Shared shared;

    Recovery(Shared shared) {
        this.shared = shared;
    }

    void take(CommandRecord command, Lane lane, Outbox out) {
        LedgerEntry.CommandOpened opened = command.opened();
        List<Instant> sends = command.steps().stream()
                .filter(step -> step.step() == Step.SENT)
                .map(LedgerEntry.CommandStep::at)
                .toList();
        Optional<DeviceState> device = shared.state().device(opened.serial());
        Optional<Map<Setting, Double>> sets = device.filter(known -> carries(known.model(), opened.command()))
                .flatMap(known -> settings(known.model(), opened.values()));
        if (command.ended().isPresent()) {
            sets.ifPresent(known -> sends.forEach(
                    at -> known.keySet().forEach(setting -> lane.targets().sent(setting, at))));
        } else if (sets.isEmpty() || sends.isEmpty()) {
            out.end(
                    opened.commandId(),
                    sends.isEmpty() ? Outcome.FAILED : Outcome.UNCONFIRMED,
                    sends.isEmpty()
                            ? "it never left: the service ended before"
                            : "the service ended before it was proven, and the station or its setting is no longer known");
        } else {
            Flight older = lane.flight();
            if (older != null) {
                out.end(older.command().id(), Outcome.SUPERSEDED, "a newer command was sent before the service ended");
            }
            lane.resume(flight(opened, device.get(), sets.get(), sends, out));
        }
    }

    private Flight flight(
            LedgerEntry.CommandOpened opened,
            DeviceState device,
            Map<Setting, Double> sets,
            List<Instant> sends,
            Outbox out) {
        CommandTemplate template =
                device.model().carrier(sets.keySet().iterator().next());
        CommandTemplate.Payload payload =
                new CommandTemplate.Payload(template.id(), template.envelope(), opened.params(), opened.values());
        Command command = new Command(opened.commandId(), opened.serial(), payload, opened.origins(), opened.reason());
        // What nobody asked for goes out again too, and the limits of today are for it as well.
        Map<Setting, Double> companions = new LinkedHashMap<>(template.written(device.model(), opened.params()));
        companions.keySet().removeAll(sets.keySet());
        Flight flight = new Flight(command, new Draft(payload, sets, companions), shared, device, out.now());
        flight.resume(sends, out);
        return flight;
    }

    private static boolean carries(Model model, String command) {
        return RawCommand.named(command).isPresent()
                || model.commands().stream().anyMatch(template -> template.id().equals(command));
    }

    private static Optional<Map<Setting, Double>> settings(Model model, Map<String, Double> values) {
        Map<Setting, Double> settings = new LinkedHashMap<>();
        for (Map.Entry<String, Double> value : values.entrySet()) {
            Optional<Setting> setting = model.settingOrRaw(value.getKey());
            if (setting.isEmpty()) {
                return Optional.empty();
            }
            settings.put(setting.get(), value.getValue());
        }
        return settings.isEmpty() ? Optional.empty() : Optional.of(settings);
    }
}
