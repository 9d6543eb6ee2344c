package io.github.joulekeeper.engine;

import io.github.joulekeeper.rule.Condition;
import io.github.joulekeeper.rule.DeviceRef;
import io.github.joulekeeper.rule.Truth;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The kinds of {@link ConditionNode} that depend on what was before. */
final class Remembering {
    private Remembering() {}

    /**
     * {@code for}: true once its part has been true for the duration without a break. While the duration runs it is false
     * if the part was false before, and unknown if it was unknown before: then nobody knows since when it has been true,
     * so a gap neither starts a rule nor ends one.
     *
     * <p>Two slots: since when the part is true, and what it was before.
     */
    static final class Held extends ConditionNode {
        private static final long WAS_FALSE = 0;
        private static final long WAS_UNKNOWN = 1;
        /** Remembered over a restart, and the part has not been known since. */
        static final long NOT_HEARD_SINCE_RESTART = 2;

        private final ConditionNode part;
        private final long millis;
        private final int slot;

        Held(Condition.Held source, ConditionNode part, int slot) {
            super(source.text());
            this.part = part;
            this.millis = source.duration().toMillis();
            this.slot = slot;
        }

        int slot() {
            return slot;
        }

        @Override
        Truth truth(Evaluation e) {
            Truth now = part.truth(e);
            long since = e.slot(slot);
            if (now != Truth.TRUE) {
                if (now == Truth.UNKNOWN && e.slot(slot + 1) == NOT_HEARD_SINCE_RESTART && e.inGrace()) {
                    e.wakeAt(e.graceUntil());
                    return Truth.UNKNOWN;
                }
                e.remember(slot, Evaluation.EMPTY);
                e.remember(slot + 1, now == Truth.FALSE ? WAS_FALSE : WAS_UNKNOWN);
                return now;
            }
            if (since == Evaluation.EMPTY) {
                since = e.now();
                e.remember(slot, since);
            }
            long before = e.slot(slot + 1);
            if (before == NOT_HEARD_SINCE_RESTART || before == Evaluation.EMPTY) {
                before = WAS_UNKNOWN;
                e.remember(slot + 1, before);
            }
            if (e.now() - since >= millis) {
                return Truth.TRUE;
            }
            e.wakeAt(since + millis);
            e.noteHeldRunning();
            if (e.optimistic()) {
                return Truth.TRUE;
            }
            return before == WAS_FALSE ? Truth.FALSE : Truth.UNKNOWN;
        }

        /** Since when it runs, if it does. */
        Optional<Long> runningSince(Evaluation e) {
            long since = e.slot(slot);
            return since == Evaluation.EMPTY ? Optional.empty() : Optional.of(since);
        }

        long millis() {
            return millis;
        }

        @Override
        boolean remembers() {
            return true;
        }

        @Override
        List<ConditionNode> parts() {
            return List.of(part);
        }
    }

    /** A threshold with a band. One slot: 1 while it holds. */
    static final class Hysteresis extends ConditionNode {
        private final ValueNode left;
        private final Condition.Comparison comparison;
        private final ValueNode right;
        private final ValueNode band;
        private final int slot;

        Hysteresis(Condition.Hysteresis source, ValueNode left, ValueNode right, ValueNode band, int slot) {
            super(source.text());
            this.left = left;
            this.comparison = source.comparison();
            this.right = right;
            this.band = band;
            this.slot = slot;
        }

        @Override
        Truth truth(Evaluation e) {
            double a = left.value(e);
            double b = right.value(e);
            double width = band.value(e);
            if (Double.isNaN(a) || Double.isNaN(b) || Double.isNaN(width)) {
                return Truth.UNKNOWN;
            }
            boolean holds = comparison.holds(a, b) || (e.slot(slot) == 1 && within(a, b, width));
            e.remember(slot, holds ? 1 : 0);
            return Truth.of(holds);
        }

        private boolean within(double a, double b, double width) {
            return switch (comparison) {
                case LESS, LESS_OR_EQUAL -> a < b + width;
                case GREATER, GREATER_OR_EQUAL -> a > b - width;
                case EQUAL -> Math.abs(a - b) < width;
                case NOT_EQUAL -> false;
            };
        }

        @Override
        boolean remembers() {
            return true;
        }

        @Override
        void explain(Evaluation e, List<Explanation.OfReading> into) {
            left.explain(e, into);
            right.explain(e, into);
            band.explain(e, into);
        }
    }

    /** {@code changed}: what it remembers is in the station's series. */
    static final class Changed extends ConditionNode {
        private final DeviceRef device;
        private final int quota;
        private final long window;
        private final String quotaText;

        Changed(Condition.Changed source) {
            super(source.text());
            device = source.reading().device();
            quota = source.reading().quota();
            quotaText = source.reading().text();
            window = source.window().toMillis();
        }

        @Override
        Truth truth(Evaluation e) {
            Series series = ReadNodes.Windows.series(e, device, quota);
            if (series == null || !ReadNodes.Windows.covered(e, series, window)) {
                return Truth.UNKNOWN;
            }
            boolean changed = series.changedAfter(e.now() - window);
            if (changed) {
                e.wakeAt(series.lastChange() + window);
            }
            return Truth.of(changed);
        }

        @Override
        void explain(Evaluation e, List<Explanation.OfReading> into) {
            into.add(ReadingTexts.quota(quotaText, e.device(device), quota, e.now()));
        }
    }

    /** {@code cron}: remembers only what it last reckoned, which any evaluation may use. */
    static final class Cron extends ConditionNode {
        private final CronSchedule schedule;
        private final long millis;
        private long from = Long.MAX_VALUE;
        private long until = Long.MIN_VALUE;
        private boolean on;

        Cron(Condition.Cron source, CronSchedule schedule) {
            super(source.text());
            this.schedule = schedule;
            this.millis = source.length().toMillis();
        }

        @Override
        Truth truth(Evaluation e) {
            long now = e.now();
            if (now < from || now >= until) {
                long last = schedule.lastAtOrBefore(now);
                long next = schedule.firstAfter(now);
                long end = last == Long.MIN_VALUE ? Long.MIN_VALUE : last + millis;
                on = now < end;
                from = now;
                until = on ? Math.min(end, next) : next;
            }
            e.wakeAt(until);
            return Truth.of(on);
        }

        @Override
        void explain(Evaluation e, List<Explanation.OfReading> into) {
            long last = schedule.lastAtOrBefore(e.now());
            if (last != Long.MIN_VALUE) {
                into.add(new Explanation.OfReading(
                        "last firing",
                        Double.NaN,
                        java.time.Instant.ofEpochMilli(last)
                                .atZone(e.moment().zone())
                                .toLocalDateTime()
                                .toString(),
                        Optional.of(java.time.Instant.ofEpochMilli(last)),
                        "true for " + Durations.text(Duration.ofMillis(millis))));
            }
        }
    }

    /** What depends on the calendar alone keeps its value until the next moment that matters. */
    static final class Scheduled extends ConditionNode {
        private final ConditionNode condition;
        private long from = Long.MAX_VALUE;
        private long until = Long.MIN_VALUE;
        private Truth value = Truth.UNKNOWN;

        Scheduled(ConditionNode condition) {
            super(condition.text());
            this.condition = condition;
        }

        @Override
        Truth truth(Evaluation e) {
            if (e.now() < from || e.now() >= until) {
                long earlier = e.wake();
                e.clearWake();
                value = condition.truth(e);
                from = e.now();
                until = e.wake();
                e.wakeAt(earlier);
            } else {
                e.wakeAt(until);
            }
            return value;
        }

        @Override
        boolean calendarOnly() {
            return true;
        }

        @Override
        List<ConditionNode> parts() {
            return condition.parts();
        }

        @Override
        void explain(Evaluation e, List<Explanation.OfReading> into) {
            condition.explain(e, into);
        }
    }
}
