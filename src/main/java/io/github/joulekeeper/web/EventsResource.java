package io.github.joulekeeper.web;

import io.github.joulekeeper.app.EventFeed;
import io.github.joulekeeper.app.JoulekeeperConfig;
import io.github.joulekeeper.web.security.Roles;
import io.smallrye.mutiny.Multi;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.ResponseHeader;
import org.jspecify.annotations.Nullable;

/** What happens, as it happens. */
@Path("/api/events")
@RolesAllowed(Roles.VIEWER)
public class EventsResource {
    private final EventFeed feed;
    private final JoulekeeperConfig.Events limits;
    private final Set<HttpServerResponse> watching = new HashSet<>();

    EventsResource(EventFeed feed, JoulekeeperConfig config) {
        this.feed = feed;
        this.limits = config.events();
    }

    /**
     * Server-sent events from now on, or from the last one that the client saw.
     *
     * @param device a station's serial number or name: only its events, and those that are about no station
     * @param types names of events, divided by commas; all if absent
     * @param after the id of the last event seen, for a client that cannot send the header
     * @param lastEventId the same, as browsers send it when they come back; an unknown one is answered by {@code reset}
     */
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @ResponseHeader(name = "Cache-Control", value = "no-store")
    @ResponseHeader(name = "X-Accel-Buffering", value = "no")
    @Operation(summary = "Readings, rules, commands, claims and connections as they change, as server-sent events")
    @APIResponse(
            responseCode = "200",
            description = "Events without end",
            content =
                    @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(implementation = String.class)))
    @APIResponse(responseCode = "404", description = "There is no such station")
    public Multi<OutboundSseEvent> watch(
            @QueryParam("device") @Nullable String device,
            @QueryParam("types") @Nullable String types,
            @QueryParam("after") @Nullable String after,
            @HeaderParam("Last-Event-ID") @Nullable String lastEventId,
            @Context Sse sse,
            @Context HttpServerRequest request) {
        EventFilter filter = EventFilter.of(Optional.ofNullable(device).map(this::serial), types);
        Optional<Long> last = lastSeen(after, lastEventId);
        HttpServerResponse response = request.response();
        if (!enter(response)) {
            throw Problem.of(
                    Response.Status.SERVICE_UNAVAILABLE,
                    "%d clients watch already, which is as many as joulekeeper.events.clients allows. Close one, or allow more"
                            .formatted(limits.clients()));
        }
        EventClient client =
                new EventClient(feed, filter, last, sse, limits.waiting(), response::reset, () -> leave(response));
        return Multi.createFrom().publisher(client);
    }

    private synchronized boolean enter(HttpServerResponse response) {
        // Who left before the stream began is never told as gone, because nobody subscribes for it.
        watching.removeIf(one -> one.ended() || one.closed());
        return watching.size() < limits.clients() && watching.add(response);
    }

    private synchronized void leave(HttpServerResponse response) {
        watching.remove(response);
    }

    private String serial(String device) {
        return feed.serial(device).orElseThrow(() -> Problem.notFound("There is no station '%s'".formatted(device)));
    }

    private static Optional<Long> lastSeen(@Nullable String after, @Nullable String lastEventId) {
        if (lastEventId != null && !lastEventId.isBlank()) {
            return Optional.of(id(lastEventId).orElse(-1L));
        }
        if (after == null) {
            return Optional.empty();
        }
        return Optional.of(id(after)
                .orElseThrow(() -> Problem.badRequest("after must be the id of an event, not '%s'".formatted(after))));
    }

    private static Optional<Long> id(String text) {
        try {
            return Optional.of(Long.parseLong(text.strip()));
        } catch (NumberFormatException noId) {
            return Optional.empty();
        }
    }
}
