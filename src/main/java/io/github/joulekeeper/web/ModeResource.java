package io.github.joulekeeper.web;

import io.github.joulekeeper.app.Control;
import io.github.joulekeeper.app.Present;
import io.github.joulekeeper.dispatch.Mode;
import io.github.joulekeeper.web.security.Author;
import io.github.joulekeeper.web.security.Roles;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Whether commands leave. */
@Path("/api/mode")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.VIEWER)
public class ModeResource {
    private final Present present;
    private final Control control;
    private final Author caller;

    ModeResource(Present present, Control control, Author caller) {
        this.present = present;
        this.control = control;
        this.caller = caller;
    }

    /**
     * Whether commands leave.
     *
     * @param mode {@code control}: commands are sent; {@code observe}: nothing is ever sent, and the ledger shows what would
     *     have been
     */
    @RegisterForReflection
    @Schema(example = "{\"mode\":\"observe\"}")
    public record ModeView(
            @Schema(
                    enumeration = {"control", "observe"},
                    type = SchemaType.STRING)
            String mode) {}

    /** The present mode. */
    @GET
    @Operation(summary = "Whether commands are sent, or only noted")
    @APIResponse(responseCode = "200", description = "The mode")
    public CompletionStage<ModeView> read() {
        return present.ask(moment -> view(moment.mode()));
    }

    /** Changes the mode, at once. To observe is remembered over a restart, to control is not. */
    @PUT
    @RolesAllowed(Roles.OPERATOR)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Let commands leave, or keep them from leaving",
            description = "With control, what was only observed is sent, as far as it is still wanted. The choice to"
                    + " observe outlives a restart, the choice to control does not: after a restart the mode is control"
                    + " only if the configuration says so and nobody chose to observe since.")
    @RequestBody(content = @Content(schema = @Schema(implementation = ModeView.class)))
    @APIResponse(
            responseCode = "200",
            description = "The mode is changed",
            content = @Content(schema = @Schema(implementation = ModeView.class)))
    @APIResponse(
            responseCode = "400",
            description = "There is no such mode",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public CompletionStage<ModeView> change(@Nullable String body) {
        String wanted = JsonBody.read(body, List.of("mode")).get("mode").asText();
        Mode mode = switch (wanted) {
            case "control" -> Mode.CONTROL;
            case "observe" -> Mode.OBSERVE;
            default -> throw Problem.badRequest("mode must be control or observe, not '%s'".formatted(wanted));
        };
        String author = caller.name();
        return control.order(orders -> {
            orders.setMode(mode, author);
            return view(orders.moment().mode());
        });
    }

    private static ModeView view(Mode mode) {
        return new ModeView(mode.name().toLowerCase(Locale.ROOT));
    }
}
