package io.github.joulekeeper.simulator.battery;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;

/** What panels give over a cloudless day: nothing at night, the peak at noon, a half wave in between. */
public final class SolarCurve {
    private static final double SUNRISE_HOUR = 6;
    private static final double SUNSET_HOUR = 18;

    private final ZoneOffset zone;

    /** @param zone the offset of the station's local time */
    public SolarCurve(ZoneOffset zone) {
        this.zone = zone;
    }

    /** The power in W at a moment, for panels that give {@code peakWatts} at noon. */
    public double watts(Instant at, double peakWatts) {
        double hour = LocalTime.ofInstant(at, zone).toNanoOfDay() / 3.6e12;
        if (hour <= SUNRISE_HOUR || hour >= SUNSET_HOUR) {
            return 0;
        }
        return peakWatts * Math.sin(Math.PI * (hour - SUNRISE_HOUR) / (SUNSET_HOUR - SUNRISE_HOUR));
    }
}
