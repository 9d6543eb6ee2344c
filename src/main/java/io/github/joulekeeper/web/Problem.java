package io.github.joulekeeper.web;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;

/**
 * An error as RFC 9457 describes it, sent as {@code application/problem+json}.
 *
 * @param detail what is wrong and what to do, with the bad value
 */
@RegisterForReflection
public record Problem(String title, int status, String detail) {
    static final String MEDIA_TYPE = "application/problem+json";

    /** The request is wrong: 400. */
    static WebApplicationException badRequest(String detail) {
        return of(Response.Status.BAD_REQUEST, detail);
    }

    /** There is no such thing: 404. */
    static WebApplicationException notFound(String detail) {
        return of(Response.Status.NOT_FOUND, detail);
    }

    /** Another error. */
    public static WebApplicationException of(Response.Status status, String detail) {
        Problem problem = new Problem(status.getReasonPhrase(), status.getStatusCode(), detail);
        return new WebApplicationException(
                detail, Response.status(status).type(MEDIA_TYPE).entity(problem).build());
    }
}
