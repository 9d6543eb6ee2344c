package io.github.joulekeeper.rule.language;

import io.github.joulekeeper.device.Dimension;
import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.device.Quota;
import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.device.Unit;
import io.github.joulekeeper.rule.DeviceRef;
import io.github.joulekeeper.rule.Expression;
import io.github.joulekeeper.rule.RuleBinder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds what a name means: a built-in, a quota by key or alias, or a setting. */
final class NameBinder {
    static final List<String> BUILT_IN = List.of("time", "weekday", "month", "date", "sunrise", "sunset", "online");

    /** A station and its model, as a name in a rule speaks of it. */
    record Station(DeviceRef ref, Model model) {}

    private final BindingContext context;

    NameBinder(BindingContext context) {
        this.context = context;
    }

    @Nullable
    Typed bind(Syntax.Name name) {
        String text = name.name();
        return switch (text) {
            case "time" -> Typed.variable(new Expression.TimeOfDay(text), new Type.TimeOfDay());
            case "weekday" -> Typed.variable(new Expression.Weekday(text), new Type.Weekday());
            case "month" -> Typed.variable(new Expression.Month(text), new Type.Month());
            case "date" -> Typed.variable(new Expression.Date(text), new Type.Date());
            case "sunrise", "sunset" -> sun(name);
            default -> ofStation(text, new Station(DeviceRef.OWN, context.model()), name.span(), name.span());
        };
    }

    @Nullable
    Typed bind(Syntax.DeviceName name) {
        Station station = station(name.device(), name.deviceSpan());
        return station == null ? null : ofStation(name.name(), station, name.nameSpan(), name.span());
    }

    /** Whether the name means something on the rule's own station. */
    boolean knows(String name) {
        return BUILT_IN.contains(name)
                || context.model().indexOf(name) >= 0
                || context.model().setting(name).isPresent();
    }

    /** The station that the rule calls so; null, and an error is noted, if there is none. */
    @Nullable
    Station station(String nameOrSerial, Span span) {
        Optional<RuleBinder.Other> other = context.scope().device(nameOrSerial);
        if (other.isEmpty()) {
            return context.error(
                    span,
                    "no station has the name or serial number '%s'. Names are set in the configuration"
                            .formatted(nameOrSerial));
        }
        return new Station(
                new DeviceRef(Optional.of(other.get().serial())), other.get().model());
    }

    /** The quota that a name means, also by way of the setting that it shows; null, and an error is noted, if none. */
    Expression.@Nullable Reading reading(Syntax syntax, String function) {
        if (syntax instanceof Syntax.Name name && !BUILT_IN.contains(name.name())) {
            Station own = new Station(DeviceRef.OWN, context.model());
            return reading(name.name(), own, name.span(), name.span());
        }
        if (syntax instanceof Syntax.DeviceName name) {
            Station station = station(name.device(), name.deviceSpan());
            return station == null ? null : reading(name.name(), station, name.nameSpan(), name.span());
        }
        return context.error(
                syntax.span(),
                "%s looks at one reading of a station, such as soc, not at '%s'"
                        .formatted(function, BindingContext.text(syntax)));
    }

    private Expression.@Nullable Reading reading(String name, Station station, Span span, Span whole) {
        Typed typed = ofStation(name, station, span, whole);
        if (typed == null) {
            return null;
        }
        if (typed.expression() instanceof Expression.Reading reading) {
            return reading;
        }
        int quota = station.model().setting(name).flatMap(Setting::readBack).orElseThrow();
        Unit unit = station.model().quotas().get(quota).unit();
        return new Expression.Reading(station.ref(), quota, unit, whole.text());
    }

    private @Nullable Typed sun(Syntax.Name name) {
        if (!context.scope().hasPlace()) {
            return context.error(
                    name.span(),
                    "%s needs to know where you are. Set joulekeeper.place to latitude,longitude"
                            .formatted(name.name()));
        }
        return Typed.variable(new Expression.Sun(name.name().equals("sunrise"), name.name()), new Type.TimeOfDay());
    }

    private @Nullable Typed ofStation(String name, Station station, Span span, Span whole) {
        Optional<Quota> quota = station.model().quota(name);
        if (quota.isPresent()) {
            return ofQuota(quota.get(), station, span, whole);
        }
        Optional<Setting> setting = station.model().setting(name);
        if (setting.isPresent()) {
            return ofSetting(setting.get(), station, span, whole);
        }
        return unknown(name, station, span);
    }

    private @Nullable Typed ofQuota(Quota quota, Station station, Span span, Span whole) {
        if (!quota.numeric()) {
            return context.error(span, "'%s' is a list of numbers, which conditions cannot use".formatted(quota.key()));
        }
        return Typed.variable(
                new Expression.Reading(station.ref(), quota.index(), quota.unit(), whole.text()), type(quota));
    }

    static Type type(Quota quota) {
        return switch (quota.kind()) {
            case NUMBER -> Type.Quantity.in(quota.unit());
            case SWITCH -> new Type.Switch(Labels.ofCodes(quota.labels()));
            case ENUMERATION -> new Type.Coded(Labels.ofCodes(quota.labels()));
            case BITS -> new Type.Bits(quota.bits());
            case VERSION -> new Type.Version();
            case LIST -> new Type.Quantity(Dimension.NUMBER, null);
        };
    }

    static Type type(Setting setting) {
        return switch (setting.kind()) {
            case SWITCH -> new Type.Switch(setting.labels());
            case CHOICE -> new Type.Coded(setting.labels());
            case NUMBER, DURATION -> Type.Quantity.in(setting.unit());
        };
    }

    private @Nullable Typed ofSetting(Setting setting, Station station, Span span, Span whole) {
        if (setting.readBack().isEmpty()) {
            return context.error(span, "'%s' can be set, but no reading shows its value".formatted(setting.name()));
        }
        return Typed.variable(new Expression.SettingValue(station.ref(), setting, whole.text()), type(setting));
    }

    private @Nullable Typed unknown(String name, Station station, Span span) {
        if (name.equals("signal") || name.startsWith("signal.")) {
            return context.error(
                    span, "'%s': names that begin with signal are kept for later and mean nothing yet".formatted(name));
        }
        if (name.equals("online")) {
            return context.error(span, "'online' is true or false, not a value to calculate with");
        }
        boolean own = station.ref().equals(DeviceRef.OWN);
        if (!own && BUILT_IN.contains(name)) {
            return context.error(span, "'%s' is the same for all stations. Write it without device(…)".formatted(name));
        }
        if (Functions.NAMES.contains(name) || name.equals("rule") || name.equals("device")) {
            return context.error(
                    span, "'%s' is a function and needs its arguments: %s".formatted(name, Functions.usage(name)));
        }
        String where = own ? "" : " of a " + station.model().name();
        return context.error(span, "unknown name '%s'%s.%s".formatted(name, where, remedy(name, station)));
    }

    private String remedy(String name, Station station) {
        for (int i = name.indexOf('-'); i > 0; i = name.indexOf('-', i + 1)) {
            String left = name.substring(0, i);
            String right = name.substring(i + 1);
            if (knows(left) && knows(right)) {
                return " To subtract, write spaces: '%s - %s'".formatted(left, right);
            }
        }
        List<String> known = new ArrayList<>(BUILT_IN);
        station.model().quotas().forEach(quota -> {
            known.add(quota.key());
            known.addAll(quota.aliases());
        });
        station.model().settings().forEach(setting -> known.add(setting.name()));
        String near = Suggestion.didYouMean(name, known);
        return near.isEmpty()
                ? " A name is a quota or a setting of the station (see docs/devices), or one of %s"
                        .formatted(String.join(", ", BUILT_IN))
                : near;
    }
}
