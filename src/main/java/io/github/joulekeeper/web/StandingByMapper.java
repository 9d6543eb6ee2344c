package io.github.joulekeeper.web;

import io.github.joulekeeper.app.Ownership;
import io.github.joulekeeper.app.StandingByException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.List;

/** A replica that stands by says who can answer instead. */
@Provider
public class StandingByMapper implements ExceptionMapper<StandingByException> {
    private static final String SECONDS_TO_RETRY = "5";

    private final Ownership ownership;

    StandingByMapper(Ownership ownership) {
        this.ownership = ownership;
    }

    @Override
    public Response toResponse(StandingByException standingBy) {
        Response.Status status = Response.Status.SERVICE_UNAVAILABLE;
        String detail = "%s. Ask the owner%s, or try again in %s s"
                .formatted(
                        standingBy.getMessage(),
                        ownership.owner().map(owner -> ", " + owner + ",").orElse(""),
                        SECONDS_TO_RETRY);
        return Response.status(status)
                .header(HttpHeaders.RETRY_AFTER, SECONDS_TO_RETRY)
                .type(Problem.MEDIA_TYPE)
                .entity(new Problem(status.getReasonPhrase(), status.getStatusCode(), detail, List.of()))
                .build();
    }
}
