package io.github.joulekeeper.engine;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;

/**
 * The firings of a UNIX cron expression by the wall clock of a zone. Each time of the wall clock fires once: one that is
 * skipped when clocks are put forward fires at that moment, one that comes twice when they are put back fires the first
 * time only.
 */
final class CronSchedule {
    private final ExecutionTime execution;
    private final ZoneId zone;

    /** @throws IllegalArgumentException if the expression is no UNIX cron expression */
    CronSchedule(String expression, ZoneId zone) {
        // A wall clock without clock changes is a clock in UTC: cron-utils sees only that.
        this.execution = ExecutionTime.forCron(
                new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX)).parse(expression));
        this.zone = zone;
    }

    /** The latest firing at or before an instant, {@link Long#MIN_VALUE} if there is none. */
    long lastAtOrBefore(long millis) {
        Instant now = Instant.ofEpochMilli(millis);
        ZonedDateTime local = wall(now).plusSeconds(recentShift(now) + 1);
        while (true) {
            Optional<ZonedDateTime> found = execution.lastExecution(local);
            if (found.isEmpty()) {
                return Long.MIN_VALUE;
            }
            long at = instant(found.get());
            if (at <= millis) {
                return at;
            }
            local = found.get();
        }
    }

    /** The first firing after an instant, {@link Long#MAX_VALUE} if there is none. */
    long firstAfter(long millis) {
        Instant now = Instant.ofEpochMilli(millis);
        ZonedDateTime local = wall(now).minusSeconds(recentShift(now) + 1);
        while (true) {
            Optional<ZonedDateTime> found = execution.nextExecution(local);
            if (found.isEmpty()) {
                return Long.MAX_VALUE;
            }
            long at = instant(found.get());
            if (at > millis) {
                return at;
            }
            local = found.get();
        }
    }

    private ZonedDateTime wall(Instant instant) {
        return LocalDateTime.ofInstant(instant, zone).atZone(ZoneOffset.UTC);
    }

    private long instant(ZonedDateTime wall) {
        LocalDateTime local = wall.toLocalDateTime();
        ZoneOffsetTransition transition = zone.getRules().getTransition(local);
        return transition != null && transition.isGap()
                ? transition.getInstant().toEpochMilli()
                : local.atZone(zone).toInstant().toEpochMilli();
    }

    /** By how many seconds the clocks were changed within the last day, 0 if they were not. */
    private long recentShift(Instant now) {
        ZoneOffsetTransition previous = zone.getRules().previousTransition(now.plusMillis(1));
        return previous == null || previous.getInstant().isBefore(now.minusSeconds(86_400))
                ? 0
                : Math.abs(previous.getDuration().toSeconds());
    }
}
