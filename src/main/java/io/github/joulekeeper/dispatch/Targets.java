package io.github.joulekeeper.dispatch;

import io.github.joulekeeper.device.CommandTemplate;
import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.engine.SetPoint;
import io.github.joulekeeper.state.DeviceState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The set points of one station, which of them may leave and when. Those to be set once are remembered while they wait. */
final class Targets {
    private final String serial;
    private final DispatchPolicy policy;
    private final Doubts doubts;
    private final Map<String, Target> bySetting = new LinkedHashMap<>();
    private final Map<String, Instant> lastSent = new HashMap<>();

    Targets(String serial, DispatchPolicy policy, Doubts doubts) {
        this.serial = serial;
        this.policy = policy;
        this.doubts = doubts;
    }

    @Nullable
    Target of(Setting setting) {
        return bySetting.get(setting.name());
    }

    Collection<Target> all() {
        return bySetting.values();
    }

    void change(SetPoint setPoint, Outbox out) {
        String name = setPoint.setting().name();
        Target target = bySetting.get(name);
        boolean once = target != null && !target.standing();
        if (target == null) {
            bySetting.put(name, new Target(setPoint, out.now()));
        } else if (target.same(setPoint)) {
            target.reword(setPoint);
            return;
        } else {
            // The newest goes to the end, so that what waited longer leaves first.
            bySetting.remove(name);
            bySetting.put(name, target);
            target.replace(setPoint, out.now());
        }
        if (!setPoint.standing()) {
            out.remember(OneShots.key(serial, name), OneShots.write(setPoint, out.now()));
        } else if (once) {
            out.forget(OneShots.key(serial, name));
        }
    }

    void restore(SetPoint oneShot) {
        bySetting.putIfAbsent(oneShot.setting().name(), new Target(oneShot, oneShot.since()));
    }

    void drop(Setting setting, Outbox out) {
        Target target = bySetting.remove(setting.name());
        if (target != null && !target.standing()) {
            out.forget(OneShots.key(serial, setting.name()));
        }
    }

    void settle(Target target, Outbox out) {
        if (target.standing()) {
            target.settle();
        } else {
            drop(target.setting(), out);
        }
    }

    /** The station proved it. */
    void verify(Target target, Outbox out) {
        target.verify();
        if (!target.standing()) {
            drop(target.setting(), out);
        }
    }

    /** A report of the station's own came. */
    void shown(DeviceState device, Instant reported) {
        // The state keeps milliseconds.
        Instant at = reported.truncatedTo(ChronoUnit.MILLIS);
        for (Target target : bySetting.values()) {
            if (target.settled()
                    && !target.verified()
                    && device.knownSetting(target.setting(), reported) == target.value()
                    && target.setting()
                            .readBack()
                            .map(device::lastAt)
                            .filter(at::equals)
                            .isPresent()) {
                target.shown(at);
            }
        }
    }

    void sent(Setting setting, Instant at) {
        lastSent.merge(setting.name(), at, (one, other) -> one.isAfter(other) ? one : other);
    }

    /** When a wanted target may leave at the earliest. */
    Instant eligibleAt(Target target) {
        Instant last = lastSent.get(target.name());
        if (last == null) {
            return target.notBefore();
        }
        Duration interval = target.setPoint()
                .every()
                .filter(every -> every.compareTo(policy.minInterval()) > 0)
                .orElse(policy.minInterval());
        Instant next = last.plus(interval);
        return next.isAfter(target.notBefore()) ? next : target.notBefore();
    }

    /** Whether nothing is to be sent, waits for its time, or may have come true: no look at them can lead to anything. */
    boolean quiet() {
        for (Target target : bySetting.values()) {
            if (target.wanted() || target.heldAfterSending() || !target.standing()) {
                return false;
            }
        }
        return true;
    }

    /** Settles what the station shows already. */
    void settleShown(DeviceState device, Outbox out) {
        for (Target target : List.copyOf(bySetting.values())) {
            if ((target.wanted() || target.heldAfterSending())
                    && device.knownSetting(target.setting(), out.now()) == target.value()
                    && !doubts.contradict(target.name(), target.value(), out.now())) {
                settle(target, out);
            }
        }
    }

    /** Wants again what was held long enough, and drops what is too old to be set once. */
    void releaseHolds(Outbox out) {
        for (Target target : List.copyOf(bySetting.values())) {
            if (!target.standing()
                    && !target.decided().plus(policy.oneShotLifetime()).isAfter(out.now())) {
                out.note(
                        "dispatch",
                        serial,
                        "%s = %s of %s was never proven and is given up"
                                .formatted(
                                        target.name(),
                                        target.setting().format(target.value()),
                                        target.setPoint().origin()));
                drop(target.setting(), out);
            } else if (target.heldAfterSending() && !target.heldUntil().isAfter(out.now())) {
                target.want(out.now());
            }
        }
    }

    /** The wanted targets of one command that may leave now, the longest waiting first; empty when there are none. */
    List<Target> nextGroup(DeviceState device, Instant now) {
        for (Target first : bySetting.values()) {
            if (!first.wanted() || eligibleAt(first).isAfter(now)) {
                continue;
            }
            CommandTemplate template = device.model().carrier(first.setting());
            if (waitsForCompanion(template, now)) {
                continue;
            }
            List<Target> group = new ArrayList<>();
            for (Target target : bySetting.values()) {
                if (target.wanted()
                        && target.setting().command().equals(template.id())
                        && !eligibleAt(target).isAfter(now)) {
                    group.add(target);
                }
            }
            return group;
        }
        return List.of();
    }

    /**
     * Whether a command would have to overwrite a set point with the old value: a field without a keep value, claimed, and
     * not to be sent yet.
     */
    private boolean waitsForCompanion(CommandTemplate template, Instant now) {
        for (CommandTemplate.Parameter parameter : template.parameters()) {
            if (parameter.keep().isEmpty() && parameter.setting().isPresent()) {
                Target target = bySetting.get(parameter.setting().get());
                if (target != null && target.wanted() && eligibleAt(target).isAfter(now)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The value of a field that nobody asked for now: what is claimed and shown, else what was last read. */
    double companion(DeviceState device, Setting setting) {
        Target target = bySetting.get(setting.name());
        return target != null && target.settled() && setting.readBack().isEmpty()
                ? target.value()
                : device.lastSetting(setting);
    }

    /** When the clock alone makes something due while the station is online; {@link Instant#MAX} for never. */
    Instant wake(Instant now) {
        Instant wake = Instant.MAX;
        for (Target target : bySetting.values()) {
            Instant due =
                    target.wanted() ? eligibleAt(target) : target.heldAfterSending() ? target.heldUntil() : Instant.MAX;
            if (due.isAfter(now) && due.isBefore(wake)) {
                wake = due;
            }
        }
        return wake;
    }
}
