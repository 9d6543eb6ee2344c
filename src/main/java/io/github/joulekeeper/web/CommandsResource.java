package io.github.joulekeeper.web;

import io.github.joulekeeper.app.EventFeed;
import io.github.joulekeeper.ledger.CommandLog;
import io.github.joulekeeper.ledger.EventLog;
import io.github.joulekeeper.ledger.Outcome;
import io.github.joulekeeper.web.security.Roles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The commands of the ledger. */
@Path("/api/commands")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.VIEWER)
public class CommandsResource {
    private static final int LARGEST_PAGE = 1000;

    private final CommandLog commands;
    private final EventLog entries;
    private final EventFeed feed;

    CommandsResource(CommandLog commands, EventLog entries, EventFeed feed) {
        this.commands = commands;
        this.entries = entries;
        this.feed = feed;
    }

    /**
     * Commands, newest first.
     *
     * @param device a station's serial number or name
     * @param rule a rule's id, or {@code manual:AUTHOR}
     * @param outcome how it ended
     * @param setting the name of a setting that it set
     * @param from decided not before
     * @param to decided before
     * @param q words that stand in what the ledger says of it, whatever their case
     * @param cursor where the page begins, as the Link header of the page before says it
     * @param limit at most so many, 1 to 1000
     */
    @GET
    @RunOnVirtualThread
    @Operation(summary = "Commands with their reason, payload and every step, newest first")
    public RestResponse<List<CommandView>> list(
            @QueryParam("device") @Nullable String device,
            @QueryParam("rule") @Nullable String rule,
            @QueryParam("outcome") @Nullable String outcome,
            @QueryParam("setting") @Nullable String setting,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("q") @Nullable String q,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("100") String limit,
            @HeaderParam("If-None-Match") @Nullable String ifNoneMatch,
            @Context UriInfo uri) {
        var query = new CommandLog.Query(
                Optional.ofNullable(device).map(name -> feed.serial(name).orElse(name)),
                Optional.ofNullable(rule),
                Optional.ofNullable(outcome).map(CommandsResource::outcome),
                Optional.ofNullable(setting),
                Requested.instant("from", from),
                Requested.instant("to", to),
                Optional.ofNullable(q).filter(words -> !words.isBlank()),
                Page.before(cursor),
                (int) Requested.number("limit", limit, 1, LARGEST_PAGE));
        Requested.inOrder(query.from(), query.to());
        return Page.answer(
                ifNoneMatch,
                Long.toString(entries.lastSequence()),
                () -> commands.find(query).stream().map(CommandView::of).toList(),
                query.limit(),
                CommandView::id,
                uri);
    }

    /** One command. */
    @GET
    @Path("{id}")
    @RunOnVirtualThread
    @Operation(summary = "One command with its reason, payload and every step")
    @APIResponse(responseCode = "200", description = "The command")
    @APIResponse(responseCode = "400", description = "The id is no number")
    public CommandView read(@PathParam("id") String id) {
        long number = Requested.number("the command's id", id, 1, Long.MAX_VALUE - 1);
        return commands.command(number)
                .map(CommandView::of)
                .orElseThrow(() -> Problem.notFound("There is no command %d in the ledger".formatted(number)));
    }

    private static Outcome outcome(String name) {
        return Arrays.stream(Outcome.values())
                .filter(outcome -> outcome.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> Problem.badRequest("outcome must be one of %s, not '%s'"
                        .formatted(
                                Arrays.stream(Outcome.values())
                                        .map(outcome -> outcome.name().toLowerCase(Locale.ROOT))
                                        .collect(Collectors.joining(", ")),
                                name)));
    }
}
