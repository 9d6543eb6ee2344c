package io.github.joulekeeper.app;

import io.github.joulekeeper.device.Catalog;
import io.github.joulekeeper.dispatch.DispatchPolicy;
import io.github.joulekeeper.dispatch.Dispatcher;
import io.github.joulekeeper.dispatch.Mode;
import io.github.joulekeeper.dispatch.Transport;
import io.github.joulekeeper.dispatch.Way;
import io.github.joulekeeper.ecoflow.CloudClient;
import io.github.joulekeeper.ecoflow.CloudConfig;
import io.github.joulekeeper.ecoflow.HttpTransport;
import io.github.joulekeeper.ecoflow.MqttConfig;
import io.github.joulekeeper.ecoflow.MqttSession;
import io.github.joulekeeper.ecoflow.MqttTransport;
import io.github.joulekeeper.engine.Engine;
import io.github.joulekeeper.engine.EngineSettings;
import io.github.joulekeeper.engine.Memory;
import io.github.joulekeeper.ledger.CommandLog;
import io.github.joulekeeper.ledger.CommandLog.CommandRecord;
import io.github.joulekeeper.ledger.EventLog;
import io.github.joulekeeper.ledger.LedgerEntry;
import io.github.joulekeeper.ledger.store.LedgerArchive;
import io.github.joulekeeper.ledger.store.StoredLedger;
import io.github.joulekeeper.recording.EventRecorder;
import io.github.joulekeeper.recording.Recorder;
import io.github.joulekeeper.rule.language.ModelBinder;
import io.github.joulekeeper.state.StateModel;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The running service: makes its parts, starts them in order, and ends them in the opposite one. */
@Singleton
public class Service {
    private static final Logger LOG = Logger.getLogger(Service.class);

    /** The key of this installation's name in the ledger's memory. */
    private static final String INSTANCE = "instance";

    /** The budget of requests is for a minute. */
    private static final Duration BUDGET_LOOKS_BACK = Duration.ofMinutes(1);

    private final EcoflowConfig ecoflow;
    private final JoulekeeperConfig config;
    private final Catalog catalog;
    private final LedgerSource ledgerSource;
    private final Vertx vertx;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Hearers hearers;
    private volatile @Nullable Parts parts;

    /** What runs. */
    record Parts(
            DataDirectory data,
            StoredLedger ledger,
            CloudClient client,
            MqttSession mqtt,
            Account account,
            Optional<Recorder> recorder,
            Core core,
            RulesDirectory rules) {}

    Service(
            EcoflowConfig ecoflow,
            JoulekeeperConfig config,
            Catalog catalog,
            LedgerSource ledgerSource,
            Vertx vertx,
            InstantSource clock,
            RandomGenerator random,
            Hearers hearers) {
        this.ecoflow = ecoflow;
        this.config = config;
        this.catalog = catalog;
        this.ledgerSource = ledgerSource;
        this.vertx = vertx;
        this.clock = clock;
        this.random = random;
        this.hearers = hearers;
    }

    /**
     * How it is started.
     *
     * @param takeOver whether the ledger is taken from another process that may still have it
     * @param owner whether this process owns the account at the moment that is asked
     */
    record Start(boolean takeOver, BooleanSupplier owner) {
        /** No other process may own the account. */
        static final Start ALONE = new Start(false, () -> true);
    }

    /** @throws StartRefusedException if the configuration is such that a start will be refused */
    void check() {
        Credentials.cloudConfig(ecoflow);
        Places.zone(config);
        Places.place(config);
    }

    /**
     * Starts everything that does not need the network, and begins to connect.
     *
     * @throws StartRefusedException if it cannot run as it is configured
     */
    void start(Start start) {
        CloudConfig cloud = Credentials.cloudConfig(ecoflow);
        EngineSettings engineSettings =
                new EngineSettings(Places.zone(config), Places.place(config), Flapping.policy(config.flapping()));
        DataDirectory data = DataDirectory.open(config.data());
        StoredLedger ledger = ledgerSource.open(data, start.takeOver());
        Map<String, String> remembered = ledger.remembered();
        String instanceId = instanceId(ledger, remembered, data);
        CloudClient client = CloudClient.create(cloud, clock, random);
        Account account = new Account(config, client, new StationDirectory(config, catalog), clock);
        MqttSession mqtt = new MqttSession(
                vertx,
                new MqttConfig(
                        MqttConfig.clientId(ecoflow.mqtt().clientId(), cloud.accessKey(), instanceId),
                        ecoflow.mqtt().ca()),
                client::certification,
                account,
                clock,
                random);
        StateModel state = new StateModel();
        Engine engine = new Engine(engineSettings, state, new ModelBinder());
        engine.restore(memories(remembered));
        Optional<Recorder> recorder = config.record()
                ? Optional.of(new Recorder(data.recordings(), engineSettings.zone(), clock))
                : Optional.empty();
        Core core = new Core(
                state,
                engine,
                dispatcher(state, ledger, Orders.modeAtStart(config.mode(), remembered), instanceId),
                ledger,
                transports(account, client, mqtt, start.owner()),
                new Core.EarlierRun(openAndRecent(ledger), remembered),
                recorder.map(EventRecorder.class::cast).orElse(EventRecorder.NONE),
                clock);
        RulesDirectory rules = new RulesDirectory(config, catalog, core, remembered);
        Parts made = new Parts(data, ledger, client, mqtt, account, recorder, core, rules);
        parts = made;
        recorder.ifPresent(Recorder::start);
        hearers.start(made);
        core.start();
        rules.start();
        account.start(core, mqtt, Commanding.rest(remembered, clock.instant(), ecoflow));
        LOG.infof(
                "Mode %s, commands over %s, rules in %s, data in %s, ledger in %s",
                Orders.modeAtStart(config.mode(), remembered),
                Commanding.words(ecoflow),
                config.rules(),
                config.data(),
                config.database());
        if (config.record()) {
            LOG.infof("What is heard of the stations is recorded in %s", data.recordings());
        }
    }

    /**
     * Commands without an end, and those that ended lately: they count for the shortest time between two sends and for the
     * budget of requests.
     */
    private List<CommandRecord> openAndRecent(StoredLedger ledger) {
        Duration remembered =
                config.minInterval().compareTo(BUDGET_LOOKS_BACK) < 0 ? BUDGET_LOOKS_BACK : config.minInterval();
        Instant recent = clock.instant().minus(remembered);
        var newest = new CommandLog.Query(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 1000);
        Stream<CommandRecord> ended = ledger.find(newest).stream()
                .filter(command ->
                        command.ended().filter(end -> end.at().isAfter(recent)).isPresent());
        return Stream.concat(ledger.open().stream(), ended).toList();
    }

    private static List<Memory> memories(Map<String, String> remembered) {
        return remembered.entrySet().stream()
                .flatMap(entry -> MemoryText.read(entry.getKey(), entry.getValue()).stream())
                .toList();
    }

    private Dispatcher dispatcher(StateModel state, StoredLedger ledger, Mode mode, String instanceId) {
        DispatchPolicy policy = Commanding.policy(config, ecoflow);
        long messageOffset = Long.parseUnsignedLong(instanceId, 16);
        Dispatcher dispatcher = new Dispatcher(
                policy, Commanding.routes(ecoflow), state, ledger.lastCommandId(), messageOffset, random);
        dispatcher.setMode(mode, clock.instant());
        dispatcher.setRawAllowed(config.allowRaw());
        return dispatcher;
    }

    /** The ledger's word, since replicas share it; else the data directory's, which the ledger then learns. */
    private String instanceId(StoredLedger ledger, Map<String, String> remembered, DataDirectory data) {
        String known = remembered.get(INSTANCE);
        if (known != null) {
            return known;
        }
        String made = data.instanceId(random);
        ledger.append(List.of(new LedgerEntry.Remembered(INSTANCE, made, clock.instant())), () -> {});
        return made;
    }

    private Map<Way, Transport> transports(
            Account account, CloudClient client, MqttSession mqtt, BooleanSupplier owner) {
        HttpTransport http = new HttpTransport(client, account.directory()::model, account, clock);
        return Map.of(
                Way.HTTP,
                new OwnerTransport(http, owner),
                Way.MQTT,
                new OwnerTransport(new MqttTransport(mqtt, http, clock), owner));
    }

    /** Ends everything: nothing more is decided or sent, what was recorded is written. */
    void stop() {
        Parts running = parts;
        if (running == null) {
            return;
        }
        running.rules().close();
        running.account().close();
        running.core().close();
        hearers.close();
        running.recorder().ifPresent(Recorder::close);
        try {
            running.mqtt().stop().toCompletableFuture().get(3, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("The MQTT connection did not end in time", e);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        running.client().close();
        running.ledger().close();
        try {
            running.data().close();
        } catch (IOException e) {
            LOG.debug("The lock of the data directory was not released", e);
        }
    }

    /** What the ledger holds, also while another process writes it. */
    LedgerReading reading() {
        Parts running = parts;
        if (running != null) {
            return new LedgerReading(running.ledger(), running.ledger());
        }
        LedgerArchive archive = LedgerSource.archive(ConfigProvider.getConfig());
        return new LedgerReading(archive, archive);
    }

    /** What happened, for reading. */
    record LedgerReading(CommandLog commands, EventLog events) {}

    /** Whether they run. */
    boolean running() {
        return parts != null;
    }

    /** The running parts. @throws StandingByException while there are none */
    Parts parts() {
        Parts running = parts;
        if (running == null) {
            throw new StandingByException();
        }
        return running;
    }
}
