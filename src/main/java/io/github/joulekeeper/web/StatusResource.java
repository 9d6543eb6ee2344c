package io.github.joulekeeper.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.joulekeeper.app.Ownership;
import io.github.joulekeeper.app.Present;
import io.github.joulekeeper.engine.RulePhase;
import io.github.joulekeeper.ledger.LedgerHealth;
import io.github.joulekeeper.rule.RuleIssue;
import io.github.joulekeeper.state.DeviceState;
import io.github.joulekeeper.web.security.Roles;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Is it working? */
@Path("/api/status")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.VIEWER)
public class StatusResource {
    private final Present present;
    private final Ownership ownership;
    private final InstantSource clock;

    StatusResource(Present present, Ownership ownership, InstantSource clock) {
        this.present = present;
        this.ownership = ownership;
        this.clock = clock;
    }

    /**
     * The service as a whole.
     *
     * @param degraded what keeps the cloud from being reached; empty while all is well
     * @param firstSnapshot whether the stations were found and asked for their values since the start
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record StatusView(
            String role,
            @Nullable String owner,
            String mode,
            ConnectionView mqtt,
            @Nullable String cloudProblem,
            List<String> degraded,
            boolean firstSnapshot,
            int stations,
            long stationsOnline,
            long rulesActive,
            List<String> ruleIssues,
            List<String> rulesNotApplicable,
            LedgerView ledger) {
        /** What a replica that stands by can say; all else is the owner's to know. */
        public static StatusView standby(@Nullable String owner, Instant now) {
            String role = word(Ownership.Role.STANDBY);
            String detail = owner == null ? "nobody owns the account yet" : owner + " owns the account";
            return new StatusView(
                    role,
                    owner,
                    role,
                    new ConnectionView(role, detail, now),
                    null,
                    List.of(),
                    false,
                    0,
                    0,
                    0,
                    List.of(),
                    List.of(),
                    new LedgerView(true, "stopped", 0, 0, 0, 0, null, null));
        }
    }

    /** The MQTT connection. */
    @RegisterForReflection
    public record ConnectionView(String state, String detail, Instant since) {}

    /** How well the ledger takes entries. */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record LedgerView(
            boolean well,
            String commands,
            int waiting,
            int capacity,
            long lost,
            long lagMillis,
            @Nullable Instant failingSince,
            @Nullable String lastError) {}

    /** The present state of the service. */
    @GET
    @Operation(summary = "Mode, connections, stations, rules and ledger at a glance")
    public CompletionStage<StatusView> status() {
        if (!present.running()) {
            return CompletableFuture.completedFuture(
                    StatusView.standby(ownership.owner().orElse(null), clock.instant()));
        }
        return present.ask(moment -> {
            var stations = moment.state().devices();
            Present.Connection connection = present.connection();
            LedgerHealth ledger = present.ledgerHealth();
            return new StatusView(
                    word(ownership.role()),
                    ownership.owner().orElse(null),
                    moment.mode().name().toLowerCase(Locale.ROOT),
                    new ConnectionView(
                            connection.state().toLowerCase(Locale.ROOT).replace('_', '-'),
                            connection.detail(),
                            connection.since()),
                    connection.problem().orElse(null),
                    present.degraded(),
                    present.firstSnapshotIn(),
                    stations.size(),
                    stations.stream().filter(DeviceState::online).count(),
                    moment.engine().explainAll(moment.now()).stream()
                            .filter(rule -> rule.phase() == RulePhase.ACTIVE)
                            .count(),
                    present.ruleIssues().stream().map(RuleIssue::format).toList(),
                    moment.engine().notApplicable().stream()
                            .map(rule -> "%s on %s: %s".formatted(rule.rule(), rule.serial(), rule.reason()))
                            .toList(),
                    new LedgerView(
                            ledger.well(),
                            ledger.commands().name().toLowerCase(Locale.ROOT),
                            ledger.waiting(),
                            ledger.capacity(),
                            ledger.dropped(),
                            ledger.lag().toMillis(),
                            ledger.failingSince().orElse(null),
                            ledger.lastError().orElse(null)));
        });
    }

    private static String word(Ownership.Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
