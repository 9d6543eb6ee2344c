package io.github.joulekeeper.engine;

import io.github.joulekeeper.device.Numbers;
import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.device.Unit;
import io.github.joulekeeper.rule.DeviceRef;
import io.github.joulekeeper.rule.Expression;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The kinds of {@link ValueNode}. */
final class ValueNodes {
    /** How often a value that moves with the clock alone is looked at where no exact moment can be told. */
    private static final long COARSE_MILLIS = 10_000;

    private ValueNodes() {}

    /** A number that was written. */
    static final class Literal extends ValueNode {
        private final double value;

        Literal(Expression.Literal source) {
            super(source.text());
            value = source.value();
        }

        double value() {
            return value;
        }

        @Override
        double value(Evaluation e) {
            return value;
        }

        @Override
        void explain(Evaluation e, List<Explanation.OfReading> into) {}

        @Override
        boolean timed() {
            return false;
        }

        @Override
        boolean calendarOnly() {
            return true;
        }
    }

    /** What is not known from the calendar alone. */
    abstract static class Read extends ValueNode {
        Read(String text) {
            super(text);
        }

        @Override
        boolean timed() {
            return false;
        }

        @Override
        final boolean calendarOnly() {
            return false;
        }
    }

    static final class Reading extends Read {
        private final DeviceRef device;
        private final int quota;
        private final Unit unit;

        Reading(Expression.Reading source) {
            super(source.text());
            device = source.device();
            quota = source.quota();
            unit = source.unit();
        }

        @Override
        double value(Evaluation e) {
            DeviceView view = e.device(device);
            return view == null ? Double.NaN : unit.toBase(view.value(quota));
        }

        @Override
        void explain(Evaluation e, List<Explanation.OfReading> into) {
            into.add(ReadingTexts.quota(text(), e.device(device), quota, e.now()));
        }
    }

    static final class SettingValue extends Read {
        private final DeviceRef device;
        private final Setting setting;

        SettingValue(Expression.SettingValue source) {
            super(source.text());
            device = source.device();
            setting = source.setting();
        }

        @Override
        double value(Evaluation e) {
            DeviceView view = e.device(device);
            Optional<Integer> quota = setting.readBack();
            return view == null || quota.isEmpty()
                    ? Double.NaN
                    : setting.unit().toBase(view.setting(setting, quota.get(), e.now()));
        }

        @Override
        void explain(Evaluation e, List<Explanation.OfReading> into) {
            into.add(ReadingTexts.setting(text(), e.device(device), setting, e.now()));
        }
    }

    static final class Age extends Read {
        private final DeviceRef device;
        private final int quota;

        Age(Expression.Age source) {
            super(source.text());
            device = source.reading().device();
            quota = source.reading().quota();
        }

        /** When it was last read in epoch milliseconds; empty if never. */
        Optional<Long> readAt(Evaluation e) {
            DeviceView view = e.device(device);
            return view == null || !view.everRead(quota) ? Optional.empty() : Optional.of(view.time(quota));
        }

        @Override
        double value(Evaluation e) {
            e.wakeAt(e.now() + COARSE_MILLIS);
            return exact(e);
        }

        /** The value without a wake; the caller knows when it matters. */
        double exact(Evaluation e) {
            DeviceView view = e.device(device);
            return view == null || !view.everRead(quota) ? Double.NaN : (e.now() - view.time(quota)) / 1000.0;
        }

        @Override
        boolean timed() {
            return true;
        }

        @Override
        void explain(Evaluation e, List<Explanation.OfReading> into) {
            double age = exact(e);
            String shown = Double.isNaN(age) ? "unknown" : Numbers.plain(Math.floor(age)) + " s";
            into.add(new Explanation.OfReading(
                    text(), age, shown, Optional.empty(), Double.isNaN(age) ? "never read" : ""));
        }
    }

    static final class Windowed extends Read {
        private final DeviceRef device;
        private final int quota;
        private final Unit unit;
        private final Expression.WindowFunction function;
        private final long window;

        Windowed(Expression.Windowed source) {
            super(source.text());
            device = source.reading().device();
            quota = source.reading().quota();
            unit = source.reading().unit();
            function = source.function();
            window = source.window().toMillis();
        }

        @Override
        double value(Evaluation e) {
            Series series = Windows.series(e, device, quota);
            if (series == null || !Windows.covered(e, series, window)) {
                return Double.NaN;
            }
            long from = e.now() - window;
            long change = series.firstChangeAfter(from);
            if (change != Long.MAX_VALUE) {
                // A mean moves all the time while there is a change in the window, the others when it leaves it.
                e.wakeAt(
                        function == Expression.WindowFunction.AVERAGE
                                ? e.now() + Math.clamp(window / 60, 1000, 30_000)
                                : change + window);
            }
            return switch (function) {
                case AVERAGE -> unit.toBase(series.average(from, e.now()));
                case LOWEST -> unit.toBase(series.lowest(from));
                case HIGHEST -> unit.toBase(series.highest(from));
                case RATE -> unit.toBase(series.rise(from)) * 3_600_000 / window;
            };
        }

        @Override
        boolean timed() {
            return true;
        }

        @Override
        void explain(Evaluation e, List<Explanation.OfReading> into) {
            double value = value(e);
            String note = Double.isNaN(value) ? Windows.whyUnknown(e, device, quota, window) : "";
            double rounded = Math.round(unit.fromBase(value) * 100) / 100.0;
            double shown = Double.isNaN(value) ? Double.NaN : rounded;
            String suffix = function == Expression.WindowFunction.RATE && !Double.isNaN(value) ? "/h" : "";
            into.add(new Explanation.OfReading(
                    text(), shown, Numbers.withUnit(shown, unit) + suffix, Optional.empty(), note));
        }
    }

    static final class Negate extends ValueNode {
        private final ValueNode operand;

        Negate(Expression.Negate source, ValueNode operand) {
            super(source.text());
            this.operand = operand;
        }

        @Override
        double value(Evaluation e) {
            return -operand.value(e);
        }

        @Override
        void explain(Evaluation e, List<Explanation.OfReading> into) {
            operand.explain(e, into);
        }

        @Override
        boolean timed() {
            return operand.timed();
        }

        @Override
        boolean calendarOnly() {
            return operand.calendarOnly();
        }
    }

    static final class Arithmetic extends ValueNode {
        private final ValueNode left;
        private final Expression.Operator operator;
        private final ValueNode right;

        Arithmetic(Expression.Arithmetic source, ValueNode left, ValueNode right) {
            super(source.text());
            this.left = left;
            this.operator = source.operator();
            this.right = right;
        }

        @Override
        double value(Evaluation e) {
            double a = left.value(e);
            double b = right.value(e);
            return switch (operator) {
                case ADD -> a + b;
                case SUBTRACT -> a - b;
                case MULTIPLY -> a * b;
                case DIVIDE -> b == 0 ? Double.NaN : a / b;
            };
        }

        @Override
        void explain(Evaluation e, List<Explanation.OfReading> into) {
            left.explain(e, into);
            right.explain(e, into);
        }

        @Override
        boolean timed() {
            return left.timed() || right.timed();
        }

        @Override
        boolean calendarOnly() {
            return left.calendarOnly() && right.calendarOnly();
        }
    }

    static final class Call extends ValueNode {
        private final Expression.Function function;
        private final ValueNode[] arguments;

        Call(Expression.Call source, List<ValueNode> arguments) {
            super(source.text());
            this.function = source.function();
            this.arguments = arguments.toArray(ValueNode[]::new);
        }

        @Override
        double value(Evaluation e) {
            return switch (function) {
                case MIN -> extreme(e, true);
                case MAX -> extreme(e, false);
                case CLAMP -> {
                    double value = arguments[0].value(e);
                    double low = arguments[1].value(e);
                    double high = arguments[2].value(e);
                    // The upper bound last: where the bounds cross, the smaller one is the safer.
                    yield Math.min(Math.max(value, low), high);
                }
                case ABS -> Math.abs(arguments[0].value(e));
                case ROUND -> round(e);
            };
        }

        private double extreme(Evaluation e, boolean smallest) {
            double extreme = arguments[0].value(e);
            for (int i = 1; i < arguments.length; i++) {
                double value = arguments[i].value(e);
                extreme = smallest ? Math.min(extreme, value) : Math.max(extreme, value);
            }
            return extreme;
        }

        private double round(Evaluation e) {
            double value = arguments[0].value(e);
            if (arguments.length == 1) {
                return Rounding.toStep(value, 1);
            }
            return Rounding.toStep(value, arguments[1].value(e));
        }

        @Override
        void explain(Evaluation e, List<Explanation.OfReading> into) {
            for (ValueNode argument : arguments) {
                argument.explain(e, into);
            }
        }

        @Override
        boolean timed() {
            for (ValueNode argument : arguments) {
                if (argument.timed()) {
                    return true;
                }
            }
            return false;
        }

        @Override
        boolean calendarOnly() {
            for (ValueNode argument : arguments) {
                if (!argument.calendarOnly()) {
                    return false;
                }
            }
            return true;
        }
    }

    /** The clock, the calendar and the sun. */
    static final class Calendar extends ValueNode {
        enum Kind {
            TIME,
            WEEKDAY,
            DATE,
            SUNRISE,
            SUNSET
        }

        private final Kind kind;

        Calendar(Kind kind, String text) {
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
                case DATE -> LocalDate.ofEpochDay((long) value).toString();
                case TIME, SUNRISE, SUNSET ->
                    LocalTime.ofSecondOfDay((long) value).toString();
            };
        }
    }

    /** Windows over a quota, for figures and for {@code changed}. */
    static final class Windows {
        private Windows() {}

        static @Nullable Series series(Evaluation e, DeviceRef device, int quota) {
            DeviceView view = e.device(device);
            return view == null ? null : view.series(quota);
        }

        /** Whether the window that ends now is covered; notes when it will be. */
        static boolean covered(Evaluation e, Series series, long window) {
            if (series.covers(e.now() - window)) {
                return true;
            }
            long since = series.coveredSince();
            if (since != Long.MAX_VALUE) {
                e.wakeAt(since + window);
            }
            return false;
        }

        static String whyUnknown(Evaluation e, DeviceRef device, int quota, long window) {
            Series series = series(e, device, quota);
            if (series == null || series.coveredSince() == Long.MAX_VALUE) {
                return "no known reading";
            }
            long missing = series.coveredSince() + window - e.now();
            return "covered in " + Durations.text(java.time.Duration.ofSeconds((missing + 999) / 1000));
        }
    }
}
