package io.github.joulekeeper.app;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;

/** Tells whether this process owns the account; every replica does. */
@Singleton
public class OwnerMeter implements MeterBinder {
    private final Ownership ownership;

    OwnerMeter(Ownership ownership) {
        this.ownership = ownership;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("joulekeeper.owner", ownership, owner -> owner.role() == Ownership.Role.OWNER ? 1 : 0)
                .description("1 where this process owns the account, 0 where it stands by")
                .register(registry);
    }
}
