package io.github.joulekeeper.rule.language;

import io.github.joulekeeper.device.Dimension;
import io.github.joulekeeper.device.Unit;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What comes out when quantities are multiplied and divided, such as W from V and A. */
final class Products {
    private static final double SECONDS_PER_HOUR = 3600;

    /**
     * @param factor what the product of the base units is to be multiplied with to be in the base unit of the result
     */
    record Result(Type type, double factor) {}

    private record Law(Dimension one, Dimension other, Unit product, double factor) {}

    private static final Law[] LAWS = {
        new Law(Dimension.VOLTAGE, Dimension.CURRENT, Unit.WATT, 1),
        new Law(Dimension.POWER, Dimension.DURATION, Unit.WATT_HOUR, 1 / SECONDS_PER_HOUR),
        new Law(Dimension.CURRENT, Dimension.DURATION, Unit.AMPERE_HOUR, 1 / SECONDS_PER_HOUR),
        new Law(Dimension.CHARGE, Dimension.VOLTAGE, Unit.WATT_HOUR, 1),
    };

    private static final Map<Dimension, Unit> BASE = new EnumMap<>(Dimension.class);

    static {
        for (Unit unit : Unit.values()) {
            if (unit.toBase(1) == 1) {
                BASE.putIfAbsent(unit.dimension(), unit);
            }
        }
    }

    private Products() {}

    /** The product of two numbers; null if it has no meaning here. */
    static @Nullable Result product(Type left, Type right) {
        if (left instanceof Type.Bare) {
            return new Result(right, 1);
        }
        if (right instanceof Type.Bare) {
            return new Result(left, 1);
        }
        if (!(left instanceof Type.Quantity one) || !(right instanceof Type.Quantity other)) {
            return null;
        }
        if (one.dimension() == Dimension.NUMBER) {
            return new Result(other, 1);
        }
        if (other.dimension() == Dimension.NUMBER) {
            return new Result(one, 1);
        }
        if (other.dimension() == Dimension.PERCENT) {
            return new Result(one, 0.01);
        }
        if (one.dimension() == Dimension.PERCENT) {
            return new Result(other, 0.01);
        }
        for (Law law : LAWS) {
            if ((law.one == one.dimension() && law.other == other.dimension())
                    || (law.one == other.dimension() && law.other == one.dimension())) {
                return new Result(Type.Quantity.in(law.product), law.factor);
            }
        }
        return null;
    }

    /** The quotient of two numbers; null if it has no meaning here. */
    static @Nullable Result quotient(Type left, Type right) {
        if (right instanceof Type.Bare) {
            return new Result(left, 1);
        }
        if (!(right instanceof Type.Quantity divisor)) {
            return null;
        }
        if (divisor.dimension() == Dimension.NUMBER) {
            return new Result(left instanceof Type.Bare ? right : left, 1);
        }
        if (!(left instanceof Type.Quantity dividend)) {
            return null;
        }
        if (dividend.dimension() == divisor.dimension()) {
            return new Result(Type.Quantity.in(Unit.NONE), 1);
        }
        if (divisor.dimension() == Dimension.PERCENT) {
            return new Result(dividend, 100);
        }
        for (Law law : LAWS) {
            if (law.product.dimension() == dividend.dimension()) {
                if (law.one == divisor.dimension()) {
                    return inBaseUnit(law.other, 1 / law.factor);
                }
                if (law.other == divisor.dimension()) {
                    return inBaseUnit(law.one, 1 / law.factor);
                }
            }
        }
        return null;
    }

    private static @Nullable Result inBaseUnit(Dimension dimension, double factor) {
        Unit unit = BASE.get(dimension);
        return unit == null ? null : new Result(Type.Quantity.in(unit), factor);
    }
}
