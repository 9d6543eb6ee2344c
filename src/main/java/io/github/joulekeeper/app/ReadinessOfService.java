package io.github.joulekeeper.app;

import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready once rules are loaded and the first snapshot is in; a replica that stands by is ready to take over. An outage of the cloud later on does
 * not end it.
 */
@Readiness
class ReadinessOfService implements HealthCheck {
    private final Service service;

    ReadinessOfService(Service service) {
        this.service = service;
    }

    @Override
    public HealthCheckResponse call() {
        if (!service.running()) {
            return HealthCheckResponse.named("joulekeeper")
                    .up()
                    .withData("role", "standby")
                    .build();
        }
        Service.Parts parts = service.parts();
        var ledger = parts.ledger().health();
        boolean rulesLoaded = parts.rules().loaded();
        var response = HealthCheckResponse.named("joulekeeper")
                .status(rulesLoaded && parts.account().firstSnapshotIn() && ledger.well())
                .withData("rules", rulesLoaded ? "loaded" : "not loaded yet")
                .withData("rule-errors", parts.rules().errors().size())
                .withData("first-snapshot", parts.account().firstSnapshotIn() ? "in" : "not in yet")
                .withData("mqtt", parts.account().link().state().name())
                .withData("ledger", ledger.lastError().orElse("well"))
                .withData("commands", ledger.commands().name().toLowerCase(Locale.ROOT))
                .withData("ledger-waiting", ledger.waiting());
        parts.account().problem().ifPresent(problem -> response.withData("cloud", problem));
        return response.build();
    }
}
