package io.github.joulekeeper.web;

import io.github.joulekeeper.app.Present;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The stations of the account. */
@Path("/api/devices")
@Produces(MediaType.APPLICATION_JSON)
public class DevicesResource {
    private final Present present;

    DevicesResource(Present present) {
        this.present = present;
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
     * One station with its readings and settings.
     *
     * @param device its serial number or name
     */
    @GET
    @Path("{device}")
    @Operation(summary = "One station with every reading, its age and its settings")
    public CompletionStage<DeviceView> read(@PathParam("device") String device) {
        return present.ask(moment -> moment.state()
                .byNameOrSerial(device)
                .map(found -> DeviceView.whole(found, present.modelReason(found.serial()), moment.now()))
                .orElseThrow(() -> Problem.notFound("There is no station '%s'".formatted(device))));
    }
}
