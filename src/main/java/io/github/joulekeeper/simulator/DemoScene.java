package io.github.joulekeeper.simulator;

import io.github.joulekeeper.simulator.battery.Surroundings;
import io.github.joulekeeper.simulator.station.StationModel;
import io.github.joulekeeper.simulator.station.StationModelFile;
import io.github.joulekeeper.simulator.station.StationPlan;
import java.time.Duration;
import java.time.InstantSource;

/**
 * The scene of the demo, sixty times as fast as life.
 *
 * <ul>
 *   <li>{@link #GARAGE}: starts at 21.8 % with 60 W of load, no grid and no panels, and loses about 0.1 % a second; its
 *       whole-number state of charge first reads below 20 % some 20 s after the start. A smart generator is plugged in
 *       that the station would start at 10 %, so that it is the rule's raise of that setting which starts it: 800 W
 *       that fill the battery by more than 1 % a second.
 *   <li>{@link #CABIN}: at 64 % on the grid, with a small load. It shows that a second station goes its own way, and
 *       takes the rules for charging by night and by day.
 * </ul>
 */
public final class DemoScene {
    /** The station whose battery runs low. */
    public static final String GARAGE = "R331ZSIM0000001";

    /** The station on the grid. */
    public static final String CABIN = "R331ZSIM0000002";

    private static final String MODEL = "delta-2";
    private static final double SPEED = 60;
    private static final Duration REPORT_EVERY = Duration.ofSeconds(2);
    private static final Duration REPORT_AFTER_SET = Duration.ofMillis(300);
    private static final double GARAGE_SOC = 21.8;
    private static final double GARAGE_LOAD_WATTS = 60;
    private static final double CABIN_SOC = 64;
    private static final double CABIN_LOAD_WATTS = 35;

    private DemoScene() {}

    /** The scene's options, to be completed with ports or a broker. */
    public static CloudOptions.Builder options(InstantSource clock) {
        StationModel model = StationModelFile.load(MODEL);
        return CloudOptions.builder(clock)
                .speed(SPEED)
                .reports(REPORT_EVERY, REPORT_AFTER_SET)
                .station(garage(model))
                .station(cabin(model));
    }

    private static StationPlan garage(StationModel model) {
        Surroundings offGrid = Surroundings.load(GARAGE_LOAD_WATTS).withGenerator(true);
        return new StationPlan(GARAGE, "garage", model, GARAGE_SOC, offGrid);
    }

    private static StationPlan cabin(StationModel model) {
        Surroundings onGrid = Surroundings.load(CABIN_LOAD_WATTS).withGrid(true);
        return new StationPlan(CABIN, "cabin", model, CABIN_SOC, onGrid);
    }
}
