package io.github.joulekeeper.web;

import io.github.joulekeeper.ledger.CommandLog;
import io.github.joulekeeper.ledger.Outcome;
import io.github.joulekeeper.web.security.Roles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The commands of the ledger. */
@Path("/api/commands")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.VIEWER)
public class CommandsResource {
    private static final int LARGEST_PAGE = 1000;

    private final CommandLog commands;

    CommandsResource(CommandLog commands) {
        this.commands = commands;
    }

    /**
     * Commands, newest first.
     *
     * @param before only commands with a smaller id: the last id of the page before
     * @param limit at most so many, 1 to 1000
     */
    @GET
    @RunOnVirtualThread
    @Operation(summary = "Commands with their reason, payload and every step, newest first")
    public List<CommandView> list(
            @QueryParam("device") @Nullable String device,
            @QueryParam("rule") @Nullable String rule,
            @QueryParam("outcome") @Nullable String outcome,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") @DefaultValue("100") String limit) {
        var query = new CommandLog.Query(
                Optional.ofNullable(device),
                Optional.ofNullable(rule),
                Optional.ofNullable(outcome).map(CommandsResource::outcome),
                Optional.ofNullable(before).map(value -> number("before", value, 1, Long.MAX_VALUE)),
                (int) number("limit", limit, 1, LARGEST_PAGE));
        return commands.find(query).stream().map(CommandView::of).toList();
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

    private static long number(String name, String text, long smallest, long largest) {
        try {
            long value = Long.parseLong(text);
            if (value >= smallest && value <= largest) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // Told below, like a number out of range.
        }
        throw Problem.badRequest(
                "%s must be a number from %d to %d, not '%s'".formatted(name, smallest, largest, text));
    }
}
