package io.github.joulekeeper.web;

import io.github.joulekeeper.app.Present;
import io.github.joulekeeper.engine.Explanation;
import io.github.joulekeeper.state.DeviceState;
import io.github.joulekeeper.web.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The rules that are in force, and why they do what they do. */
@Path("/api/rules")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.VIEWER)
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
                .map(rule -> view(rule, moment))
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
                    .map(explanation -> view(explanation, moment))
                    .toList();
            if (views.isEmpty()) {
                throw Problem.notFound(notRunning(rule, moment));
            }
            return views;
        });
    }

    private static RuleView view(Explanation.OfRule rule, Present.Moment moment) {
        String name =
                moment.state().device(rule.serial()).map(DeviceState::name).orElse(rule.serial());
        return RuleView.of(rule, name);
    }

    private static String notRunning(String rule, Present.Moment moment) {
        String misfits = moment.engine().notApplicable().stream()
                .filter(one -> one.rule().equals(rule))
                .map(one -> " It does not fit %s: %s.".formatted(one.serial(), one.reason()))
                .collect(Collectors.joining());
        String running = moment.engine().explainAll(moment.now()).stream()
                .map(Explanation.OfRule::rule)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        return "No rule '%s' runs on any station.%s %s"
                .formatted(rule, misfits, running.isEmpty() ? "No rule does" : "There are " + running);
    }
}
