package io.github.joulekeeper.recording;

import io.github.joulekeeper.device.Catalog;
import io.github.joulekeeper.device.Model;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/** The stations that recordings have told of so far. One that none tells of is known by its serial number or its keys. */
public final class KnownStations {
    private static final Duration STALE_AFTER = Duration.ofMinutes(5);

    private final Catalog catalog;
    private final Map<String, Model> models = new HashMap<>();

    public KnownStations(Catalog catalog) {
        this.catalog = catalog;
    }

    RecordedEvent.Station station(Instant at, String serial, String name, String modelId, Duration staleAfter)
            throws MalformedEventException {
        Model model = catalog.model(modelId)
                .orElseThrow(() -> new MalformedEventException("the model '%s' is not known. Known are %s"
                        .formatted(
                                modelId,
                                String.join(
                                        ", ",
                                        catalog.models().stream().map(Model::id).toList()))));
        models.put(serial, model);
        return new RecordedEvent.Station(at, serial, name, model, staleAfter);
    }

    /**
     * The model of a station; one that was not told of before is told of now.
     *
     * @param keys what it reports, if that is known
     * @param implied takes the event that tells of it
     */
    Model model(String serial, Set<String> keys, Instant at, Queue<RecordedEvent> implied)
            throws MalformedEventException {
        Model told = models.get(serial);
        if (told != null) {
            return told;
        }
        Model chosen = catalog.choose(Optional.empty(), serial, keys)
                .map(Catalog.Choice::model)
                .orElseThrow(() -> new MalformedEventException(
                        "no line before it tells of the station '%s', and its serial number fits no known model. Put a line of type station first"
                                .formatted(serial)));
        models.put(serial, chosen);
        implied.add(new RecordedEvent.Station(at, serial, serial, chosen, STALE_AFTER));
        return chosen;
    }
}
