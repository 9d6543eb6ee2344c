package io.github.joulekeeper.web.rules;

import io.github.joulekeeper.app.ReplayRoom;
import io.github.joulekeeper.app.ReplayRoom.NoReplayException;
import io.github.joulekeeper.app.RuleBook;
import io.github.joulekeeper.rule.RuleSet;
import io.github.joulekeeper.rule.file.HeldRules;
import io.github.joulekeeper.web.JsonBody;
import io.github.joulekeeper.web.Problem;
import io.github.joulekeeper.web.security.Roles;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.nio.file.Files;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/** What rules would have done over a recording. */
@Path("/api/replay")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.VIEWER)
public class ReplayResource {
    private static final int MOST_ENTRIES = 10_000;

    private final ReplayRoom room;
    private final RuleBook rules;

    ReplayResource(ReplayRoom room, RuleBook rules) {
        this.room = room;
        this.rules = rules;
    }

    /** The recordings of the data directory. */
    @RegisterForReflection
    public record RecordingsView(List<String> recordings) {}

    /** What to replay. The body is read by hand; this describes it. */
    @RegisterForReflection
    @Schema(example = "{\"recording\":\"2026-06-01.jsonl\",\"zone\":\"Europe/Berlin\"}")
    record ReplayRequest(
            @Schema(description = "The name of a recording in the data directory", required = true)
            String recording,

            @Schema(description = "One rule or a whole file as YAML; by default the rules in force") @Nullable
            String rules,

            @Schema(description = "Whether to say what these rules would have done differently from those in force")
            @Nullable
            Boolean compare,

            @Schema(description = "The zone of times in rules; by default the recording's") @Nullable
            String zone) {}

    /** Which recordings there are. */
    @GET
    @RunOnVirtualThread
    @Operation(summary = "The recordings that can be replayed by name")
    @APIResponse(
            responseCode = "200",
            description = "Their names, newest first",
            content = @Content(schema = @Schema(implementation = RecordingsView.class)))
    public RecordingsView recordings() {
        return new RecordingsView(room.recordings());
    }

    /** Replays a recording of the data directory. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            summary = "What rules would have done over a recording",
            description =
                    "The recording is one of the data directory by its name or, with multipart/form-data, an upload"
                            + " (parts: recording, and perhaps rules, compare, zone). Every command is taken to have worked. One"
                            + " replay runs at a time, for at most 60 s; at most 10,000 entries of each list are told. Nothing is"
                            + " sent.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ReplayRequest.class)))
    @APIResponse(
            responseCode = "200",
            description = "What they would have done",
            content = @Content(schema = @Schema(implementation = ReplayView.class)))
    @APIResponse(responseCode = "404", description = "There is no such recording")
    @APIResponse(responseCode = "422", description = "The rules have errors, or there is nothing to replay")
    @APIResponse(responseCode = "503", description = "Another replay runs")
    public ReplayView replay(@Nullable String body) {
        JsonBody json = JsonBody.read(body, List.of("recording", "rules", "compare", "zone"));
        String name = json.get("recording").asText();
        java.nio.file.Path recording = room.recording(name)
                .orElseThrow(() -> Problem.notFound(
                        "The data directory has no recording '%s'. GET /api/replay names those that it has"
                                .formatted(name)));
        return replay(
                recording,
                json.get("rules").isMissingNode() ? null : json.get("rules").asText(),
                json.get("compare").asBoolean(),
                json.get("zone").isMissingNode() ? null : json.get("zone").asText());
    }

    /** Replays a recording that is sent along. */
    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @RunOnVirtualThread
    @Operation(hidden = true)
    public ReplayView upload(
            @RestForm("recording") @Nullable FileUpload recording,
            @RestForm("rules") @Nullable String text,
            @RestForm("compare") @Nullable String compare,
            @RestForm("zone") @Nullable String zone) {
        if (recording == null) {
            throw Problem.badRequest("The part 'recording' is missing. Send the recording as a file");
        }
        String name = recording.fileName() == null ? "" : recording.fileName();
        if (!ReplayRoom.NAME.matcher(name).matches()) {
            throw Problem.badRequest(
                    "The recording's file name (%s) must be one that ends in .jsonl, .jsonl.gz or .json"
                            .formatted(name));
        }
        // What it is called says how it is to be read.
        java.nio.file.Path uploaded = recording.uploadedFile();
        java.nio.file.Path named = uploaded.resolveSibling(uploaded.getFileName() + "-" + name);
        try {
            Files.createLink(named, uploaded);
            return replay(named, text, Boolean.parseBoolean(compare), zone);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } finally {
            named.toFile().delete();
        }
    }

    private ReplayView replay(
            java.nio.file.Path recording, @Nullable String text, boolean compare, @Nullable String zone) {
        RuleSet asked = text == null ? rules.inForce() : checked(text);
        try {
            ReplayRoom.Outcome outcome = compare && text != null
                    ? room.replay(recording, rules.inForce(), Optional.of(asked), zone(zone))
                    : room.replay(recording, asked, Optional.empty(), zone(zone));
            return ReplayView.of(
                    outcome.replayed(), outcome.compared(), outcome.skippedLines(), outcome.zone(), MOST_ENTRIES);
        } catch (NoReplayException refused) {
            String detail = String.valueOf(refused.getMessage());
            throw refused.busy()
                    ? Problem.of(503, "Service Unavailable", detail, List.of())
                    : Problem.of(422, "Unprocessable Content", detail, List.of());
        }
    }

    private RuleSet checked(String text) {
        HeldRules.Check check = rules.check(text);
        if (check.hasErrors()) {
            throw Problem.of(
                    422, "Unprocessable Content", "The rules have errors", RuleProblems.places(check.issues()));
        }
        return check.submitted();
    }

    private static Optional<ZoneId> zone(@Nullable String zone) {
        try {
            return Optional.ofNullable(zone).map(ZoneId::of);
        } catch (DateTimeException unknown) {
            throw Problem.badRequest("zone must be one such as Europe/Berlin or UTC, not '%s'".formatted(zone));
        }
    }
}
