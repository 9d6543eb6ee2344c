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

/** The rules that are in force, and why they do what they do. */
@Path("/api/rules")
@Produces(MediaType.APPLICATION_JSON)
public class RulesResource {
    private final Present present;

    RulesResource(Present present) {
        this.present = present;
    }

    /** Every rule on every station that it runs on. */
    @GET
    @Operation(summary = "Every rule on every station, with its state and the readings behind it")
    public CompletionStage<List<RuleView>> list() {
        return present.ask(moment -> moment.engine().explainAll(moment.now()).stream()
                .map(RuleView::of)
                .toList());
    }

    /** One rule on every station that it runs on. */
    @GET
    @Path("{rule}")
    @Operation(summary = "One rule on every station, with its state and the readings behind it")
    public CompletionStage<List<RuleView>> read(@PathParam("rule") String rule) {
        return present.ask(moment -> {
            List<RuleView> views = moment.engine().explainAll(moment.now()).stream()
                    .filter(explanation -> explanation.rule().equals(rule))
                    .map(RuleView::of)
                    .toList();
            if (views.isEmpty()) {
                throw Problem.notFound("No rule '%s' runs on any station".formatted(rule));
            }
            return views;
        });
    }
}
