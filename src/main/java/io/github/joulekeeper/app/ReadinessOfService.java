package io.github.joulekeeper.app;

import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready while rules are loaded and the ledger can be written; a replica that stands by is ready to take over. The cloud has no
 * part in it: see {@link CloudHealth}.
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
        return HealthCheckResponse.named("joulekeeper")
                .status(rulesLoaded && ledger.well())
                .withData("rules", rulesLoaded ? "loaded" : "not loaded yet")
                .withData("rule-errors", parts.rules().errors().size())
                .withData("ledger", ledger.lastError().orElse("well"))
                .withData("commands", ledger.commands().name().toLowerCase(Locale.ROOT))
                .withData("ledger-waiting", ledger.waiting())
                .build();
    }
}
