package io.github.joulekeeper.app;

import io.opentelemetry.api.OpenTelemetry;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** All that hear what happens in the core: whoever watches events, the history, the metrics, and traces where they are wanted. */
@Singleton
public class Hearers {
    private final EventFeed events;
    private final HistoryKeeper history;
    private final Meters meters;
    private final CommandFollower follower;

    Hearers(
            EventFeed events,
            HistoryKeeper history,
            Meters meters,
            @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean untraced,
            Instance<OpenTelemetry> telemetry,
            InstantSource clock) {
        this.events = events;
        this.history = history;
        this.meters = meters;
        List<CommandFollower.Hearer> ofCommands = new ArrayList<>(List.of(meters));
        if (!untraced) {
            ofCommands.add(new CommandTraces(telemetry.get().getTracer("joulekeeper")));
        }
        this.follower = new CommandFollower(ofCommands, clock);
    }

    /** Begins to hear of these parts; before their core starts. */
    void start(Service.Parts parts) {
        events.start(parts.ledger().open());
        history.start();
        meters.start(parts, events, history);
        parts.core().listen(CoreListener.all(events, history, meters, follower));
    }

    /** Ends them; the core has ended before. */
    void close() {
        events.close();
        history.close();
    }
}
