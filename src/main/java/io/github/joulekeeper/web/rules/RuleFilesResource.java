package io.github.joulekeeper.web.rules;

import io.github.joulekeeper.app.RuleBook;
import io.github.joulekeeper.rule.file.RuleEditException;
import io.github.joulekeeper.rule.file.RuleEditor.Stored;
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
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Writes rules into their files. What is answered is in force. */
@Path("/api/rules")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.EDITOR)
@APIResponse(
        responseCode = "403",
        description = "The caller's role does not allow it, or the rules directory is read-only")
@APIResponse(
        responseCode = "409",
        description = "There is such a rule already, or its file has errors or a layout that only a person can change")
@APIResponse(responseCode = "422", description = "The rules would have errors, which are told with their places")
public class RuleFilesResource {
    private final RuleBook rules;
    private final Author caller;

    RuleFilesResource(RuleBook rules, Author caller) {
        this.rules = rules;
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

    private interface Write {
        Stored run() throws RuleEditException;
    }

    /** Writes a new rule. */
    @POST
    @Consumes({RuleHttp.YAML, RuleHttp.X_YAML, RuleHttp.TEXT_YAML, MediaType.APPLICATION_JSON})
    @RunOnVirtualThread
    @Operation(
            summary = "Create a rule",
            description =
                    "The body is the fields of one rule, as YAML, which goes into the file as it is written with its"
                            + " comments, or as JSON. Every other byte of the file stays.")
    @APIResponse(
            responseCode = "201",
            description = "The rule is written and in force; Location says where it is",
            content = @Content(schema = @Schema(implementation = WrittenView.class)))
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
        String text = RuleHttp.of(body, headers);
        String author = caller.name();
        Stored stored = written(() -> rules.create(text, Optional.ofNullable(file), author));
        return RuleHttp.tagged(Response.created(URI.create(RuleHttp.location(stored.id()))), stored.tag())
                .entity(WrittenView.of(stored))
                .build();
    }

    /** Replaces a rule. */
    @PUT
    @Path("{rule}")
    @Consumes({RuleHttp.YAML, RuleHttp.X_YAML, RuleHttp.TEXT_YAML, MediaType.APPLICATION_JSON})
    @RunOnVirtualThread
    @Operation(
            summary = "Replace a rule",
            description = "It keeps its id and its place in its file, whose every other byte stays.")
    @APIResponse(
            responseCode = "200",
            description = "The rule is written and in force",
            content = @Content(schema = @Schema(implementation = WrittenView.class)))
    public Response replace(
            @PathParam("rule") String id,
            @Nullable String body,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @Context HttpHeaders headers) {
        Predicate<String> tag = RuleHttp.ifMatch(ifMatch);
        String text = RuleHttp.of(body, headers);
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
    public Response delete(@PathParam("rule") String id, @HeaderParam("If-Match") @Nullable String ifMatch) {
        Predicate<String> tag = RuleHttp.ifMatch(ifMatch);
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
    public Response disable(@PathParam("rule") String id, @HeaderParam("If-Match") @Nullable String ifMatch) {
        return switched(id, false, ifMatch);
    }

    private Response switched(String id, boolean enabled, @Nullable String ifMatch) {
        Predicate<String> tag = RuleHttp.ifMatch(ifMatch);
        String author = caller.name();
        return ok(written(() -> rules.enable(id, enabled, tag, author)));
    }

    private static Stored written(Write write) {
        try {
            return write.run();
        } catch (RuleEditException refused) {
            throw RuleProblems.of(refused);
        }
    }

    private static Response ok(Stored stored) {
        return RuleHttp.tagged(Response.ok(WrittenView.of(stored)), stored.tag())
                .build();
    }
}
