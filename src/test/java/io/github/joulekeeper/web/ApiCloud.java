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

/** A cloud with two DELTA 2, and a rules directory with one file, for tests of the API. */
public final class ApiCloud extends SimulatedService {
    public static final String GARAGE = "R331ZTEST0000001";
    public static final String SHED = "R331ZTEST0000002";

    /** Neither touches the settings that the tests set by hand. */
    public static final String RULES = """
            # Kept by hand.
            rules:
              - id: quiet   # at once
                description: No beeps in the shed
                devices: [shed]
                when: soc > 0%
                set: {beeper.silent: true}

              # The charger.
              - id: charge-when-low
                devices: [garage]
                when: soc < 5% for 2m
                set: {ac-charging.watts: 800}
                otherwise: restore
            """;

    private static final StationModel DELTA_2 = StationModelFile.load("delta-2");

    /** The service beside this cloud. */
    public static final class Profile implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(ApiCloud.class));
        }
    }

    public ApiCloud() {
        super(
                CloudOptions.builder(InstantSource.system())
                        .reports(Duration.ofSeconds(1), Duration.ofMillis(100))
                        .station(new StationPlan(GARAGE, "garage", DELTA_2, 50, Surroundings.load(0)))
                        .station(new StationPlan(SHED, "shed", DELTA_2, 60, Surroundings.load(0))),
                RULES,
                Map.of("joulekeeper.min-interval", "1s"));
    }
}
