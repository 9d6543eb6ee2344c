package io.github.joulekeeper.engine;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/** The present, as the engine was handed it, and what the wall clock shows then. */
final class Moment {
    private static final long DAY = 86_400;

    private final ZoneId zone;
    private final SunClock sun;
    private long millis;
    /** The same for whoever hands it out; made when it is first asked for. */
    private @Nullable Instant instant;

    // The offset holds from offsetFrom until nextTransition, both epoch milliseconds.
    private long offsetFrom = 0;
    private long nextTransition = 0;
    private int offsetSeconds;
    private long midnightOfDay = Long.MIN_VALUE;
    private long nextMidnight;

    Moment(EngineSettings settings) {
        this.zone = settings.zone();
        this.sun = new SunClock(zone, settings.place().orElse(null));
    }

    void set(long epochMillis) {
        if (epochMillis != millis) {
            millis = epochMillis;
            instant = null;
        }
        if (epochMillis < offsetFrom || epochMillis >= nextTransition) {
            Instant now = Instant.ofEpochMilli(epochMillis);
            ZoneRules rules = zone.getRules();
            offsetSeconds = rules.getOffset(now).getTotalSeconds();
            ZoneOffsetTransition next = rules.nextTransition(now);
            nextTransition = next == null ? Long.MAX_VALUE : next.getInstant().toEpochMilli();
            offsetFrom = epochMillis;
        }
    }

    /** Epoch milliseconds. */
    long millis() {
        return millis;
    }

    Instant instant() {
        Instant known = instant;
        if (known == null) {
            known = Instant.ofEpochMilli(millis);
            instant = known;
        }
        return known;
    }

    ZoneId zone() {
        return zone;
    }

    /** When the zone's clocks are put forward or back next, {@link Long#MAX_VALUE} if never. */
    long nextTransition() {
        return nextTransition;
    }

    private long localSeconds() {
        return Math.floorDiv(millis, 1000L) + offsetSeconds;
    }

    LocalDateTime local() {
        return LocalDateTime.ofEpochSecond(localSeconds(), 0, java.time.ZoneOffset.UTC);
    }

    /** 0 to 86399. */
    int secondOfDay() {
        return (int) Math.floorMod(localSeconds(), DAY);
    }

    /** Days since 1970-01-01, local. */
    long day() {
        return Math.floorDiv(localSeconds(), DAY);
    }

    /** 1 (Monday) to 7. */
    int weekday() {
        return (int) Math.floorMod(day() + 3, 7L) + 1;
    }

    /** 1 (January) to 12. */
    int month() {
        return LocalDate.ofEpochDay(day()).getMonthValue();
    }

    /** Sunrise or sunset of the local day in seconds since midnight; NaN where there is none. */
    double sun(boolean rise) {
        return sun.secondOfDay(day(), rise);
    }

    /** When the local day ends; also when the clocks are changed before, since that may change the day. */
    long nextMidnight() {
        long day = day();
        if (day != midnightOfDay) {
            midnightOfDay = day;
            nextMidnight =
                    LocalDate.ofEpochDay(day + 1).atStartOfDay(zone).toInstant().toEpochMilli();
        }
        return Math.min(nextMidnight, nextTransition);
    }

    /** The next whole minute. */
    long nextMinute() {
        return (Math.floorDiv(millis, 60_000L) + 1) * 60_000L;
    }

    /**
     * When the wall clock may next pass a time of day: the first instant after now at which it shows it, or the next
     * change of the clocks, whichever comes first.
     *
     * @param secondOfDay of any day: 25 hours are 1 o'clock
     */
    long next(double secondOfDay) {
        long second = Math.floorMod((long) Math.ceil(secondOfDay), DAY);
        LocalDate date = LocalDate.ofEpochDay(day());
        long found = after(date, second);
        if (found <= millis) {
            found = after(date.plusDays(1), second);
        }
        return Math.min(found > millis ? found : millis + 1000, nextTransition);
    }

    private long after(LocalDate date, long second) {
        ZonedDateTime time = date.atStartOfDay().plusSeconds(second).atZone(zone);
        long earlier = time.toInstant().toEpochMilli();
        return earlier > millis
                ? earlier
                : time.withLaterOffsetAtOverlap().toInstant().toEpochMilli();
    }
}
