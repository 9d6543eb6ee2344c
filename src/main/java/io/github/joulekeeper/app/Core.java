package io.github.joulekeeper.app;

import io.github.joulekeeper.dispatch.Command;
import io.github.joulekeeper.dispatch.Delivery;
import io.github.joulekeeper.dispatch.Dispatcher;
import io.github.joulekeeper.dispatch.Effect;
import io.github.joulekeeper.dispatch.Mode;
import io.github.joulekeeper.dispatch.Reply;
import io.github.joulekeeper.dispatch.Transport;
import io.github.joulekeeper.dispatch.Way;
import io.github.joulekeeper.engine.Decision;
import io.github.joulekeeper.engine.Engine;
import io.github.joulekeeper.engine.Memory;
import io.github.joulekeeper.ledger.CommandLog.CommandRecord;
import io.github.joulekeeper.ledger.Ledger;
import io.github.joulekeeper.ledger.LedgerEntry;
import io.github.joulekeeper.recording.EventRecorder;
import io.github.joulekeeper.recording.RecordedEvent;
import io.github.joulekeeper.rule.RuleSet;
import io.github.joulekeeper.state.DeviceState;
import io.github.joulekeeper.state.Report;
import io.github.joulekeeper.state.StateModel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The one writer: its thread owns the state, the engine and the dispatcher. It takes events from its queue, lets the
 * engine decide and the dispatcher act, appends what happened to the ledger, and performs what leaves the process only
 * when the ledger says that this is durable.
 */
final class Core implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Core.class);
    private static final int LARGEST_BATCH = 1024;
    private static final int MOST_READINGS = 10_000;
    private static final long LONGEST_SLEEP_MILLIS = 1000;

    /** The cloud's list may call a station offline that was heard just before; then it is the list that lags. */
    private static final Duration LIST_LAGS = Duration.ofSeconds(30);

    private final StateModel state;
    private final Engine engine;
    private final Dispatcher dispatcher;
    private final Ledger ledger;
    private final EventRecorder recorder;
    private final InstantSource clock;
    private final Departures departures;
    private @Nullable EarlierRun earlierRun;
    private final Inbox inbox = new Inbox(MOST_READINGS);
    private final Thread writer;
    private CoreListener listener = CoreListener.NONE;
    private volatile boolean closed;
    private Mode mode;

    /**
     * What an earlier run left in the ledger.
     *
     * @param commands those without an end, and those of the last moments
     * @param remembered what dispatcher and engine wanted to be remembered, by key
     */
    record EarlierRun(List<CommandRecord> commands, Map<String, String> remembered) {}

    /** Everything handed in belongs to the writer's thread from {@link #start()} on. */
    Core(
            StateModel state,
            Engine engine,
            Dispatcher dispatcher,
            Ledger ledger,
            Map<Way, Transport> transports,
            EarlierRun earlierRun,
            EventRecorder recorder,
            InstantSource clock) {
        this.state = state;
        this.engine = engine;
        this.dispatcher = dispatcher;
        this.ledger = ledger;
        this.recorder = recorder;
        this.clock = clock;
        this.earlierRun = earlierRun;
        this.departures = new Departures(
                ledger,
                transports,
                new Narrator(state, clock),
                this::post,
                entries -> listener.recorded(entries),
                clock);
        this.mode = dispatcher.mode();
        this.writer = Thread.ofPlatform().name("core").unstarted(this::run);
    }

    /** Lets somebody hear what happens; before {@link #start()}. */
    void listen(CoreListener hearer) {
        listener = hearer;
    }

    void start() {
        writer.start();
    }

    /** Hands an event to the writer; from any thread, never blocks. */
    void post(CoreEvent event) {
        inbox.post(event);
    }

    /** Lets the writer answer a question about the present state. */
    <T> CompletableFuture<T> ask(Function<Core, T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        post(new CoreEvent.Asked(core -> {
            try {
                answer.complete(question.apply(core));
            } catch (RuntimeException failure) {
                answer.completeExceptionally(failure);
            }
        }));
        return answer;
    }

    /** Lets the writer carry out what a person orders; answers when it is decided. */
    <T> CompletableFuture<T> order(Function<Orders, T> order) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        post(new CoreEvent.Ordered(orders -> {
            try {
                answer.complete(order.apply(orders));
            } catch (RuntimeException failure) {
                answer.completeExceptionally(failure);
            }
        }));
        return answer;
    }

    StateModel state() {
        return state;
    }

    Engine engine() {
        return engine;
    }

    Mode mode() {
        return dispatcher.mode();
    }

    /** Whether commands wait because the cloud turned some away. */
    boolean paused() {
        return dispatcher.paused();
    }

    /** How many events wait; from any thread. */
    int waiting() {
        return inbox.waiting();
    }

    Instant now() {
        return clock.instant();
    }

    private void run() {
        List<CoreEvent> batch = new ArrayList<>();
        while (!closed) {
            try {
                inbox.take(batch, LARGEST_BATCH, millisToNextWake());
                perform(batch);
            } catch (RuntimeException bug) {
                LOG.error("The core could not work off an event; it goes on with the next", bug);
            } finally {
                batch.clear();
            }
        }
    }

    private long millisToNextWake() {
        long now = clock.millis();
        long ofEngine = engine.nextWake().map(wake -> wake.toEpochMilli() - now).orElse(LONGEST_SLEEP_MILLIS);
        long ofDispatcher =
                dispatcher.nextWake().map(wake -> wake.toEpochMilli() - now).orElse(LONGEST_SLEEP_MILLIS);
        return Math.clamp(Math.min(ofEngine, ofDispatcher) + 1, 0L, LONGEST_SLEEP_MILLIS);
    }

    /** Applies the events one by one, then the clock; all that they record is appended at once, then all leaves. */
    private void perform(List<CoreEvent> events) {
        List<Effect> effects = new ArrayList<>();
        for (CoreEvent event : events) {
            try {
                apply(event, clock.instant(), effects);
            } catch (RuntimeException bug) {
                LOG.errorf(bug, "The core could not work off %s; it goes on with the next", event);
            }
        }
        Instant now = clock.instant();
        effects.addAll(dispatcher.hold(!ledger.takesCommands(), now));
        decide(engine.tick(now), now, effects);
        effects.addAll(dispatcher.tick(now));
        if (mode != dispatcher.mode()) {
            mode = dispatcher.mode();
            listener.modeChanged(mode, now);
        }
        departures.carryOut(effects);
    }

    private void apply(CoreEvent event, Instant now, List<Effect> effects) {
        switch (event) {
            case CoreEvent.Reported(Report report) -> reported(report, now, effects);
            case CoreEvent.Crowded _ -> {
                // Its readings were taken before.
            }
            case CoreEvent.StatusChanged(String serial, boolean online, Instant at) ->
                state.device(serial).ifPresent(device -> status(device, online, at, now, effects));
            case CoreEvent.Listed listed ->
                state.device(listed.serial())
                        .ifPresent(device -> listed(device, listed.withoutOlder(device), now, effects));
            case CoreEvent.Replied(Reply reply) -> effects.addAll(dispatcher.replied(reply, now));
            case CoreEvent.Delivered(Command command, long messageId, Delivery delivery) ->
                effects.addAll(dispatcher.delivered(command, messageId, delivery, now));
            case CoreEvent.Connected(Way way, boolean connected) ->
                effects.addAll(dispatcher.connected(way, connected, now));
            case CoreEvent.DevicesFound(List<DeviceState> devices) -> found(devices, now, effects);
            case CoreEvent.RulesLoaded(RuleSet rules, String detail) -> {
                effects.add(new Effect.Record(new LedgerEntry.Noted("rules", "", detail, now)));
                effects.addAll(dispatcher.setLimits(rules.limits(), now));
                decide(engine.load(rules, now), now, effects);
            }
            case CoreEvent.Remembered(Map<String, String> changes) ->
                changes.forEach(
                        (key, value) -> effects.add(new Effect.Record(new LedgerEntry.Remembered(key, value, now))));
            case CoreEvent.Noted(String kind, String subject, String detail) ->
                effects.add(new Effect.Record(new LedgerEntry.Noted(kind, subject, detail, now)));
            case CoreEvent.Ordered(Consumer<Orders> order) ->
                order.accept(new Orders(
                        state, engine, dispatcher, now, effects::add, decisions -> decide(decisions, now, effects)));
            case CoreEvent.Asked(Consumer<Core> question) -> question.accept(this);
        }
    }

    private void reported(Report received, Instant now, List<Effect> effects) {
        DeviceState device = state.device(received.serial()).orElse(null);
        if (device == null) {
            return;
        }
        Report report = device.withoutOlder(received);
        recorder.record(new RecordedEvent.Reported(now, device.model(), report));
        boolean wasOnline = device.online();
        device.apply(report);
        listener.reported(device, report, now);
        if (device.online() != wasOnline) {
            cameOrWent(device, now, effects);
        }
        decide(engine.reported(device, report, now), now, effects);
        effects.addAll(dispatcher.reported(report, now));
    }

    private void status(DeviceState device, boolean online, Instant at, Instant now, List<Effect> effects) {
        if (device.setOnline(online, at)) {
            recorder.record(new RecordedEvent.Online(now, device.serial(), online, at));
            cameOrWent(device, now, effects);
        }
    }

    private void listed(DeviceState device, CoreEvent.Listed listed, Instant now, List<Effect> effects) {
        Instant heard = device.lastHeard();
        boolean heardLately = heard != null && Duration.between(heard, now).compareTo(LIST_LAGS) < 0;
        boolean changed =
                device.setOnline(listed.online() || listed.back() || (device.online() && heardLately), listed.at());
        record(device, listed, changed, now);
        listed.snapshot().ifPresent(snapshot -> {
            device.apply(snapshot);
            listener.reported(device, snapshot, now);
        });
        if (changed) {
            cameOrWent(device, now, effects);
        } else if (listed.back()) {
            effects.addAll(dispatcher.onlineChanged(device.serial(), now));
        }
        listed.snapshot().ifPresent(snapshot -> {
            decide(engine.reported(device, snapshot, now), now, effects);
            effects.addAll(dispatcher.reported(snapshot, now));
        });
    }

    private void record(DeviceState device, CoreEvent.Listed listed, boolean changed, Instant now) {
        Optional<Boolean> online = changed ? Optional.of(device.online()) : Optional.empty();
        if (listed.snapshot().isPresent()) {
            recorder.record(new RecordedEvent.Reported(
                    now, device.model(), listed.snapshot().get(), online));
        } else if (changed) {
            recorder.record(new RecordedEvent.Online(now, device.serial(), device.online(), listed.at()));
        }
    }

    private void cameOrWent(DeviceState device, Instant now, List<Effect> effects) {
        listener.onlineChanged(device, now);
        String word = device.online() ? "online" : "offline";
        LOG.infof("Station %s is %s", device.name(), word);
        effects.add(new Effect.Record(new LedgerEntry.Noted("station", device.serial(), word, now)));
        decide(engine.onlineChanged(device.serial(), now), now, effects);
        effects.addAll(dispatcher.onlineChanged(device.serial(), now));
    }

    private void found(List<DeviceState> devices, Instant now, List<Effect> effects) {
        devices.forEach(state::add);
        EarlierRun left = earlierRun;
        if (left != null) {
            earlierRun = null;
            effects.addAll(dispatcher.recover(left.commands(), left.remembered(), now));
        }
        for (DeviceState device : devices) {
            listener.found(device, now);
            recorder.record(new RecordedEvent.Station(
                    now, device.serial(), device.name(), device.model(), device.staleAfter()));
            decide(engine.deviceAdded(device.serial(), now), now, effects);
        }
    }

    private void decide(List<Decision> decisions, Instant now, List<Effect> effects) {
        if (decisions.isEmpty()) {
            return;
        }
        for (Decision decision : decisions) {
            if (decision instanceof Decision.Remembered(String key, Optional<Memory> memory, Instant at)) {
                String value = memory.map(MemoryText::write).orElse("");
                effects.add(new Effect.Record(new LedgerEntry.Remembered(key, value, at)));
            }
        }
        listener.decided(decisions, now);
        effects.addAll(dispatcher.decided(decisions, now));
    }

    /** Ends the writer's thread; what is queued is dropped, what was recorded stays with the ledger. */
    @Override
    public void close() {
        closed = true;
        writer.interrupt();
        try {
            writer.join(Duration.ofSeconds(2));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
