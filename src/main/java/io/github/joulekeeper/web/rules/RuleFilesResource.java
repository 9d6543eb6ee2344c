package io.github.joulekeeper.web.rules;

import io.github.joulekeeper.app.Control;
import io.github.joulekeeper.app.RuleBook;
import io.github.joulekeeper.engine.Explanation;
import io.github.joulekeeper.engine.RulePhase;
import io.github.joulekeeper.rule.file.RuleEditException;
import io.github.joulekeeper.rule.file.RuleEditor.Stored;
import io.github.joulekeeper.web.Problem;
import io.github.joulekeeper.web.security.Author;
import io.github.joulekeeper.web.security.Roles;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Writes rules into their files. What is answered is in force. */
@Path("/api/rules")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.EDITOR)
public class RuleFilesResource {
    private final RuleBook rules;
    private final Control control;
    private final Author caller;

    RuleFilesResource(RuleBook rules, Control control, Author caller) {
        this.rules = rules;
        this.control = control;
        this.caller = caller;
    }

    /**
     * A rule that was written.
     *
     * @param file the name of its file
     * @param line where it begins there
     * @param etag what the next change must send as {@code If-Match}
     * @param text its own text, as it stands in the file
     */
    @RegisterForReflection
    public record WrittenView(String id, String file, int line, String etag, String text) {
        static WrittenView of(Stored stored) {
            return new WrittenView(stored.id(), stored.file(), stored.line(), stored.tag(), stored.text());
        }
    }

    /**
     * Stations on which a rule may start again.
     *
     * @param resumed their serial numbers; none if it was suspended nowhere
     */
    @RegisterForReflection
    public record ResumedView(List<String> resumed) {}

    private interface Write {
        Stored run() throws RuleEditException;
    }

    /** Writes a new rule. */
    @POST
    @Consumes({RuleText.YAML, RuleText.X_YAML, RuleText.TEXT_YAML, MediaType.APPLICATION_JSON})
    @RunOnVirtualThread
    @Operation(
            summary = "Create a rule",
            description =
                    "The body is the fields of one rule, as YAML, which goes into the file as it is written with its"
                            + " comments, or as JSON. Every other byte of the file stays.")
    @RequestBody(
            content = {
                @Content(
                        mediaType = RuleText.YAML,
                        schema = @Schema(implementation = String.class),
                        examples = @ExampleObject(name = "night", value = Examples.RULE)),
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(type = SchemaType.OBJECT),
                        examples = @ExampleObject(name = "night", value = Examples.RULE_JSON))
            })
    @APIResponse(
            responseCode = "201",
            description = "The rule is written and in force; Location says where it is",
            content = @Content(schema = @Schema(implementation = WrittenView.class)))
    @APIResponse(responseCode = "400", description = "The body is no JSON, though it says so")
    @APIResponse(responseCode = "403", description = "The rules directory is read-only")
    @APIResponse(responseCode = "409", description = "There is a rule with this id, or the file does not allow it")
    @APIResponse(
            responseCode = "422",
            description = "The rule has errors, told with their places, or the file's name is none")
    public Response create(
            @Nullable String body,
            @Parameter(
                            description =
                                    "The file of the rules directory to which it is added, such as night.yaml; it is made"
                                            + " if it is not there. By default the file is called like the rule")
                    @QueryParam("file")
                    @Nullable
                    String file,
            @Context HttpHeaders headers) {
        String text = RuleText.of(body, headers);
        String author = caller.name();
        Stored stored = written(() -> rules.create(text, Optional.ofNullable(file), author));
        return RuleText.tagged(Response.created(URI.create(RuleText.location(stored.id()))), stored.tag())
                .entity(WrittenView.of(stored))
                .build();
    }

    /** Replaces a rule. */
    @PUT
    @Path("{rule}")
    @Consumes({RuleText.YAML, RuleText.X_YAML, RuleText.TEXT_YAML, MediaType.APPLICATION_JSON})
    @RunOnVirtualThread
    @Operation(
            summary = "Replace a rule",
            description = "It keeps its id and its place in its file, whose every other byte stays.")
    @RequestBody(
            content = {
                @Content(
                        mediaType = RuleText.YAML,
                        schema = @Schema(implementation = String.class),
                        examples = @ExampleObject(name = "night", value = Examples.RULE)),
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(type = SchemaType.OBJECT),
                        examples = @ExampleObject(name = "night", value = Examples.RULE_JSON))
            })
    @APIResponse(
            responseCode = "200",
            description = "The rule is written and in force",
            content = @Content(schema = @Schema(implementation = WrittenView.class)))
    @APIResponse(responseCode = "400", description = "The body is no JSON, though it says so")
    @APIResponse(responseCode = "403", description = "The rules directory is read-only")
    @APIResponse(responseCode = "404", description = "There is no such rule")
    @APIResponse(responseCode = "409", description = "The file does not allow it")
    @APIResponse(responseCode = "412", description = "The rule is not the one that If-Match names")
    @APIResponse(responseCode = "422", description = "The rule has errors, told with their places")
    @APIResponse(responseCode = "428", description = "If-Match is missing")
    public Response replace(
            @PathParam("rule") String id,
            @Nullable String body,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @Context HttpHeaders headers) {
        Predicate<String> tag = RuleText.ifMatch(ifMatch);
        String text = RuleText.of(body, headers);
        String author = caller.name();
        return ok(written(() -> rules.replace(id, text, tag, author)));
    }

    /** Deletes a rule. */
    @DELETE
    @Path("{rule}")
    @RunOnVirtualThread
    @Operation(
            summary = "Delete a rule",
            description =
                    "Where it is active it ends, with what it says for its end. Comments before it stay in the file.")
    @APIResponse(responseCode = "204", description = "The rule is gone")
    @APIResponse(responseCode = "403", description = "The rules directory is read-only")
    @APIResponse(responseCode = "404", description = "There is no such rule")
    @APIResponse(responseCode = "409", description = "The file does not allow it")
    @APIResponse(responseCode = "412", description = "The rule is not the one that If-Match names")
    @APIResponse(responseCode = "422", description = "Other rules would have errors without it")
    @APIResponse(responseCode = "428", description = "If-Match is missing")
    public Response delete(@PathParam("rule") String id, @HeaderParam("If-Match") @Nullable String ifMatch) {
        Predicate<String> tag = RuleText.ifMatch(ifMatch);
        try {
            rules.delete(id, tag, caller.name());
        } catch (RuleEditException refused) {
            throw RuleProblems.of(refused);
        }
        return Response.noContent().build();
    }

    /** Enables a rule. */
    @POST
    @Path("{rule}/enable")
    @RolesAllowed(Roles.OPERATOR)
    @RunOnVirtualThread
    @Operation(summary = "Enable a rule", description = "Changes 'enabled' in its file, and nothing else.")
    @APIResponse(
            responseCode = "200",
            description = "The rule is enabled",
            content = @Content(schema = @Schema(implementation = WrittenView.class)))
    @APIResponse(responseCode = "403", description = "The rules directory is read-only")
    @APIResponse(responseCode = "404", description = "There is no such rule")
    @APIResponse(responseCode = "409", description = "The file does not allow it")
    @APIResponse(responseCode = "412", description = "The rule is not the one that If-Match names")
    @APIResponse(responseCode = "422", description = "The file has other errors")
    @APIResponse(responseCode = "428", description = "If-Match is missing")
    public Response enable(@PathParam("rule") String id, @HeaderParam("If-Match") @Nullable String ifMatch) {
        return switched(id, true, ifMatch);
    }

    /** Disables a rule. */
    @POST
    @Path("{rule}/disable")
    @RolesAllowed(Roles.OPERATOR)
    @RunOnVirtualThread
    @Operation(
            summary = "Disable a rule",
            description = "Changes 'enabled' in its file, and nothing else. Where it is active it ends.")
    @APIResponse(
            responseCode = "200",
            description = "The rule is disabled",
            content = @Content(schema = @Schema(implementation = WrittenView.class)))
    @APIResponse(responseCode = "403", description = "The rules directory is read-only")
    @APIResponse(responseCode = "404", description = "There is no such rule")
    @APIResponse(responseCode = "409", description = "The file does not allow it")
    @APIResponse(responseCode = "412", description = "The rule is not the one that If-Match names")
    @APIResponse(responseCode = "422", description = "The file has other errors")
    @APIResponse(responseCode = "428", description = "If-Match is missing")
    public Response disable(@PathParam("rule") String id, @HeaderParam("If-Match") @Nullable String ifMatch) {
        return switched(id, false, ifMatch);
    }

    private Response switched(String id, boolean enabled, @Nullable String ifMatch) {
        Predicate<String> tag = RuleText.ifMatch(ifMatch);
        String author = caller.name();
        return ok(written(() -> rules.enable(id, enabled, tag, author)));
    }

    /** Lets a suspended rule start again. */
    @POST
    @Path("{rule}/resume")
    @RolesAllowed(Roles.OPERATOR)
    @RunOnVirtualThread
    @Operation(
            summary = "Let a rule that was suspended for flapping start again",
            description = "On all stations where it is suspended.")
    @APIResponse(
            responseCode = "200",
            description = "Where it was suspended",
            content = @Content(schema = @Schema(implementation = ResumedView.class)))
    @APIResponse(responseCode = "404", description = "No such rule runs on any station")
    public ResumedView resume(@PathParam("rule") String id) {
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
                })
                .toCompletableFuture()
                .join();
    }

    private static Stored written(Write write) {
        try {
            return write.run();
        } catch (RuleEditException refused) {
            throw RuleProblems.of(refused);
        }
    }

    private static Response ok(Stored stored) {
        return RuleText.tagged(Response.ok(WrittenView.of(stored)), stored.tag())
                .build();
    }
}
