package io.github.joulekeeper.web;

import io.github.joulekeeper.simulator.CloudOptions;
import io.github.joulekeeper.simulator.battery.Surroundings;
import io.github.joulekeeper.simulator.station.StationModel;
import io.github.joulekeeper.simulator.station.StationModelFile;
import io.github.joulekeeper.simulator.station.StationPlan;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** A cloud with two DELTA 2 that live fast, and rules that set something as soon as they are heard. */
public final class LiveCloud extends SimulatedService {
    static final String GARAGE = "R331ZTEST0000011";
    static final String CABIN = "R331ZTEST0000012";
    static final int CLIENTS = 4;

    private static final String RULES = """
            rules:
              - id: quiet
                when: soc > 0%
                set: {beeper.silent: true}
              - id: charge
                devices: [cabin]
                when: soc > 1%
                set: {ac-charging.watts: 400}
            """;

    private static final StationModel DELTA_2 = StationModelFile.load("delta-2");

    /** The service beside this cloud. */
    public static final class Profile implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(LiveCloud.class));
        }
    }

    public LiveCloud() {
        super(
                CloudOptions.builder(InstantSource.system())
                        .speed(600)
                        .reports(Duration.ofMillis(500), Duration.ofMillis(100))
                        .station(new StationPlan(GARAGE, "garage", DELTA_2, 90, Surroundings.load(30)))
                        .station(new StationPlan(
                                CABIN,
                                "cabin",
                                DELTA_2,
                                60,
                                Surroundings.load(40).withGrid(true))),
                RULES,
                Map.of(
                        "joulekeeper.min-interval", "1s",
                        "joulekeeper.events.clients", Integer.toString(CLIENTS),
                        "joulekeeper.events.waiting", "50"));
    }
}
