package io.github.joulekeeper.rule.language;

import io.github.joulekeeper.device.Dimension;
import io.github.joulekeeper.device.Unit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What kind of value an expression has. */
sealed interface Type {
    /** As it is named in messages. */
    String described();

    /**
     * Something measured.
     *
     * @param unit what a number without a unit means beside it; null when its parts are in different units
     */
    record Quantity(Dimension dimension, @Nullable Unit unit) implements Type {
        static Quantity in(Unit unit) {
            return new Quantity(unit.dimension(), unit);
        }

        @Override
        public String described() {
            return switch (dimension) {
                case NUMBER -> "a plain number";
                case PERCENT -> "a percentage (%)";
                case POWER -> "a power (W, kW)";
                case VOLTAGE -> "a voltage (V, mV)";
                case CURRENT -> "a current (A, mA)";
                case ENERGY -> "an energy (Wh, kWh)";
                case CHARGE -> "a charge (Ah, mAh)";
                case DURATION -> "a length of time (s, m, h, d)";
                case TEMPERATURE -> "a temperature (°C)";
                case FREQUENCY -> "a frequency (Hz)";
                case SIGNAL_STRENGTH -> "a signal strength (dBm)";
            };
        }
    }

    /** A number without a unit, which takes that of what it stands beside. */
    record Bare() implements Type {
        @Override
        public String described() {
            return "a number without a unit";
        }
    }

    /** On or off. */
    record Switch(Map<Double, String> labels) implements Type {
        @Override
        public String described() {
            return "a switch (true, false)";
        }
    }

    /** A code with labels. */
    record Coded(Map<Double, String> labels) implements Type {
        @Override
        public String described() {
            return labels.isEmpty() ? "a code" : "one of " + Labels.list(labels);
        }
    }

    /** Flags by bit number. */
    record Bits(Map<Integer, String> flags) implements Type {
        @Override
        public String described() {
            return "a set of flags";
        }
    }

    record Version() implements Type {
        @Override
        public String described() {
            return "a version (such as V1.2.0.47)";
        }
    }

    record TimeOfDay() implements Type {
        @Override
        public String described() {
            return "a time of day (such as 22:00)";
        }
    }

    record Weekday() implements Type {
        @Override
        public String described() {
            return "a weekday (mon to sun)";
        }
    }

    record Month() implements Type {
        @Override
        public String described() {
            return "a month (jan to dec)";
        }
    }

    record Date() implements Type {
        @Override
        public String described() {
            return "a day (such as 2026-12-24)";
        }
    }
}
