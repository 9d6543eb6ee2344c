package io.github.joulekeeper.engine;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The clock, the calendar and the sun. */
final class CalendarNode extends ValueNode {
    enum Kind {
        TIME,
        WEEKDAY,
        MONTH,
        DATE,
        SUNRISE,
        SUNSET
    }

    private final Kind kind;

    CalendarNode(Kind kind, String text) {
        super(text);
        this.kind = kind;
    }

    boolean isTime() {
        return kind == Kind.TIME;
    }

    @Override
    double value(Evaluation e) {
        e.wakeAt(kind == Kind.TIME ? e.moment().nextMinute() : e.moment().nextMidnight());
        return exact(e);
    }

    /** The value without a wake; the caller knows when it matters. */
    double exact(Evaluation e) {
        Moment moment = e.moment();
        return switch (kind) {
            case TIME -> moment.secondOfDay();
            case WEEKDAY -> moment.weekday();
            case MONTH -> moment.month();
            case DATE -> moment.day();
            case SUNRISE -> moment.sun(true);
            case SUNSET -> moment.sun(false);
        };
    }

    @Override
    boolean timed() {
        return true;
    }

    @Override
    boolean calendarOnly() {
        return true;
    }

    @Override
    void explain(Evaluation e, List<Explanation.OfReading> into) {
        double value = exact(e);
        String note = Double.isNaN(value) ? "none today, or no place is configured" : "";
        into.add(new Explanation.OfReading(text(), value, shown(value), Optional.empty(), note));
    }

    private String shown(double value) {
        if (Double.isNaN(value)) {
            return "unknown";
        }
        return switch (kind) {
            case WEEKDAY -> DayOfWeek.of((int) value).name().substring(0, 3).toLowerCase(Locale.ROOT);
            case MONTH -> Month.of((int) value).name().substring(0, 3).toLowerCase(Locale.ROOT);
            case DATE -> LocalDate.ofEpochDay((long) value).toString();
            case TIME, SUNRISE, SUNSET -> LocalTime.ofSecondOfDay((long) value).toString();
        };
    }
}
