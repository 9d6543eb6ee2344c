package io.github.joulekeeper.simulator;

import io.github.joulekeeper.simulator.station.StationPlan;
import io.vertx.core.net.KeyCertOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a simulated cloud is set up.
 *
 * @param clock the real time, by which timestamps are checked and reports are sent
 * @param speed how many simulated seconds pass in a real one, above 0; the stations' batteries live in simulated time,
 *     everything that clients see of the net in real time
 * @param stepping whether simulated time passes only in {@link SimulatedCloud#advance}; reports are sent then too
 * @param httpPort where the HTTP API listens on the loopback; 0 for a free port
 * @param mqttPort where the built-in broker listens on the loopback; 0 for a free port
 * @param mqttHost the host name that the certification gives for the built-in broker
 * @param accessKey the account's access key
 * @param secretKey the account's secret key
 * @param account the account's MQTT user
 * @param password the account's MQTT password
 * @param reportEvery how often stations report what changed; every tenth report is of everything
 * @param reportAfterSet how soon a changed setting is reported; not used when stepping
 * @param control whether the control endpoint is served
 * @param httpKey the HTTP API's key and certificate; empty for plain HTTP
 * @param mqttKey the built-in broker's key and certificate; empty for plain MQTT
 * @param externalBroker the broker to use instead of the built-in one
 * @param stations the account's stations
 */
public record CloudOptions(
        InstantSource clock,
        double speed,
        boolean stepping,
        int httpPort,
        int mqttPort,
        String mqttHost,
        String accessKey,
        String secretKey,
        String account,
        String password,
        Duration reportEvery,
        Duration reportAfterSet,
        boolean control,
        Optional<KeyCertOptions> httpKey,
        Optional<KeyCertOptions> mqttKey,
        Optional<External> externalBroker,
        List<StationPlan> stations) {

    /**
     * A broker that runs elsewhere.
     *
     * @param certificate how stations and clients reach it
     * @param ca PEM file of the authority that signed its certificate; empty for the platform's authorities
     */
    public record External(Certificate certificate, Optional<Path> ca) {}

    public CloudOptions {
        if (!(speed > 0)) {
            throw new IllegalArgumentException("The speed (%s) must be above 0".formatted(speed));
        }
        if (reportEvery.compareTo(Duration.ZERO) <= 0) {
            throw new IllegalArgumentException("Reports must be some time apart, not %s".formatted(reportEvery));
        }
        stations = List.copyOf(stations);
    }

    /** Life speed, free ports, made-up credentials, the built-in broker, a control endpoint, no stations yet. */
    public static Builder builder(InstantSource clock) {
        return new Builder(clock);
    }

    /** Collects options; what is not set stays as {@link CloudOptions#builder} says. */
    public static final class Builder {
        private final InstantSource clock;
        private final List<StationPlan> stations = new ArrayList<>();
        private double speed = 1;
        private boolean stepping;
        private int httpPort;
        private int mqttPort;
        private String mqttHost = Loopback.ADDRESS;
        private String accessKey = "simulated-access-key";
        private String secretKey = "simulated-secret-key";
        private String account = "open-simulated";
        private String password = "simulated-password";
        private Duration reportEvery = Duration.ofSeconds(2);
        private Duration reportAfterSet = Duration.ofMillis(300);
        private boolean control = true;
        private Optional<KeyCertOptions> httpKey = Optional.empty();
        private Optional<KeyCertOptions> mqttKey = Optional.empty();
        private Optional<External> externalBroker = Optional.empty();

        private Builder(InstantSource clock) {
            this.clock = clock;
        }

        public Builder station(StationPlan plan) {
            stations.add(plan);
            return this;
        }

        public Builder speed(double simulatedSecondsPerSecond) {
            speed = simulatedSecondsPerSecond;
            return this;
        }

        public Builder stepping() {
            stepping = true;
            return this;
        }

        public Builder ports(int http, int mqtt) {
            httpPort = http;
            mqttPort = mqtt;
            return this;
        }

        public Builder keys(String access, String secret) {
            accessKey = access;
            secretKey = secret;
            return this;
        }

        public Builder mqttUser(String user, String userPassword) {
            account = user;
            password = userPassword;
            return this;
        }

        public Builder reports(Duration every, Duration afterSet) {
            reportEvery = every;
            reportAfterSet = afterSet;
            return this;
        }

        public Builder withoutControl() {
            control = false;
            return this;
        }

        public Builder httpTls(KeyCertOptions key) {
            httpKey = Optional.of(key);
            return this;
        }

        /** @param host the name that the certificate is for, which the certification gives out */
        public Builder mqttTls(KeyCertOptions key, String host) {
            mqttKey = Optional.of(key);
            mqttHost = host;
            return this;
        }

        public Builder externalBroker(External broker) {
            externalBroker = Optional.of(broker);
            return this;
        }

        public CloudOptions build() {
            return new CloudOptions(
                    clock,
                    speed,
                    stepping,
                    httpPort,
                    mqttPort,
                    mqttHost,
                    accessKey,
                    secretKey,
                    account,
                    password,
                    reportEvery,
                    reportAfterSet,
                    control,
                    httpKey,
                    mqttKey,
                    externalBroker,
                    stations);
        }
    }

    /** Everything but secrets. */
    @Override
    public String toString() {
        return "CloudOptions[stations=%s, speed=%s]"
                .formatted(stations.stream().map(StationPlan::serial).toList(), speed);
    }
}
