package io.github.joulekeeper.engine;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;
import org.shredzone.commons.suncalc.SunTimes;

/** Sunrise and sunset of a local day as time of day. */
final class SunClock {
    private final ZoneId zone;
    private final @Nullable Place place;
    private long day = Long.MIN_VALUE;
    private double rise = Double.NaN;
    private double set = Double.NaN;

    SunClock(ZoneId zone, @Nullable Place place) {
        this.zone = zone;
        this.place = place;
    }

    /**
     * Seconds since midnight, NaN where the sun does not rise or set that day, and without a place.
     *
     * @param epochDay the local day
     */
    double secondOfDay(long epochDay, boolean sunrise) {
        if (epochDay != day) {
            reckon(epochDay);
        }
        return sunrise ? rise : set;
    }

    private void reckon(long epochDay) {
        day = epochDay;
        rise = Double.NaN;
        set = Double.NaN;
        if (place == null) {
            return;
        }
        LocalDate date = LocalDate.ofEpochDay(epochDay);
        ZonedDateTime start = date.atStartOfDay(zone);
        Duration length = Duration.between(start, date.plusDays(1).atStartOfDay(zone));
        SunTimes times = SunTimes.compute()
                .on(start)
                .at(place.latitude(), place.longitude())
                .limit(length)
                .execute();
        rise = secondOfDay(times.getRise(), date);
        set = secondOfDay(times.getSet(), date);
    }

    private double secondOfDay(@Nullable ZonedDateTime time, LocalDate date) {
        if (time == null) {
            return Double.NaN;
        }
        ZonedDateTime local = time.withZoneSameInstant(zone);
        return local.toLocalDate().equals(date) ? local.toLocalTime().toSecondOfDay() : Double.NaN;
    }
}
