package io.github.joulekeeper.web.page;

import io.github.joulekeeper.app.Present;
import io.github.joulekeeper.device.Quota;
import io.github.joulekeeper.engine.Explanation;
import io.github.joulekeeper.ledger.CommandLog;
import io.github.joulekeeper.web.security.Roles;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** One station: charts, settings, readings, and what was commanded last. */
@Path("/stations/{device}")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Roles.VIEWER)
public class StationPage {
    private static final int LATEST = 5;
    private static final List<String> CHARTED =
            List.of("soc", "input-watts", "output-watts", "solar-watts", "battery-temperature", "inverter-temperature");

    private final Frames frames;
    private final Present present;
    private final CommandLog commands;

    StationPage(Frames frames, Present present, CommandLog commands) {
        this.frames = frames;
        this.present = present;
        this.commands = commands;
    }

    /**
     * All that is shown of a station.
     *
     * @param modelReason why it is taken to be of its model
     * @param charted the quotas that charts are drawn of, as far as its model keeps a history of them
     * @param rules the rules that run on it
     */
    public record Station(
            StationCard card,
            String modelReason,
            String charted,
            List<SettingRow> settings,
            List<ReadingRow> readings,
            List<Explanation.OfRule> rules) {}

    @CheckedTemplate(basePath = "", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        private Templates() {}

        static native TemplateInstance station(Frame frame, Station station, List<CommandCard> latest);
    }

    /**
     * A station.
     *
     * @param device its serial number or name
     */
    @GET
    @RunOnVirtualThread
    @Operation(hidden = true)
    public TemplateInstance show(@PathParam("device") String device) {
        Optional<Station> found = present.ask(moment -> look(device, moment))
                .toCompletableFuture()
                .join();
        if (found.isEmpty()) {
            throw frames.missing("There is no station '%s'.".formatted(device));
        }
        Station station = found.get();
        String serial = station.card().serial();
        var newest =
                new CommandLog.Query(Optional.of(serial), Optional.empty(), Optional.empty(), Optional.empty(), LATEST);
        return Templates.station(
                frames.frame(station.card().name(), "overview"),
                station,
                commands.find(newest).stream()
                        .map(command -> CommandCard.of(
                                command, Map.of(serial, station.card().name())))
                        .toList());
    }

    private Optional<Station> look(String nameOrSerial, Present.Moment moment) {
        return moment.state().byNameOrSerial(nameOrSerial).map(device -> {
            var claimed = moment.engine().settings(device.serial());
            return new Station(
                    StationCard.of(device, claimed, moment.now()),
                    present.modelReason(device.serial()),
                    CHARTED.stream()
                            .filter(alias -> device.model()
                                    .quota(alias)
                                    .filter(Quota::history)
                                    .isPresent())
                            .collect(Collectors.joining(",")),
                    device.model().settings().stream()
                            .map(setting -> SettingRow.of(device, setting, claimed, moment.now()))
                            .toList(),
                    ReadingRow.of(device, moment.now()),
                    moment.engine().explainAll(moment.now()).stream()
                            .filter(rule -> rule.serial().equals(device.serial()))
                            .toList());
        });
    }
}
