package io.github.joulekeeper.web.rules;

import io.github.joulekeeper.app.Present;
import io.github.joulekeeper.app.RuleBook;
import io.github.joulekeeper.engine.Explanation;
import io.github.joulekeeper.ledger.EventLog;
import io.github.joulekeeper.ledger.LedgerEntry;
import io.github.joulekeeper.rule.Rule;
import io.github.joulekeeper.rule.RuleIssue;
import io.github.joulekeeper.rule.file.RuleEditor.Stored;
import io.github.joulekeeper.state.DeviceState;
import io.github.joulekeeper.web.Problem;
import io.github.joulekeeper.web.RuleView;
import io.github.joulekeeper.web.rules.RuleListView.MisfitView;
import io.github.joulekeeper.web.rules.RuleListView.RuleDetailView;
import io.github.joulekeeper.web.rules.RuleListView.RuleSummaryView;
import io.github.joulekeeper.web.rules.RuleListView.StateView;
import io.github.joulekeeper.web.security.Roles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** The rules: where they are, what they say, why they do what they do, and what they did. */
@Path("/api/rules")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.VIEWER)
public class RulesResource {
    private static final int LARGEST_PAGE = 1000;

    private final Present present;
    private final RuleBook rules;
    private final EventLog events;

    RulesResource(Present present, RuleBook rules, EventLog events) {
        this.present = present;
        this.rules = rules;
        this.events = events;
    }

    /** Where all rules are. */
    private record States(Map<String, List<StateView>> states, Map<String, List<MisfitView>> misfits) {}

    /** All rules. */
    @GET
    @RunOnVirtualThread
    @Operation(
            summary = "All rules with their state on each station",
            description = "Rules as they stand in their files, and those that run although their file has errors now.")
    @APIResponse(
            responseCode = "200",
            description = "The rules in the order of their ids",
            content = @Content(schema = @Schema(implementation = RuleListView.class)))
    public RuleListView list() {
        return new RuleListView(
                rules.writable(), List.copyOf(summaries().values()), RuleProblems.places(present.ruleIssues()));
    }

    /** One rule. */
    @GET
    @Path("{rule}")
    @RunOnVirtualThread
    @Operation(
            summary = "A rule with its text and its state on each station",
            description = "With Accept: application/yaml the rule's own text alone, as it stands in its file.")
    @APIResponse(
            responseCode = "200",
            description = "The rule; ETag says which text it is",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = RuleDetailView.class)),
                @Content(mediaType = RuleHttp.YAML, schema = @Schema(type = SchemaType.STRING))
            })
    @APIResponse(responseCode = "404", description = "There is no such rule")
    public Response read(@PathParam("rule") String id) {
        RuleSummaryView summary = summaries().get(id);
        if (summary == null) {
            throw missing(id);
        }
        Optional<Stored> stored = rules.stored(id);
        RuleDetailView detail = RuleDetailView.of(
                summary,
                rules.writable(),
                stored.map(Stored::text).orElse(null),
                stored.<Map<String, Object>>map(rule -> new java.util.LinkedHashMap<>(rule.data()))
                        .orElse(null));
        Response.ResponseBuilder response = Response.ok(detail);
        stored.ifPresent(rule -> RuleHttp.tagged(response, rule.tag()));
        return response.build();
    }

    /** One rule's own text. */
    @GET
    @Path("{rule}")
    @Produces({RuleHttp.YAML, RuleHttp.X_YAML, RuleHttp.TEXT_YAML})
    @RunOnVirtualThread
    @Operation(hidden = true)
    public Response readText(@PathParam("rule") String id) {
        Stored stored = rules.stored(id).orElseThrow(() -> missing(id));
        return RuleHttp.tagged(Response.ok(stored.text()), stored.tag()).build();
    }

    /** Why a rule is where it is. */
    @GET
    @Path("{rule}/explain")
    @Operation(
            summary = "Why a rule is where it is, on each station",
            description = "Each part of its conditions with its value now, and the readings behind it.")
    @APIResponse(responseCode = "200", description = "One explanation for each station that it runs on")
    @APIResponse(responseCode = "404", description = "No such rule runs on any station")
    public CompletionStage<List<RuleView>> explain(@PathParam("rule") String id) {
        return present.ask(moment -> {
            List<RuleView> views = moment.engine().explainAll(moment.now()).stream()
                    .filter(explanation -> explanation.rule().equals(id))
                    .map(explanation -> RuleView.of(explanation, name(explanation.serial(), moment)))
                    .toList();
            if (views.isEmpty()) {
                throw Problem.notFound(notRunning(id, moment));
            }
            return views;
        });
    }

    /** What a rule did. */
    @GET
    @Path("{rule}/history")
    @RunOnVirtualThread
    @Operation(
            summary = "When a rule changed its state, and why, newest first",
            description =
                    "From the ledger; of rules that are gone, too. The last one's sequence is the next page's before.")
    @APIResponse(responseCode = "200", description = "The changes, newest first")
    @APIResponse(
            responseCode = "404",
            description = "There is no such rule, and never was as far as the ledger reaches")
    @APIResponse(responseCode = "400", description = "before or limit is out of range")
    public List<PhaseChangeView> history(
            @PathParam("rule") String id,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") @Nullable String limit) {
        int most = (int) number("limit", limit, LARGEST_PAGE, 100);
        Optional<Long> from =
                before == null ? Optional.empty() : Optional.of(number("before", before, Long.MAX_VALUE, 0));
        List<PhaseChangeView> found = events
                .events(new EventLog.Query(
                        List.of("rule"),
                        false,
                        Optional.empty(),
                        Optional.of(id),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        from,
                        most))
                .stream()
                .map(event -> PhaseChangeView.of(event.sequence(), (LedgerEntry.RuleChanged) event.entry()))
                .toList();
        if (found.isEmpty() && from.isEmpty() && !summaries().containsKey(id)) {
            throw missing(id);
        }
        return found;
    }

    private static long number(String name, @Nullable String text, long largest, long otherwise) {
        if (text == null) {
            return otherwise;
        }
        try {
            long value = Long.parseLong(text);
            if (value >= 1 && value <= largest) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // Told below, like a number out of range.
        }
        throw Problem.badRequest("%s must be a number from 1 to %d, not '%s'".formatted(name, largest, text));
    }

    /** All rules by id: those in the files, and those that run. */
    private Map<String, RuleSummaryView> summaries() {
        States states = present.ask(RulesResource::states).toCompletableFuture().join();
        Set<String> broken = new HashSet<>();
        present.ruleIssues().stream()
                .filter(issue -> issue.severity() == RuleIssue.Severity.ERROR)
                .forEach(issue -> broken.add(RuleProblems.name(issue.file())));
        Map<String, Rule> running = new HashMap<>();
        rules.inForce().rules().forEach(rule -> running.put(rule.id(), rule));
        Map<String, RuleSummaryView> all = new TreeMap<>();
        for (Stored stored : rules.stored()) {
            Rule rule = running.remove(stored.id());
            all.put(stored.id(), summary(stored, rule, rule != null && !broken.contains(stored.file()), states));
        }
        running.values().forEach(rule -> all.put(rule.id(), summary(rule, states)));
        return all;
    }

    private static RuleSummaryView summary(Stored stored, @Nullable Rule rule, boolean current, States states) {
        return new RuleSummaryView(
                stored.id(),
                rule == null ? String.valueOf(stored.data().getOrDefault("description", "")) : rule.description(),
                rule == null ? !Boolean.FALSE.equals(stored.data().get("enabled")) : rule.enabled(),
                rule == null ? 50 : rule.priority(),
                stored.file(),
                stored.line(),
                stored.tag(),
                current,
                states.states().getOrDefault(stored.id(), List.of()),
                states.misfits().getOrDefault(stored.id(), List.of()));
    }

    private static RuleSummaryView summary(Rule rule, States states) {
        return new RuleSummaryView(
                rule.id(),
                rule.description(),
                rule.enabled(),
                rule.priority(),
                RuleProblems.name(rule.source().file()),
                rule.source().line(),
                null,
                false,
                states.states().getOrDefault(rule.id(), List.of()),
                states.misfits().getOrDefault(rule.id(), List.of()));
    }

    private static States states(Present.Moment moment) {
        Map<String, List<StateView>> states = new HashMap<>();
        moment.engine()
                .explainAll(moment.now())
                .forEach(rule -> states.computeIfAbsent(rule.rule(), id -> new ArrayList<>())
                        .add(StateView.of(rule, name(rule.serial(), moment))));
        Map<String, List<MisfitView>> misfits = new HashMap<>();
        moment.engine()
                .notApplicable()
                .forEach(misfit -> misfits.computeIfAbsent(misfit.rule(), id -> new ArrayList<>())
                        .add(new MisfitView(misfit.serial(), misfit.reason())));
        return new States(states, misfits);
    }

    private static String name(String serial, Present.Moment moment) {
        return moment.state().device(serial).map(DeviceState::name).orElse(serial);
    }

    private jakarta.ws.rs.WebApplicationException missing(String id) {
        if (rules.inForce().rule(id).isPresent()) {
            return Problem.notFound(
                    "The rule '%s' is in force, but its file has errors since, so that its text cannot be told"
                            .formatted(id));
        }
        List<String> ids = rules.stored().stream().map(Stored::id).sorted().toList();
        return Problem.notFound("There is no rule '%s'. %s"
                .formatted(id, ids.isEmpty() ? "There is none at all" : "There are " + String.join(", ", ids)));
    }

    private static String notRunning(String rule, Present.Moment moment) {
        StringBuilder misfits = new StringBuilder();
        moment.engine().notApplicable().stream()
                .filter(one -> one.rule().equals(rule))
                .map(one -> " It does not fit %s: %s.".formatted(one.serial(), one.reason()))
                .forEach(misfits::append);
        List<String> running = moment.engine().explainAll(moment.now()).stream()
                .map(Explanation.OfRule::rule)
                .distinct()
                .sorted()
                .toList();
        return "No rule '%s' runs on any station.%s %s"
                .formatted(
                        rule, misfits, running.isEmpty() ? "No rule does" : "There are " + String.join(", ", running));
    }
}
