package io.github.joulekeeper.simulator;

import io.github.joulekeeper.simulator.battery.Surroundings;
import io.github.joulekeeper.simulator.station.StationModel;
import io.github.joulekeeper.simulator.station.StationModelFile;
import io.github.joulekeeper.simulator.station.StationPlan;
import java.time.InstantSource;

/** Clouds for tests: time passes only when told to. */
final class TestClouds {
    static final String FIRST = "R331ZTEST0000001";
    static final String SECOND = "R331ZTEST0000002";
    static final StationModel DELTA_2 = StationModelFile.load("delta-2");

    private TestClouds() {}

    static CloudOptions.Builder stepping() {
        return CloudOptions.builder(InstantSource.system())
                .stepping()
                .station(new StationPlan(FIRST, "first", DELTA_2, 50, Surroundings.load(100)))
                .station(new StationPlan(SECOND, "second", DELTA_2, 60, Surroundings.load(50)));
    }
}
