package io.github.joulekeeper.app;

import io.github.joulekeeper.device.Catalog;
import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.ecoflow.BoundStation;
import io.github.joulekeeper.ecoflow.QuotaSnapshot;
import io.github.joulekeeper.state.DeviceState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** The account's stations that were found, and of which model each is and why. Readable from any thread. */
final class StationDirectory {
    private static final Logger LOG = Logger.getLogger(StationDirectory.class);

    private final JoulekeeperConfig config;
    private final Catalog catalog;
    private final Map<String, Catalog.Choice> choices = new ConcurrentHashMap<>();
    private final Set<String> ofNoModel = ConcurrentHashMap.newKeySet();

    /** @throws StartRefusedException if the configuration names a model that is not known */
    StationDirectory(JoulekeeperConfig config, Catalog catalog) {
        this.config = config;
        this.catalog = catalog;
        config.devices()
                .forEach((serial, device) -> device.model()
                        .filter(model -> catalog.model(model).isEmpty())
                        .ifPresent(model -> {
                            throw new StartRefusedException(
                                    "joulekeeper.devices.\"%s\".model must be one of %s, not '%s'"
                                            .formatted(
                                                    serial,
                                                    catalog.models().stream()
                                                            .map(Model::id)
                                                            .toList(),
                                                    model));
                        }));
    }

    /** The model of a station that was found. */
    Optional<Model> model(String serial) {
        return Optional.ofNullable(choices.get(serial)).map(Catalog.Choice::model);
    }

    /** Why a station is taken to be of its model; empty for one that was not found. */
    String modelReason(String serial) {
        Catalog.Choice choice = choices.get(serial);
        return choice == null ? "" : choice.reason();
    }

    /** How old a station's reading may get before it is unknown. */
    Duration staleAfter(String serial) {
        return told(serial).flatMap(JoulekeeperConfig.Device::staleAfter).orElse(config.staleAfter());
    }

    /** Whether there is a station among these that was never looked at. */
    boolean hasNews(List<BoundStation> stations) {
        return stations.stream()
                .map(BoundStation::serial)
                .anyMatch(serial -> !choices.containsKey(serial) && !ofNoModel.contains(serial));
    }

    /**
     * Takes in the stations that are new.
     *
     * @param snapshots what is known of the stations, by serial number; a station may be missing
     * @return an empty state for each station that was taken in
     */
    List<DeviceState> takeIn(List<BoundStation> stations, Map<String, QuotaSnapshot> snapshots) {
        List<DeviceState> found = new ArrayList<>();
        for (BoundStation station : stations) {
            if (!choices.containsKey(station.serial())) {
                choose(station, Optional.ofNullable(snapshots.get(station.serial())))
                        .ifPresent(model -> found.add(state(station, model)));
            }
        }
        return found;
    }

    private Optional<Model> choose(BoundStation station, Optional<QuotaSnapshot> snapshot) {
        String serial = station.serial();
        Optional<Catalog.Choice> choice = catalog.choose(
                told(serial).flatMap(JoulekeeperConfig.Device::model),
                serial,
                snapshot.map(QuotaSnapshot::keys).orElse(Set.of()));
        choice.ifPresentOrElse(
                made -> {
                    choices.put(serial, made);
                    ofNoModel.remove(serial);
                    LOG.infof(
                            "Station %s is taken to be a %s: %s",
                            station.name(), made.model().name(), made.reason());
                },
                () -> {
                    // Without a snapshot it may only be too early to tell.
                    if (snapshot.isPresent() && ofNoModel.add(serial)) {
                        LOG.warnf(
                                "Station %s is of no model that Joulekeeper knows. Name one by joulekeeper.devices.\"%s\".model",
                                station.name(), serial);
                    }
                });
        return choice.map(Catalog.Choice::model);
    }

    private DeviceState state(BoundStation station, Model model) {
        String name =
                told(station.serial()).flatMap(JoulekeeperConfig.Device::name).orElse(station.name());
        return new DeviceState(station.serial(), name, model, staleAfter(station.serial()));
    }

    private Optional<JoulekeeperConfig.Device> told(String serial) {
        return Optional.ofNullable(config.devices().get(serial));
    }
}
