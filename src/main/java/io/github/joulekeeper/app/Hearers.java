package io.github.joulekeeper.app;

import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that hear what happens in the core: whoever watches events, the history, the metrics, and traces where they are wanted. */
@Singleton
public class Hearers {
    private final EventFeed events;
    private final HistoryKeeper history;
    private final Meters meters;
    private final CommandFollower follower;
    private final @Nullable TraceExport traces;

    Hearers(JoulekeeperConfig config, EventFeed events, HistoryKeeper history, Meters meters, InstantSource clock) {
        this.events = events;
        this.history = history;
        this.meters = meters;
        List<CommandFollower.Hearer> ofCommands = new ArrayList<>(List.of(meters));
        this.traces =
                config.traces().isPresent() ? new TraceExport(config.traces().get()) : null;
        if (traces != null) {
            ofCommands.add(new CommandTraces(traces.tracer()));
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
        if (traces != null) {
            traces.close();
        }
    }
}
