package io.github.joulekeeper.scenario;

import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.device.PayloadBounds;
import io.github.joulekeeper.dispatch.Delivery;
import io.github.joulekeeper.dispatch.DispatchPolicy;
import io.github.joulekeeper.dispatch.Dispatcher;
import io.github.joulekeeper.dispatch.Effect;
import io.github.joulekeeper.dispatch.Reply;
import io.github.joulekeeper.engine.Engine;
import io.github.joulekeeper.engine.EngineSettings;
import io.github.joulekeeper.rule.Rule;
import io.github.joulekeeper.rule.RuleSet;
import io.github.joulekeeper.rule.language.ModelBinder;
import io.github.joulekeeper.state.DeviceState;
import io.github.joulekeeper.state.Report;
import io.github.joulekeeper.state.StateModel;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Engine and dispatcher together in virtual time, with one station; every payload that leaves is checked. */
final class CheckedDispatch {
    private static final String SERIAL = "R331ZTEST0000001";

    private final Model model;
    private final StateModel state = new StateModel();
    private final DeviceState device;
    private final Engine engine;
    private final Dispatcher dispatcher;
    private final Random chance = new Random(11);
    private final Deque<Effect.Send> underWay = new ArrayDeque<>();
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private int sent;

    CheckedDispatch(Model model, List<Rule> rules) {
        this.model = model;
        this.device = new DeviceState(SERIAL, "test", model, Duration.ofMinutes(5));
        device.setOnline(true, now);
        state.add(device);
        engine = new Engine(EngineSettings.in(ZoneOffset.UTC), state, new ModelBinder());
        dispatcher = new Dispatcher(DispatchPolicy.DEFAULT, state, 0, 0, new Random(7));
        take(dispatcher.decided(engine.load(new RuleSet(rules, List.of()), now), now));
    }

    /** How many commands were sent. */
    int sent() {
        return sent;
    }

    void happens(RandomRulesTest.Event event) {
        pass(Duration.ofSeconds(event.afterSeconds()));
        switch (event) {
            case RandomRulesTest.Event.Reported(int after, Map<Integer, Double> values) -> report(values);
            case RandomRulesTest.Event.SetByHand byHand -> setByHand(byHand);
            case RandomRulesTest.Event.OnlineChanged(int after, boolean online) -> {
                if (device.setOnline(online, now)) {
                    take(dispatcher.decided(engine.onlineChanged(SERIAL, now), now));
                    take(dispatcher.onlineChanged(SERIAL, now));
                }
            }
        }
    }

    /** Lets all retries run out. */
    void comeToRest() {
        for (int i = 0; i < 6; i++) {
            pass(Duration.ofMinutes(10));
        }
    }

    private void report(Map<Integer, Double> values) {
        int[] quotas = values.keySet().stream().mapToInt(Integer::intValue).toArray();
        double[] readings =
                values.values().stream().mapToDouble(Double::doubleValue).toArray();
        Report built = new Report(SERIAL, Report.Source.PUSHED, now, quotas, readings, Map.of());
        device.apply(built);
        take(dispatcher.decided(engine.reported(SERIAL, built, now), now));
        take(dispatcher.reported(built, now));
    }

    private void setByHand(RandomRulesTest.Event.SetByHand event) {
        try {
            take(dispatcher.decided(
                    engine.claimManually(
                            SERIAL,
                            event.setting().name(),
                            event.value(),
                            Optional.of(now.plusSeconds(60)),
                            "test",
                            now),
                    now));
        } catch (IllegalArgumentException refused) {
            // Most values that are drawn may not be set.
        }
    }

    private void pass(Duration time) {
        Instant end = now.plus(time);
        for (int step = 0; step < 8; step++) {
            now = step == 7 ? end : now.plus(time.dividedBy(8));
            take(dispatcher.decided(engine.tick(now), now));
            take(dispatcher.tick(now));
            answer();
        }
    }

    /** The cloud and the station take some, answer some, refuse some and lose some. */
    private void answer() {
        while (!underWay.isEmpty()) {
            Effect.Send send = underWay.removeFirst();
            Delivery delivery = switch (chance.nextInt(6)) {
                case 0 -> new Delivery.Failed("lost", false);
                case 1 -> new Delivery.Refused("6012", "not allowed", false);
                default -> new Delivery.Accepted();
            };
            take(dispatcher.delivered(send.command(), send.messageId(), delivery, now));
            if (delivery instanceof Delivery.Accepted && chance.nextBoolean()) {
                take(dispatcher.replied(new Reply(SERIAL, send.messageId(), true, "0", ""), now));
            }
        }
    }

    private void take(List<Effect> effects) {
        for (Effect effect : effects) {
            if (effect instanceof Effect.Send send) {
                sent++;
                PayloadBounds.assertKept(model, send.command().payload());
                underWay.addLast(send);
            }
        }
    }
}
