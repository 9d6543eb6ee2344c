package io.github.joulekeeper.web;

import io.github.joulekeeper.ledger.store.LedgerUnavailableException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Makes problems of the errors that arise before or outside of our own code, so that every error reads the same. */
public class ProblemMappers {
    /** How the framework says that a Content-Type is no media type at all. */
    private static final String NO_MEDIA_TYPE = "Failed to parse media type";

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    /** Errors that name a status: what is ours has its entity already. */
    @ServerExceptionMapper
    public Response of(WebApplicationException failure) {
        Response response = failure.getResponse();
        if (response.hasEntity() || response.getStatus() < 400) {
            return response;
        }
        int status = response.getStatus();
        String title = response.getStatusInfo().getReasonPhrase();
        Response.ResponseBuilder problem = Response.fromResponse(response)
                .type(Problem.MEDIA_TYPE)
                .entity(new Problem(title, status, detail(status), List.of()));
        return problem.build();
    }

    private static String detail(int status) {
        return switch (status) {
            case 404 -> "There is nothing at this path. /q/openapi describes all paths";
            case 405 -> "This path does not take this method. /q/openapi describes all paths";
            case 406 -> "The answer cannot be had in the media type that the header Accept asks for";
            case 413 -> "The body is too large";
            case 415 -> "The body's media type (Content-Type) is not one that this path takes. /q/openapi names them";
            default -> "The request cannot be answered";
        };
    }

    /** The body ended before it was whole. */
    @ServerExceptionMapper
    public Response of(IOException unreadable) {
        LOG.debug("A body could not be read", unreadable);
        return problem(400, "Bad Request", "The body cannot be read: it is cut off, or not what its Content-Type says");
    }

    /** The database of the ledger does not answer; it may soon. */
    @ServerExceptionMapper
    public Response of(LedgerUnavailableException unavailable) {
        LOG.warnf("A request that needs the ledger failed: %s", unavailable.getMessage());
        return Response.fromResponse(problem(503, "Service Unavailable", String.valueOf(unavailable.getMessage())))
                .header(HttpHeaders.RETRY_AFTER, "5")
                .build();
    }

    /** What a wait for the core brought. */
    @ServerExceptionMapper
    public Response of(CompletionException waited) {
        return switch (waited.getCause()) {
            case WebApplicationException known -> of(known);
            case LedgerUnavailableException unavailable -> of(unavailable);
            case RuntimeException bug -> of(bug);
            case null, default -> of((RuntimeException) waited);
        };
    }

    /** What nobody foresaw; the log has it in full, the caller does not. */
    @ServerExceptionMapper
    public Response of(RuntimeException bug) {
        if (String.valueOf(bug.getMessage()).startsWith(NO_MEDIA_TYPE)) {
            return problem(415, "Unsupported Media Type", detail(415));
        }
        LOG.error("A request failed", bug);
        return problem(500, "Internal Server Error", "The request failed by a fault of Joulekeeper; its log says more");
    }

    private static Response problem(int status, String title, String detail) {
        return Response.status(status)
                .type(Problem.MEDIA_TYPE)
                .entity(new Problem(title, status, detail, List.of()))
                .build();
    }
}
