package io.github.joulekeeper.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.joulekeeper.rule.RuleIssue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An error as RFC 9457 describes it, sent as {@code application/problem+json}.
 *
 * @param detail what is wrong and what to do, with the bad value
 * @param errors each mistake and its place in a text, if there is a text
 */
@RegisterForReflection
public record Problem(
        String title,
        int status,
        String detail,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Place> errors) {
    /** The media type of problems. */
    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        errors = List.copyOf(errors);
    }

    /**
     * A mistake in a text.
     *
     * @param file the name of the file in the rules directory; absent for the text that was sent
     * @param line from 1
     * @param column from 1
     * @param endColumn after the last character that is marked, in the same line
     * @param severity {@code error} or {@code warning}
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Place(@Nullable String file, int line, int column, int endColumn, String severity, String message) {
        static Place at(int line, int column, String message) {
            return new Place(null, line, column, column + 1, "error", message);
        }

        /** @param file absent for the text that was sent */
        public static Place of(RuleIssue issue, @Nullable String file) {
            return new Place(
                    file,
                    issue.line(),
                    issue.column(),
                    issue.column() + issue.length(),
                    issue.severity().name().toLowerCase(Locale.ROOT),
                    issue.message());
        }
    }

    /** The request is wrong: 400. */
    public static WebApplicationException badRequest(String detail) {
        return of(Response.Status.BAD_REQUEST, detail);
    }

    static WebApplicationException badRequest(String detail, List<Place> errors) {
        return of(
                Response.Status.BAD_REQUEST.getStatusCode(),
                Response.Status.BAD_REQUEST.getReasonPhrase(),
                detail,
                errors);
    }

    /** There is no such thing: 404. */
    public static WebApplicationException notFound(String detail) {
        return of(Response.Status.NOT_FOUND, detail);
    }

    /** Another error. */
    public static WebApplicationException of(Response.Status status, String detail) {
        return of(status.getStatusCode(), status.getReasonPhrase(), detail, List.of());
    }

    /** An error with the places of the mistakes. */
    public static WebApplicationException of(int status, String title, String detail, List<Place> errors) {
        Problem problem = new Problem(title, status, detail, errors);
        return new WebApplicationException(
                detail, Response.status(status).type(MEDIA_TYPE).entity(problem).build());
    }
}
