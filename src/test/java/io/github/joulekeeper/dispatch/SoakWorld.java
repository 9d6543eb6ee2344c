package io.github.joulekeeper.dispatch;

import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.engine.Decision;
import io.github.joulekeeper.engine.SetPoint;
import io.github.joulekeeper.rule.Limit;
import io.github.joulekeeper.rule.Rule;
import io.github.joulekeeper.state.DeviceState;
import io.github.joulekeeper.state.Report;
import io.github.joulekeeper.state.StateModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Many stations, a faulty cloud, rules that change their minds, users who interfere, crashes: all by one seed. */
final class SoakWorld {
    private static final List<String> SETTINGS = List.of(
            "ac-charging.watts",
            "ac-charging.paused",
            "ac-output.enabled",
            "ac-output.x-boost",
            "charge-limit.soc",
            "discharge-limit.soc",
            "backup-reserve.enabled",
            "backup-reserve.soc",
            "generator.start-soc",
            "beeper.silent");
    /** Settings whose sending depends on nothing but themselves, so that they must come to what is wanted. */
    private static final Set<String> FREE = Set.of(
            "ac-charging.watts",
            "ac-output.enabled",
            "ac-output.x-boost",
            "charge-limit.soc",
            "discharge-limit.soc",
            "generator.start-soc",
            "beeper.silent");

    private final Random random;
    private final SoakEvents events = new SoakEvents();
    private final StateModel state = new StateModel();
    private final List<SoakStation> stations = new ArrayList<>();
    private final Map<String, SetPoint> claims = new LinkedHashMap<>();
    private final Set<String> touched = new HashSet<>();
    private final DispatchPolicy policy = DispatchPolicy.DEFAULT.withRequestsPerMinute(200);
    final SoakInvariants invariants = new SoakInvariants(policy, state, claims);
    private Dispatcher dispatcher;
    private Instant now = Instant.parse("2026-03-01T00:00:00Z");
    private Instant outageUntil = now;
    private int run;
    private boolean calm;

    SoakWorld(long seed, int count) {
        random = new Random(seed);
        dispatcher = new Dispatcher(policy, state, 0, 0, new Random(random.nextLong()));
        for (int i = 1; i <= count; i++) {
            SoakStation station = new SoakStation("R331ZTEST%07d".formatted(i), SETTINGS);
            stations.add(station);
            DeviceState device = new DeviceState(station.serial, station.serial, Bench.DELTA_2, Duration.ofMinutes(5));
            device.setOnline(true, now);
            state.add(device);
            later(random.nextInt(60), () -> report(station));
            later(random.nextInt(300), () -> claim(station));
            later(random.nextInt(3600), () -> vanish(station));
            later(random.nextInt(1800), () -> interfere(station));
        }
        later(random.nextInt(7200), this::outage);
        later(random.nextInt(7200), this::crash);
        changeLimits();
    }

    /** Lets the faults rage, then calms them and waits until all must be well. */
    void live(Duration faults) {
        until(now.plus(faults));
        calm = true;
        until(now.plus(Duration.ofHours(1)));
        SoakInvariants.hold(invariants.open().isEmpty(), "every command ends", invariants.open());
        SoakInvariants.hold(
                invariants.remembered.keySet().stream()
                        .noneMatch(key -> FREE.contains(key.substring(key.lastIndexOf('/') + 1))),
                "what is once to be set ends",
                invariants.remembered);
        claims.forEach((key, claim) -> {
            SoakStation station = station(claim.serial());
            boolean must = FREE.contains(claim.setting().name())
                    && claim.standing()
                    && !touched.contains(key)
                    && claim.setting().refusal(claim.value()).isEmpty()
                    && invariants.limits.stream()
                            .noneMatch(limit ->
                                    limit.setting().equals(claim.setting().name()) && !limit.allows(claim.value()));
            SoakInvariants.hold(
                    !must || station.values.get(claim.setting().name()) == claim.value(),
                    "what is wanted is so in the end",
                    claim + " but " + station.values + "\n" + String.join("\n", station.trail));
        });
    }

    private SoakStation station(String serial) {
        return stations.stream()
                .filter(station -> station.serial.equals(serial))
                .findFirst()
                .orElseThrow();
    }

    private void later(double seconds, Runnable action) {
        at(now.plusMillis(Math.round(seconds * 1000)), action);
    }

    private void at(Instant at, Runnable action) {
        events.add(at, action);
    }

    private void until(Instant end) {
        int still = 0;
        while (true) {
            Optional<Instant> wake = dispatcher.nextWake();
            Instant next = events.next().orElse(end);
            boolean tick = wake.isPresent() && !wake.get().isAfter(next);
            Instant then = tick ? wake.get() : next;
            if (then.isAfter(end)) {
                now = end;
                return;
            }
            still = then.isAfter(now) ? 0 : still + 1;
            SoakInvariants.hold(still < 100_000, "time goes on", now);
            now = then.isAfter(now) ? then : now;
            if (tick) {
                take(dispatcher.tick(now));
            } else {
                events.run();
            }
        }
    }

    private void take(List<Effect> effects) {
        for (Effect effect : effects) {
            if (effect instanceof Effect.Record(var entry)) {
                invariants.record(entry);
                invariants.stationOf(entry).ifPresent(serial -> station(serial).note(now, entry));
            }
        }
        for (Effect effect : effects) {
            switch (effect) {
                case Effect.Record record -> {
                    // Stored above, as the app does it: all before anything leaves.
                }
                case Effect.Send send -> {
                    invariants.send(send, now);
                    carry(send);
                }
                case Effect.ReadBack(String serial, var keys) -> {
                    invariants.request(now);
                    if (calm || random.nextInt(10) > 0) {
                        SoakStation station = station(serial);
                        later(0.2 + random.nextDouble(), () -> show(station, Report.Source.GET_REPLY));
                    }
                }
            }
        }
    }

    private void carry(Effect.Send send) {
        SoakStation station = station(send.command().serial());
        int fault = calm ? 100 : random.nextInt(100);
        double trip = 0.05 + random.nextDouble() * (fault < 5 ? 20 : 1);
        if (now.isBefore(outageUntil)) {
            answer(send, trip, new Delivery.Failed("HTTP 500", true));
        } else if (fault < 3) {
            answer(send, trip, new Delivery.Refused("1008", "parameter refused", false));
        } else if (fault < 6) {
            answer(send, trip, new Delivery.Refused("8521", "signature wrong", true));
        } else if (fault < 12) {
            answer(send, trip, new Delivery.Failed("no connection", false));
        } else if (fault < 14) {
            answer(send, 15, new Delivery.Failed("no answer within 15 s", false));
            arrive(station, send, trip);
        } else if (fault < 16) {
            // The transport itself is at fault and never says a word.
            arrive(station, send, trip);
        } else {
            answer(send, trip, new Delivery.Accepted());
            arrive(station, send, random.nextInt(4) == 0 ? trip / 2 : trip);
        }
    }

    private void answer(Effect.Send send, double seconds, Delivery delivery) {
        int sentBy = run;
        later(seconds, () -> {
            if (delivery instanceof Delivery.Accepted) {
                invariants.accepted(send.command());
            }
            if (run == sentBy) {
                take(dispatcher.delivered(send.command(), send.messageId(), delivery, now));
            }
        });
    }

    private void arrive(SoakStation station, Effect.Send send, double seconds) {
        int fault = calm ? 100 : random.nextInt(100);
        Instant arrival = now.plusMillis(Math.round((seconds + (fault < 8 ? random.nextInt(60) : 0.1)) * 1000));
        arrival = arrival.isAfter(station.lastArrival) ? arrival : station.lastArrival.plusMillis(1);
        station.lastArrival = arrival;
        at(arrival, () -> {
            if (!station.online || (fault >= 8 && fault < 12)) {
                return;
            }
            boolean refuses = fault >= 12 && fault < 15;
            boolean lies = fault >= 15 && fault < 22;
            if (!refuses && !lies) {
                station.apply(send.command().payload());
                station.note(now, "applied " + send.command().payload().setPoints());
            }
            if (fault < 22 || fault >= 35) {
                Reply reply = new Reply(
                        station.serial, send.messageId(), !refuses, refuses ? "ack 1" : "0", refuses ? "no" : "");
                later(0.1, () -> take(dispatcher.replied(reply, now)));
            }
        });
    }

    private void report(SoakStation station) {
        if (calm || random.nextInt(20) > 0) {
            show(station, Report.Source.PUSHED);
        }
        later(5 + random.nextInt(60), () -> report(station));
    }

    private void show(SoakStation station, Report.Source source) {
        if (!station.online || !state.device(station.serial).orElseThrow().online()) {
            return;
        }
        int[] quotas = new int[SETTINGS.size()];
        double[] values = new double[SETTINGS.size()];
        for (int i = 0; i < quotas.length; i++) {
            quotas[i] = Bench.DELTA_2
                    .setting(SETTINGS.get(i))
                    .orElseThrow()
                    .readBack()
                    .orElseThrow();
            values[i] = station.values.get(SETTINGS.get(i));
        }
        Report report = new Report(station.serial, source, now, quotas, values, Map.of());
        state.device(station.serial).orElseThrow().apply(report);
        take(dispatcher.reported(report, now));
    }

    private void claim(SoakStation station) {
        if (calm) {
            return;
        }
        List<Decision> decisions = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            Setting setting = setting();
            String key = station.serial + " " + setting.name();
            if (random.nextInt(4) == 0) {
                claims.remove(key);
                decisions.add(new Decision.Released(station.serial, setting, now));
            } else {
                SetPoint setPoint = new SetPoint(
                        station.serial,
                        setting,
                        value(setting),
                        "rule-" + random.nextInt(3),
                        "soc < 20 %",
                        now,
                        random.nextInt(4) == 0,
                        random.nextInt(5) == 0 ? Optional.of(Duration.ofSeconds(30)) : Optional.empty(),
                        random.nextInt(4) > 0);
                claims.put(key, setPoint);
                touched.remove(key);
                decisions.add(new Decision.SetPointChanged(setPoint));
            }
        }
        station.note(now, decisions);
        take(dispatcher.decided(decisions, now));
        later(random.nextInt(5) == 0 ? random.nextInt(10) : random.nextInt(600), () -> claim(station));
    }

    private Setting setting() {
        return Bench.DELTA_2
                .setting(SETTINGS.get(random.nextInt(SETTINGS.size())))
                .orElseThrow();
    }

    private double value(Setting setting) {
        return random.nextInt(20) == 0
                ? random.nextInt(3)
                : setting.nearest(random.nextInt(1300) / (setting.range().max() > 100 ? 1 : 13));
    }

    private void vanish(SoakStation station) {
        if (calm) {
            return;
        }
        station.online = false;
        // The cloud may take a while to notice.
        later(random.nextInt(120), () -> tell(station));
        later(random.nextInt(600), () -> {
            station.online = true;
            tell(station);
        });
        later(600 + random.nextInt(7200), () -> vanish(station));
    }

    private void tell(SoakStation station) {
        station.note(now, station.online ? "online" : "offline");
        state.device(station.serial).orElseThrow().setOnline(station.online, now);
        take(dispatcher.onlineChanged(station.serial, now));
    }

    private void interfere(SoakStation station) {
        if (calm) {
            return;
        }
        Setting setting = setting();
        station.values.put(setting.name(), setting.nearest(random.nextInt(101)));
        station.note(now, "somebody sets " + setting.name());
        touched.add(station.serial + " " + setting.name());
        later(60 + random.nextInt(3600), () -> interfere(station));
    }

    private void outage() {
        if (!calm) {
            outageUntil = now.plusSeconds(30 + random.nextInt(900));
            later(900 + random.nextInt(7200), this::outage);
        }
    }

    private void changeLimits() {
        if (calm) {
            return;
        }
        invariants.limits = List.of(
                limit("ac-charging.watts", 0, 600 + 100 * random.nextInt(5)),
                limit("discharge-limit.soc", 5 * random.nextInt(3), 100));
        take(dispatcher.setLimits(invariants.limits, now));
        later(1800 + random.nextInt(3600), this::changeLimits);
    }

    private static Limit limit(String setting, double atLeast, double atMost) {
        return new Limit(
                setting,
                Optional.of(atLeast),
                Optional.of(atMost),
                List.of(),
                new Rule.DeviceSelector.All(),
                new Rule.Position("limits.yaml", 2, 5));
    }

    /** The service dies and starts anew; stations go on, answers to the dead are lost. */
    private void crash() {
        if (calm) {
            return;
        }
        run++;
        stations.forEach(station -> station.note(now, "the service starts anew"));
        invariants.restarted();
        dispatcher = new Dispatcher(policy, state, invariants.lastCommand, 0, new Random(random.nextLong()));
        take(dispatcher.setLimits(invariants.limits, now));
        take(dispatcher.recover(invariants.records(now.minusSeconds(120)), Map.copyOf(invariants.remembered), now));
        List<Decision> decisions = new ArrayList<>();
        claims.values().stream()
                .filter(SetPoint::standing)
                .forEach(claim -> decisions.add(new Decision.SetPointChanged(claim)));
        take(dispatcher.decided(decisions, now));
        later(600 + random.nextInt(7200), this::crash);
    }
}
