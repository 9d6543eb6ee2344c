package io.github.joulekeeper.web;

import io.github.joulekeeper.app.EventFeed;
import io.github.joulekeeper.ledger.EventLog;
import io.github.joulekeeper.web.security.Roles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The entries of the ledger beside commands: rules, external changes, connections, reloads, what people did. */
@Path("/api/entries")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.VIEWER)
public class EntriesResource {
    private static final int LARGEST_PAGE = 1000;

    private final EventLog entries;
    private final EventFeed feed;

    EntriesResource(EventLog entries, EventFeed feed) {
        this.entries = entries;
        this.feed = feed;
    }

    /**
     * Entries, newest first.
     *
     * @param kind kinds of entries, divided by commas, such as {@code rule,manual}; all but those of commands if absent
     * @param device a station's serial number or name
     * @param rule the id of a rule that entered another phase
     * @param from not before
     * @param to before
     * @param q words that stand in the entry, whatever their case
     * @param cursor where the page begins, as the Link header of the page before says it
     * @param limit at most so many, 1 to 1000
     */
    @GET
    @RunOnVirtualThread
    @Operation(
            summary = "What the ledger says of rules, external changes, connections, reloads and people, newest first")
    public RestResponse<List<EntryView>> list(
            @QueryParam("kind") @Nullable String kind,
            @QueryParam("device") @Nullable String device,
            @QueryParam("rule") @Nullable String rule,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("q") @Nullable String q,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("100") String limit,
            @HeaderParam("If-None-Match") @Nullable String ifNoneMatch,
            @Context UriInfo uri) {
        var query = new EventLog.Query(
                kinds(kind),
                kind == null,
                Optional.ofNullable(device).map(name -> feed.serial(name).orElse(name)),
                Optional.ofNullable(rule),
                Requested.instant("from", from),
                Requested.instant("to", to),
                Optional.ofNullable(q).filter(words -> !words.isBlank()),
                Page.before(cursor),
                (int) Requested.number("limit", limit, 1, LARGEST_PAGE));
        Requested.inOrder(query.from(), query.to());
        return Page.answer(
                ifNoneMatch,
                Long.toString(entries.lastSequence()),
                () -> entries.events(query).stream().map(EntryView::of).toList(),
                query.limit(),
                EntryView::sequence,
                uri);
    }

    private static List<String> kinds(@Nullable String kind) {
        List<String> kinds = kind == null
                ? List.of()
                : Arrays.stream(kind.split(",", -1)).map(String::strip).toList();
        if (kinds.contains("") || kinds.size() > 20) {
            throw Problem.badRequest(
                    "kind must be kinds of entries divided by commas, such as rule,manual, not '%s'".formatted(kind));
        }
        return kinds;
    }
}
