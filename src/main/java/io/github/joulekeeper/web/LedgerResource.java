package io.github.joulekeeper.web;

import io.github.joulekeeper.ledger.store.ExportFormat;
import io.github.joulekeeper.ledger.store.LedgerArchive;
import io.github.joulekeeper.web.security.Roles;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedWriter;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** The ledger as a whole. */
@Path("/api/ledger")
@RolesAllowed(Roles.VIEWER)
public class LedgerResource {
    private final LedgerArchive ledger;

    LedgerResource(LedgerArchive ledger) {
        this.ledger = ledger;
    }

    /**
     * All entries of a time, in order.
     *
     * @param format {@code jsonl} or {@code csv}
     * @param from not before
     * @param to before
     */
    @GET
    @Path("export")
    @Blocking
    @Operation(summary = "The ledger's entries in order, as JSON Lines or CSV")
    @APIResponse(
            responseCode = "200",
            description = "The entries, one a line",
            content = {
                @Content(mediaType = "application/jsonl", schema = @Schema(implementation = String.class)),
                @Content(mediaType = "text/csv", schema = @Schema(implementation = String.class))
            })
    public Response export(
            @QueryParam("format") @DefaultValue("jsonl") String format,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to) {
        ExportFormat chosen = switch (format) {
            case "jsonl" -> ExportFormat.JSONL;
            case "csv" -> ExportFormat.CSV;
            default -> throw Problem.badRequest("format must be jsonl or csv, not '%s'".formatted(format));
        };
        Optional<Instant> first = Requested.instant("from", from);
        Optional<Instant> end = Requested.instant("to", to);
        Requested.inOrder(first, end);
        StreamingOutput body = out -> {
            Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
            ledger.export(chosen, first, end, writer);
            writer.flush();
        };
        return Response.ok(body)
                .type(chosen == ExportFormat.CSV ? "text/csv;charset=UTF-8" : "application/jsonl;charset=UTF-8")
                .header("Content-Disposition", "attachment; filename=\"joulekeeper-ledger.%s\"".formatted(format))
                .build();
    }
}
