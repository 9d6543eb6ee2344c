package io.github.joulekeeper.simulator;

import io.github.joulekeeper.simulator.station.SimulatedStation;
import io.github.joulekeeper.simulator.station.StationPlan;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A stand-in for the vendor's cloud on the loopback: the signed HTTP API, an MQTT broker (its own or one elsewhere), and
 * stations with a battery in them. It can be told to fail in every way that was seen in the field.
 *
 * <p>Starting and closing wait for network servers, so neither may be done on an event loop.
 */
public final class SimulatedCloud implements AutoCloseable {
    private final CloudOptions options;
    private final Vertx vertx;
    private final FaultBoard faults = new FaultBoard();
    private final Journal journal = new Journal();
    private final Map<String, StationLink> links = new LinkedHashMap<>();
    private final Broker broker;
    private final HttpServer http;
    private final @Nullable Heartbeat heartbeat;

    private SimulatedCloud(CloudOptions options) {
        this.options = options;
        this.vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(2)
                // Nothing is served from the class path, so that no cache folder is needed.
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        try {
            broker = startBroker();
            for (StationPlan plan : options.stations()) {
                addStation(plan);
            }
            http = startHttp();
            heartbeat = options.stepping()
                    ? null
                    : new Heartbeat(vertx, links.values(), options.clock(), options.speed(), options.reportEvery());
            links.values().forEach(link -> link.report(true));
        } catch (RuntimeException e) {
            vertx.close();
            throw e;
        }
    }

    /**
     * Starts a cloud.
     *
     * @throws IllegalStateException if a port is taken or the external broker cannot be reached
     */
    public static SimulatedCloud start(CloudOptions options) {
        return new SimulatedCloud(options);
    }

    /** The base address of the HTTP API, without a slash at its end. */
    public URI url() {
        String scheme = options.httpKey().isPresent() ? "https" : "http";
        return URI.create(scheme + "://" + Loopback.ADDRESS + ":" + http.actualPort());
    }

    public String accessKey() {
        return options.accessKey();
    }

    public String secretKey() {
        return options.secretKey();
    }

    /** What the certification call gives out at present. */
    public Certificate certificate() {
        return broker.certificate();
    }

    /** The faults, to be ordered and cleared at any time. */
    public FaultBoard faults() {
        return faults;
    }

    /** What has arrived. */
    public Journal journal() {
        return journal;
    }

    /** @throws IllegalArgumentException if the account has no such station */
    public SimulatedStation station(String serial) {
        return link(serial).station();
    }

    /** Lets simulated time pass at once, then lets the stations report what changed. */
    public void advance(Duration simulated) {
        links.values().forEach(link -> {
            link.station().advance(simulated);
            link.report(false);
        });
    }

    /** Lets the stations report everything now. */
    public void reportAll() {
        links.values().forEach(link -> link.report(true));
    }

    /**
     * Changes the account's MQTT password: connections are closed, the old password is refused, and the certification
     * gives the new one.
     *
     * @throws IllegalStateException if the broker is an external one, whose users are not ours to change
     */
    public void changePassword(String password) {
        if (!(broker instanceof EmbeddedBroker embedded)) {
            throw new IllegalStateException(
                    "The password of an external broker cannot be changed from here. Change it there");
        }
        embedded.changePassword(password);
    }

    /** Closes all MQTT connections; with an external broker, only the stations' own. */
    public void dropMqttConnections() {
        broker.dropConnections();
    }

    @Override
    public void close() {
        if (heartbeat != null) {
            heartbeat.close();
        }
        broker.close();
        Loopback.await(http.close());
        Loopback.await(vertx.close());
    }

    private Broker startBroker() {
        Optional<CloudOptions.External> external = options.externalBroker();
        if (external.isPresent()) {
            return new ExternalBroker(
                    vertx, external.get().certificate(), external.get().ca(), this::received);
        }
        Certificate wanted = new Certificate(
                options.mqttHost(),
                options.mqttPort(),
                options.mqttKey().isPresent() ? "mqtts" : "mqtt",
                options.account(),
                options.password());
        return new EmbeddedBroker(
                vertx,
                wanted,
                options.mqttKey(),
                options.stations().stream().map(StationPlan::serial).collect(Collectors.toUnmodifiableSet()),
                faults,
                journal,
                options.clock(),
                this::received);
    }

    private void addStation(StationPlan plan) {
        SimulatedStation station = new SimulatedStation(plan, options.clock().instant());
        StationLink link = new StationLink(
                station,
                broker,
                faults,
                journal,
                options.clock(),
                this::after,
                options.stepping() ? Optional.empty() : Optional.of(options.reportAfterSet()));
        if (links.put(plan.serial(), link) != null) {
            throw new IllegalArgumentException("Two stations have the serial number '%s'".formatted(plan.serial()));
        }
    }

    private HttpServer startHttp() {
        HttpServerOptions serverOptions =
                new HttpServerOptions().setHost(Loopback.ADDRESS).setPort(options.httpPort());
        options.httpKey().ifPresent(key -> serverOptions.setSsl(true).setKeyCertOptions(key));
        HttpApi api = new HttpApi(
                new RequestCheck(options.accessKey(), options.secretKey(), options.clock()),
                new AccountApi(links, broker),
                faults,
                journal,
                options.clock(),
                this::after);
        ControlEndpoint control = new ControlEndpoint(this);
        HttpServer server = vertx.createHttpServer(serverOptions)
                .requestHandler(request -> request.body().onSuccess(body -> {
                    if (options.control() && Loopback.path(request).startsWith(ControlEndpoint.PATH)) {
                        control.handle(request, body);
                    } else {
                        api.handle(request, body);
                    }
                }));
        Loopback.await(server.listen());
        return server;
    }

    private StationLink link(String serial) {
        StationLink link = links.get(serial);
        if (link == null) {
            throw new IllegalArgumentException(
                    "There is no station '%s'. There are %s".formatted(serial, links.keySet()));
        }
        return link;
    }

    private void received(StationTopic topic, byte[] payload) {
        StationLink link = links.get(topic.serial());
        if (link != null) {
            link.received(topic.kind(), payload);
        }
    }

    private void after(Duration delay, Runnable task) {
        if (delay.isZero()) {
            task.run();
        } else {
            vertx.setTimer(Math.max(1, delay.toMillis()), timer -> task.run());
        }
    }
}
