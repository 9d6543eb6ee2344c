package io.github.joulekeeper.web.rules;

import io.github.joulekeeper.app.Control;
import io.github.joulekeeper.engine.Explanation;
import io.github.joulekeeper.engine.RulePhase;
import io.github.joulekeeper.web.Problem;
import io.github.joulekeeper.web.security.Author;
import io.github.joulekeeper.web.security.Roles;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Lets rules that were suspended start again. It writes no file. */
@Path("/api/rules/{rule}/resume")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
public class RuleResumeResource {
    private final Control control;
    private final Author caller;

    RuleResumeResource(Control control, Author caller) {
        this.control = control;
        this.caller = caller;
    }

    /**
     * Stations on which a rule may start again.
     *
     * @param resumed their serial numbers; none if it was suspended nowhere
     */
    @RegisterForReflection
    public record ResumedView(List<String> resumed) {}

    /** Lets a suspended rule start again. */
    @POST
    @Operation(
            summary = "Let a rule that was suspended for flapping start again",
            description = "On all stations where it is suspended.")
    @APIResponse(
            responseCode = "200",
            description = "Where it was suspended",
            content = @Content(schema = @Schema(implementation = ResumedView.class)))
    public CompletionStage<ResumedView> resume(@PathParam("rule") String id) {
        String author = caller.name();
        return control.order(orders -> {
            List<Explanation.OfRule> runs = orders
                    .moment()
                    .engine()
                    .explainAll(orders.moment().now())
                    .stream()
                    .filter(rule -> rule.rule().equals(id))
                    .toList();
            if (runs.isEmpty()) {
                throw Problem.notFound("No rule '%s' runs on any station".formatted(id));
            }
            List<String> suspended = runs.stream()
                    .filter(rule -> rule.phase() == RulePhase.SUSPENDED)
                    .map(Explanation.OfRule::serial)
                    .toList();
            suspended.forEach(serial -> orders.resume(id, serial, author));
            return new ResumedView(suspended);
        });
    }
}
