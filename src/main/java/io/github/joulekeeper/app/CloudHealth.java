package io.github.joulekeeper.app;

import io.smallrye.health.api.HealthGroup;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Whether the cloud can be reached, at {@code /q/health/group/cloud}. Apart from readiness, so that an outage at EcoFlow, which
 * no restart mends, restarts nothing.
 */
@HealthGroup("cloud")
class CloudHealth implements HealthCheck {
    private final Present present;

    CloudHealth(Present present) {
        this.present = present;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("cloud");
        if (!present.running()) {
            return response.up().withData("role", "standby").build();
        }
        var degraded = present.degraded();
        response.status(degraded.isEmpty())
                .withData("mqtt", present.connection().state());
        if (!degraded.isEmpty()) {
            response.withData("degraded", String.join("; ", degraded));
        }
        return response.build();
    }
}
