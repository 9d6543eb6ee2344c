package io.github.joulekeeper.engine;

import io.github.joulekeeper.device.Numbers;
import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.device.Unit;
import io.github.joulekeeper.rule.DeviceRef;
import io.github.joulekeeper.rule.Expression;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The kinds of {@link ValueNode} that read a station. */
final class ReadNodes {
    /** How often a value that moves with the clock alone is looked at where no exact moment can be told. */
    private static final long COARSE_MILLIS = 10_000;

    private ReadNodes() {}

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
        private final boolean own;
        private final int quota;

        Reading(Expression.Reading source) {
            super(source.text());
            device = source.device();
            own = device.serial().isEmpty();
            quota = source.quota();
        }

        @Override
        double value(Evaluation e) {
            DeviceView view = own ? e.own() : e.device(device);
            return view == null ? Double.NaN : view.base(quota);
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
