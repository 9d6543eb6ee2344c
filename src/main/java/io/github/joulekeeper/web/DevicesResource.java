package io.github.joulekeeper.web;

import io.github.joulekeeper.app.Present;
import io.github.joulekeeper.ledger.CommandLog;
import io.github.joulekeeper.web.security.Roles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The stations of the account. */
@Path("/api/devices")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.VIEWER)
public class DevicesResource {
    private static final int COMMANDS_AT_ONCE = 100;
    private static final int COMMANDS_LOOKED_AT = 500;

    private final Present present;
    private final CommandLog commands;

    DevicesResource(Present present, CommandLog commands) {
        this.present = present;
        this.commands = commands;
    }

    /** All stations, without their readings. */
    @GET
    @Operation(summary = "All stations of the account")
    public CompletionStage<List<DeviceView>> list() {
        return present.ask(moment -> moment.state().devices().stream()
                .map(device -> DeviceView.summary(device, present.modelReason(device.serial())))
                .toList());
    }

    /**
     * One station with its readings, and its settings with who claims them and what was commanded last.
     *
     * @param device its serial number or name
     */
    @GET
    @Path("{device}")
    @RunOnVirtualThread
    @Operation(summary = "One station with every reading and its age, and why each setting is as it is")
    public DeviceView read(@PathParam("device") String device) {
        DeviceView view = present.ask(moment -> moment.state()
                        .byNameOrSerial(device)
                        .map(found -> DeviceView.whole(
                                found,
                                present.modelReason(found.serial()),
                                moment.engine().settings(found.serial()),
                                moment.now())))
                .toCompletableFuture()
                .join()
                .orElseThrow(() -> Problem.notFound("There is no station '%s'".formatted(device)));
        return view.with(lastCommands(view.serial()));
    }

    /** The last command of each setting, by setting. */
    private Map<String, DeviceView.LastCommandView> lastCommands(String serial) {
        Map<String, DeviceView.LastCommandView> last = new HashMap<>();
        Optional<Long> before = Optional.empty();
        for (int looked = 0; looked < COMMANDS_LOOKED_AT; looked += COMMANDS_AT_ONCE) {
            List<CommandLog.CommandRecord> some = commands.find(new CommandLog.Query(
                    Optional.of(serial), Optional.empty(), Optional.empty(), before, COMMANDS_AT_ONCE));
            for (CommandLog.CommandRecord command : some) {
                CommandView view = CommandView.of(command);
                view.settings()
                        .forEach((setting, value) ->
                                last.computeIfAbsent(setting, name -> DeviceView.LastCommandView.of(view, value)));
            }
            if (some.size() < COMMANDS_AT_ONCE) {
                break;
            }
            before = Optional.of(some.getLast().opened().commandId());
        }
        return last;
    }
}
