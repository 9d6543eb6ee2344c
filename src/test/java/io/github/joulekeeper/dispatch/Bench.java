package io.github.joulekeeper.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.device.CatalogLoader;
import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.engine.Decision;
import io.github.joulekeeper.engine.SetPoint;
import io.github.joulekeeper.ledger.CommandLog.CommandRecord;
import io.github.joulekeeper.ledger.CommandLog.Ended;
import io.github.joulekeeper.ledger.LedgerEntry;
import io.github.joulekeeper.ledger.LedgerEntry.Step;
import io.github.joulekeeper.ledger.Outcome;
import io.github.joulekeeper.state.DeviceState;
import io.github.joulekeeper.state.Report;
import io.github.joulekeeper.state.StateModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A dispatcher with its clock, its ledger and its stations in the hands of a test. */
final class Bench {
    static final String SERIAL = "R331ZTEST0000001";
    static final String OTHER = "R331ZTEST0000002";
    static final Model DELTA_2 = new CatalogLoader().load().model("delta-2").orElseThrow();

    final StateModel state = new StateModel();
    final Model model;
    final List<LedgerEntry> ledger = new ArrayList<>();
    final Map<String, String> remembered = new TreeMap<>();
    final ArrayDeque<Effect.Send> sends = new ArrayDeque<>();
    final List<Effect.ReadBack> readBacks = new ArrayList<>();
    final DispatchPolicy policy;
    private final Routes routes;
    Instant now = Instant.parse("2026-03-01T12:00:00Z");
    Dispatcher dispatcher;
    private boolean standing = true;
    private boolean enforce;
    private Optional<Duration> every = Optional.empty();
    private final Instant since = now;
    private String origin = "night-charging";

    Bench() {
        this(DispatchPolicy.DEFAULT, DELTA_2);
    }

    Bench(DispatchPolicy policy, Model model) {
        this(policy, Routes.only(Way.HTTP), model);
    }

    Bench(DispatchPolicy policy, Routes routes, Model model) {
        this.policy = policy;
        this.routes = routes;
        this.model = model;
        this.dispatcher = new Dispatcher(policy, routes, state, 0, 0, new Random(7));
        for (String serial : List.of(SERIAL, OTHER)) {
            DeviceState device = new DeviceState(serial, serial, model, Duration.ofMinutes(5));
            device.setOnline(true, now);
            state.add(device);
        }
    }

    /** The same ledger and stations, with a dispatcher that knows nothing of what was. */
    void restart() {
        long last = ledger.stream()
                .filter(LedgerEntry.CommandOpened.class::isInstance)
                .mapToLong(entry -> ((LedgerEntry.CommandOpened) entry).commandId())
                .max()
                .orElse(0);
        dispatcher = new Dispatcher(policy, routes, state, last, 0, new Random(8));
        sends.clear();
        take(dispatcher.recover(left(now.minusSeconds(60)), remembered, now));
    }

    List<CommandRecord> open() {
        return commands().filter(command -> command.ended().isEmpty()).toList();
    }

    /** What a restart is given: commands that are open, and those that ended since. */
    private List<CommandRecord> left(Instant since) {
        return commands()
                .filter(command ->
                        command.ended().map(end -> end.at().isAfter(since)).orElse(true))
                .toList();
    }

    private Stream<CommandRecord> commands() {
        return ledger.stream()
                .filter(LedgerEntry.CommandOpened.class::isInstance)
                .map(LedgerEntry.CommandOpened.class::cast)
                .map(opened -> new CommandRecord(opened, stepsOf(opened.commandId()), end(opened.commandId())));
    }

    Bench once() {
        standing = false;
        return this;
    }

    Bench standing() {
        standing = true;
        return this;
    }

    Bench enforced() {
        enforce = true;
        return this;
    }

    Bench every(Duration interval) {
        every = Optional.of(interval);
        return this;
    }

    Bench by(String rule) {
        origin = rule;
        return this;
    }

    Setting setting(String name) {
        return model.setting(name).orElseThrow();
    }

    Decision.SetPointChanged setPoint(String serial, String setting, double value) {
        return new Decision.SetPointChanged(new SetPoint(
                serial, setting(setting), value, origin, "soc < 20% (soc = 12 %)", since, enforce, every, standing));
    }

    void want(String setting, double value) {
        decide(setPoint(SERIAL, setting, value));
    }

    void release(String setting) {
        decide(new Decision.Released(SERIAL, setting(setting), now));
    }

    void decide(Decision... decisions) {
        take(dispatcher.decided(List.of(decisions), now));
    }

    void take(List<Effect> effects) {
        for (Effect effect : effects) {
            switch (effect) {
                case Effect.Record(LedgerEntry.Remembered(String key, String value, Instant at)) -> {
                    if (value.isEmpty()) {
                        remembered.remove(key);
                    } else {
                        remembered.put(key, value);
                    }
                }
                case Effect.Record(LedgerEntry entry) -> ledger.add(entry);
                case Effect.Send send -> {
                    assertThat(steps(send.command().id()))
                            .as("opened and noted before it leaves")
                            .contains(Step.SENT);
                    assertThat(end(send.command().id())).isEmpty();
                    sends.add(send);
                }
                case Effect.ReadBack readBack -> readBacks.add(readBack);
            }
        }
    }

    /** Lets time pass, and calls the dispatcher whenever it wants to be called. */
    void pass(Duration duration) {
        Instant end = now.plus(duration);
        Optional<Instant> wake = dispatcher.nextWake();
        int idle = 0;
        while (wake.isPresent() && !wake.get().isAfter(end)) {
            now = wake.get().isAfter(now) ? wake.get() : now;
            List<Effect> effects = dispatcher.tick(now);
            take(effects);
            idle = effects.isEmpty() ? idle + 1 : 0;
            assertThat(idle).as("wakes in a row that did nothing").isLessThan(1000);
            Optional<Instant> next = dispatcher.nextWake();
            assertThat(next).as("a tick does what is due").isNotEqualTo(Optional.of(now));
            wake = next;
        }
        now = end;
    }

    void seconds(double seconds) {
        pass(Duration.ofMillis(Math.round(seconds * 1000)));
    }

    /** The one command that left since the last look. */
    Effect.Send left() {
        assertThat(sends).as("commands that left").hasSize(1);
        return sends.remove();
    }

    void nothingLeft() {
        assertThat(sends).as("commands that left").isEmpty();
    }

    void accepted(Effect.Send send) {
        deliver(send, new Delivery.Accepted());
    }

    void refused(Effect.Send send, String code, boolean passing) {
        deliver(send, new Delivery.Refused(code, "no " + code, passing));
    }

    void failed(Effect.Send send, boolean throttled) {
        deliver(send, throttled ? new Delivery.Failed("HTTP 500", true) : Delivery.Failed.neverSent("no connection"));
    }

    void deliver(Effect.Send send, Delivery delivery) {
        take(dispatcher.delivered(send.command(), send.messageId(), delivery, now));
    }

    void acknowledged(Effect.Send send) {
        replied(send, true);
    }

    void away(Effect.Send send) {
        take(dispatcher.replied(
                new Reply(send.command().serial(), send.messageId(), false, "-2", "device offline", true), now));
    }

    void replied(Effect.Send send, boolean done) {
        Reply reply = new Reply(send.command().serial(), send.messageId(), done, done ? "0" : "ack 1", "not applied");
        take(dispatcher.replied(reply, now));
    }

    void shows(String setting, double value) {
        shows(SERIAL, setting, value, Report.Source.PUSHED);
    }

    void shows(String serial, String setting, double value, Report.Source source) {
        report(serial, source, Map.of(setting, value));
    }

    void report(String serial, Report.Source source, Map<String, Double> values) {
        int[] quotas = values.keySet().stream()
                .mapToInt(name -> setting(name).readBack().orElseThrow())
                .toArray();
        double[] readings =
                values.values().stream().mapToDouble(Double::doubleValue).toArray();
        Report report = new Report(serial, source, now, quotas, readings, Map.of());
        state.device(serial).orElseThrow().apply(report);
        take(dispatcher.reported(report, now));
    }

    /** Carried through: accepted, acknowledged and shown, within 300 ms. */
    void done(Effect.Send send) {
        seconds(0.1);
        accepted(send);
        seconds(0.1);
        acknowledged(send);
        seconds(0.1);
        report(
                send.command().serial(),
                Report.Source.PUSHED,
                send.command().payload().setPoints());
    }

    /** The MQTT connection comes or goes. */
    void mqtt(boolean connected) {
        take(dispatcher.connected(Way.MQTT, connected, now));
    }

    void online(boolean online) {
        state.device(SERIAL).orElseThrow().setOnline(online, now);
        take(dispatcher.onlineChanged(SERIAL, now));
    }

    Outcome outcome(Effect.Send send) {
        return end(send.command().id()).orElseThrow().outcome();
    }

    boolean underWay(Effect.Send send) {
        return end(send.command().id()).isEmpty();
    }

    Optional<Ended> end(long command) {
        List<Ended> ends = ledger.stream()
                .filter(entry -> entry instanceof LedgerEntry.CommandEnded ended && ended.commandId() == command)
                .map(LedgerEntry.CommandEnded.class::cast)
                .map(ended -> new Ended(ended.outcome(), ended.detail(), ended.at()))
                .toList();
        assertThat(ends).hasSizeLessThan(2);
        return ends.stream().findFirst();
    }

    Ended lastEnd() {
        return entries(LedgerEntry.CommandEnded.class).stream()
                .map(ended -> new Ended(ended.outcome(), ended.detail(), ended.at()))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    List<Step> steps(long command) {
        return stepsOf(command).stream().map(LedgerEntry.CommandStep::step).toList();
    }

    List<LedgerEntry.CommandStep> stepsOf(long command) {
        return entries(LedgerEntry.CommandStep.class).stream()
                .filter(step -> step.commandId() == command)
                .toList();
    }

    <T extends LedgerEntry> List<T> entries(Class<T> type) {
        return ledger.stream().filter(type::isInstance).map(type::cast).toList();
    }

    static Object[] params(Effect.Send send) {
        return send.command().payload().params().values().toArray();
    }

    @Override
    public String toString() {
        return Arrays.toString(ledger.toArray());
    }
}
