package io.github.joulekeeper.web.rules;

import io.github.joulekeeper.app.DryRun;
import io.github.joulekeeper.app.RuleBook;
import io.github.joulekeeper.rule.file.HeldRules;
import io.github.joulekeeper.web.Problem;
import io.github.joulekeeper.web.RuleView;
import io.github.joulekeeper.web.security.Roles;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Checks rules without saving them. */
@Path("/api/rules/validate")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.VIEWER)
public class RuleChecksResource {
    private final RuleBook rules;
    private final DryRun dryRun;

    RuleChecksResource(RuleBook rules, DryRun dryRun) {
        this.rules = rules;
        this.dryRun = dryRun;
    }

    /**
     * What is to be said of rules that are not saved.
     *
     * @param valid whether they could be saved
     * @param issues what is wrong, warnings included; without a file in the text that was sent, else in that file
     * @param now what each rule would do now on each station, had it been loaded at this moment; none with errors
     * @param notApplicable stations that a rule selects but does not fit
     */
    @RegisterForReflection
    public record CheckView(
            boolean valid, List<Problem.Place> issues, List<RuleView> now, List<NotApplicableView> notApplicable) {}

    /** A station that a rule selects but does not fit. */
    @RegisterForReflection
    public record NotApplicableView(String rule, String device, String reason) {}

    /** Checks a rule or a whole file. */
    @POST
    @Consumes({RuleHttp.YAML, RuleHttp.X_YAML, RuleHttp.TEXT_YAML, MediaType.APPLICATION_JSON})
    @RunOnVirtualThread
    @Operation(
            summary = "Check rules without saving them, and see what they would do now",
            description = "The body is the fields of one rule, or a whole file. It is checked beside the rules that are"
                    + " there; a rule with the id of one of them is taken to replace it. Without errors, each part of its"
                    + " conditions is evaluated with the present readings: what has to hold for some time begins to run"
                    + " now, and averages are unknown. Nothing is sent.")
    @APIResponse(
            responseCode = "200",
            description = "What is wrong, if anything is",
            content = @Content(schema = @Schema(implementation = CheckView.class)))
    public CheckView validate(@Nullable String body, @Context HttpHeaders headers) {
        HeldRules.Check check = rules.check(RuleHttp.of(body, headers));
        List<Problem.Place> places = RuleProblems.places(check.issues());
        if (check.hasErrors()) {
            return new CheckView(false, places, List.of(), List.of());
        }
        DryRun.Outcome outcome = dryRun.of(check);
        return new CheckView(
                true,
                places,
                outcome.rules().stream()
                        .map(rule -> RuleView.of(rule, outcome.names().getOrDefault(rule.serial(), rule.serial())))
                        .toList(),
                outcome.notApplicable().stream()
                        .map(misfit -> new NotApplicableView(misfit.rule(), misfit.serial(), misfit.reason()))
                        .toList());
    }
}
