package io.github.joulekeeper.dispatch;

import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.engine.Decision;
import io.github.joulekeeper.engine.SetPoint;
import io.github.joulekeeper.rule.Limit;
import io.github.joulekeeper.rule.Rule;
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

    private static final List<Routes> ROUTES = List.of(
            Routes.of(Way.HTTP, Way.MQTT), Routes.of(Way.MQTT, Way.HTTP), Routes.only(Way.HTTP), Routes.only(Way.MQTT));

    private final Random random;
    private final Routes routes;
    private final SoakEvents events = new SoakEvents();
    private final SoakCloud cloud;
    private final StateModel state = new StateModel();
    private final Map<String, SoakStation> stations = new LinkedHashMap<>();
    private final Map<String, SetPoint> claims = new LinkedHashMap<>();
    private final Set<String> touched = new HashSet<>();
    private final DispatchPolicy policy = DispatchPolicy.DEFAULT.withRequestsPerMinute(200);
    final SoakInvariants invariants;
    private Dispatcher dispatcher;
    private int run;
    private boolean calm;

    SoakWorld(long seed, int count) {
        random = new Random(seed);
        routes = ROUTES.get((int) (seed % ROUTES.size()));
        invariants = new SoakInvariants(policy, routes, state, claims);
        cloud = new SoakCloud(random, events, new Told());
        dispatcher = dispatcher(0);
        for (int i = 1; i <= count; i++) {
            SoakStation station = new SoakStation("R331ZTEST%07d".formatted(i), SETTINGS, events.now());
            stations.put(station.serial, station);
            state.add(station.known);
            events.later(random.nextInt(120), () -> report(station));
            events.later(random.nextInt(300), () -> claim(station));
            events.later(random.nextInt(7200), () -> vanish(station));
            events.later(random.nextInt(3600), () -> interfere(station));
        }
        events.later(random.nextInt(7200), this::crash);
        connected();
        changeLimits();
    }

    private Dispatcher dispatcher(long lastCommand) {
        return new Dispatcher(policy, routes, state, lastCommand, 0, new Random(random.nextLong()));
    }

    /** Lets the faults rage, then calms them and waits until all must be well. */
    void live(Duration faults) {
        until(events.now().plus(faults));
        calm = true;
        cloud.calm();
        until(events.now().plus(Duration.ofMinutes(10)));
        invariants.calm();
        until(events.now().plus(Duration.ofMinutes(50)));
        SoakInvariants.hold(invariants.open().isEmpty(), "every command ends", invariants.open());
        SoakInvariants.hold(
                invariants.remembered.keySet().stream()
                        .noneMatch(key -> FREE.contains(key.substring(key.lastIndexOf('/') + 1))),
                "what is once to be set ends",
                invariants.remembered);
        claims.forEach(this::mustBeSo);
    }

    private void mustBeSo(String key, SetPoint claim) {
        SoakStation station = station(claim.serial());
        boolean must = FREE.contains(claim.setting().name())
                && claim.standing()
                && !touched.contains(key)
                && claim.setting().refusal(claim.value()).isEmpty()
                && invariants.limits.stream()
                        .noneMatch(limit ->
                                limit.setting().equals(claim.setting().name()) && !limit.allows(claim.value()));
        boolean so = !must || station.values.get(claim.setting().name()) == claim.value();
        SoakInvariants.hold(
                so,
                "what is wanted is so in the end",
                so ? "" : routes + " " + claim + " but " + station.values + "\n" + station.trail());
    }

    private SoakStation station(String serial) {
        return stations.get(serial);
    }

    private Instant now() {
        return events.now();
    }

    private void until(Instant end) {
        int still = 0;
        while (true) {
            Instant wake = dispatcher.nextWake().orElse(Instant.MAX);
            boolean tick = !wake.isAfter(events.next());
            Instant then = tick ? wake : events.next();
            if (then.isAfter(end)) {
                events.pass(end);
                return;
            }
            still = then.isAfter(now()) ? 0 : still + 1;
            SoakInvariants.hold(still < 100_000, "time goes on", then);
            events.pass(then);
            if (tick) {
                take(dispatcher.tick(now()));
            } else {
                events.run();
            }
        }
    }

    private void take(List<Effect> effects) {
        for (Effect effect : effects) {
            if (effect instanceof Effect.Record(var entry)) {
                // Stored before anything leaves, as the app does it.
                invariants.record(entry);
                invariants.stationOf(entry).ifPresent(serial -> station(serial).note(now(), entry));
            }
        }
        for (Effect effect : effects) {
            switch (effect) {
                case Effect.Record _ -> {
                    // Above.
                }
                case Effect.Send send -> {
                    invariants.send(send, cloud.connected(), now());
                    cloud.carry(station(send.command().serial()), send);
                }
                case Effect.ReadBack(String serial, var _, Way way) -> {
                    invariants.request(now());
                    cloud.ask(station(serial), way);
                }
            }
        }
    }

    /** What the cloud tells goes to the dispatcher, save answers to one that crashed meanwhile. */
    private final class Told implements SoakCloud.Told {
        @Override
        public void delivered(Effect.Send send, Delivery delivery) {
            if (invariants.answered(send, delivery)) {
                take(dispatcher.delivered(send.command(), send.messageId(), delivery, now()));
            }
        }

        @Override
        public void replied(Reply reply) {
            invariants.replied(reply);
            take(dispatcher.replied(reply, now()));
        }

        @Override
        public void reported(SoakStation station, Report report) {
            if (report.source().ofTheStation() && !station.known.online()) {
                tell(station);
            }
            station.known.apply(report);
            take(dispatcher.reported(report, now()));
        }

        @Override
        public void connected(boolean connected) {
            SoakWorld.this.connected();
        }
    }

    /** The connection came or went; when it came, the service looks at what the cloud remembers. */
    private void connected() {
        take(dispatcher.connected(Way.MQTT, cloud.connected(), now()));
        if (cloud.connected()) {
            int asker = run;
            events.later(1, () -> {
                if (asker == run && !cloud.ill()) {
                    stations.values().forEach(this::look);
                }
            });
        }
    }

    private void look(SoakStation station) {
        if (station.online != station.known.online()) {
            tell(station);
        }
        Report snapshot = station.snapshot(now());
        station.known.apply(snapshot);
        take(dispatcher.reported(snapshot, now()));
    }

    private void report(SoakStation station) {
        cloud.push(station);
        events.later(60 + random.nextInt(120), () -> report(station));
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
                decisions.add(new Decision.Released(station.serial, setting, now()));
                for (long command : invariants.open(station.serial)) {
                    int releasedIn = run;
                    events.later(
                            policy.deliverWithin().plus(policy.confirmWithin()).toSeconds() + 5,
                            () -> SoakInvariants.hold(
                                    run != releasedIn || !invariants.pursues(command, station.serial, setting),
                                    "what was released is pursued no more",
                                    setting.name()));
                }
            } else {
                SetPoint setPoint = new SetPoint(
                        station.serial,
                        setting,
                        value(setting),
                        "rule-" + random.nextInt(3),
                        "soc < 20 %",
                        now(),
                        random.nextInt(4) == 0,
                        random.nextInt(5) == 0 ? Optional.of(Duration.ofSeconds(30)) : Optional.empty(),
                        random.nextInt(4) > 0);
                claims.put(key, setPoint);
                touched.remove(key);
                decisions.add(new Decision.SetPointChanged(setPoint));
            }
        }
        station.note(now(), decisions);
        take(dispatcher.decided(decisions, now()));
        events.later(random.nextInt(5) == 0 ? random.nextInt(10) : random.nextInt(700), () -> claim(station));
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
        events.later(random.nextInt(120), () -> tell(station));
        events.later(random.nextInt(600), () -> {
            station.online = true;
            tell(station);
        });
        events.later(600 + random.nextInt(10_800), () -> vanish(station));
    }

    private void tell(SoakStation station) {
        if (station.known.setOnline(station.online, now())) {
            station.note(now(), station.online ? "online" : "offline");
            take(dispatcher.onlineChanged(station.serial, now()));
        }
    }

    private void interfere(SoakStation station) {
        if (calm) {
            return;
        }
        Setting setting = setting();
        station.values.put(setting.name(), setting.nearest(random.nextInt(101)));
        station.note(now(), "somebody sets " + setting.name());
        touched.add(station.serial + " " + setting.name());
        events.later(60 + random.nextInt(7200), () -> interfere(station));
    }

    private void changeLimits() {
        if (calm) {
            return;
        }
        invariants.limits = List.of(
                limit("ac-charging.watts", 0, 600 + 100 * random.nextInt(5)),
                limit("discharge-limit.soc", 5 * random.nextInt(3), 100));
        take(dispatcher.setLimits(invariants.limits, now()));
        events.later(1800 + random.nextInt(3600), this::changeLimits);
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
        stations.values().forEach(station -> station.note(now(), "the service starts anew"));
        invariants.restarted();
        dispatcher = dispatcher(invariants.lastCommand);
        take(dispatcher.setLimits(invariants.limits, now()));
        take(dispatcher.recover(invariants.records(now()), Map.copyOf(invariants.remembered), now()));
        connected();
        List<Decision> decisions = new ArrayList<>();
        claims.values().stream()
                .filter(SetPoint::standing)
                .forEach(claim -> decisions.add(new Decision.SetPointChanged(claim)));
        take(dispatcher.decided(decisions, now()));
        events.later(600 + random.nextInt(7200), this::crash);
    }
}
