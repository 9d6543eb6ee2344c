package io.github.joulekeeper.engine;

/** Comparisons with the time of day and with ages: their values move by themselves, so the moment that matters is noted. */
final class Clock {
    private Clock() {}

    static boolean isTime(ValueNode node) {
        return node instanceof CalendarNode calendar && calendar.isTime();
    }

    /** The time of day without the wake at each minute. */
    static double exact(ValueNode time, Evaluation e) {
        return ((CalendarNode) time).exact(e);
    }

    /** A side of a comparison; {@code other} is what it is compared with. */
    static double value(ValueNode side, ValueNode other, Evaluation e) {
        if (side instanceof CalendarNode calendar && calendar.isTime() && !isTime(other)) {
            wakeAround(other.value(e), e);
            return calendar.exact(e);
        }
        if (side instanceof ReadNodes.Age age && other instanceof ValueNodes.Literal literal) {
            double value = age.exact(e);
            if (!Double.isNaN(value)) {
                wakeWhenAged(value, literal.value(), e);
            }
            return value;
        }
        return side.value(e);
    }

    private static void wakeWhenAged(double age, double bound, Evaluation e) {
        long reached = e.now() + (long) Math.ceil((bound - age) * 1000);
        if (reached > e.now()) {
            e.wakeAt(reached);
        } else if (reached == e.now()) {
            e.wakeAt(reached + 1);
        }
    }

    /** Wakes when the wall clock may reach a time of day. */
    static void wakeAt(double secondOfDay, Evaluation e) {
        if (!Double.isNaN(secondOfDay)) {
            e.wakeAt(e.moment().next(secondOfDay));
        }
    }

    /** Wakes when the wall clock may reach a time of day, when it has passed it, and when the day begins anew. */
    static void wakeAround(double secondOfDay, Evaluation e) {
        e.wakeAt(e.moment().nextMidnight());
        wakeAt(secondOfDay, e);
        wakeAt(secondOfDay + 1, e);
    }
}
