package io.github.joulekeeper.web.security;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.github.joulekeeper.simulator.CloudOptions;
import io.github.joulekeeper.simulator.battery.Surroundings;
import io.github.joulekeeper.simulator.station.StationModelFile;
import io.github.joulekeeper.simulator.station.StationPlan;
import io.github.joulekeeper.web.SimulatedService;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A cloud with one quiet station and a rule; with {@link #LOCKED} also one API key of each role and an identity provider.
 * The keys' texts and the provider's address are handed to the tests as configuration, since they run in another class loader.
 */
public final class ServedStation extends SimulatedService {
    static final String LOCKED = "locked";
    static final String SERIAL = "R331ZTEST0000001";

    private static final String RULES = """
            rules:
              - id: first
                devices: [garage]
                when: soc < 5%
                set: {ac-charging.watts: 400 W}
            """;

    private boolean locked;
    private WireMockServer provider;

    public ServedStation() {
        super(
                CloudOptions.builder(InstantSource.system())
                        .reports(Duration.ofHours(12), Duration.ofHours(12))
                        .station(new StationPlan(
                                SERIAL, "garage", StationModelFile.load("delta-2"), 50, Surroundings.load(0))),
                RULES,
                Map.of());
    }

    @Override
    public void init(Map<String, String> arguments) {
        locked = arguments.containsKey(LOCKED);
    }

    @Override
    public Map<String, String> start() {
        Map<String, String> configuration = super.start();
        if (locked) {
            lock(configuration);
        }
        return configuration;
    }

    private void lock(Map<String, String> configuration) {
        KeysFile file = new KeysFile(data().resolve(KeysFile.NAME));
        Random random = new Random(7);
        try {
            for (String role : Roles.ALL) {
                ApiKey.Made made = ApiKey.make("of-" + role, role, Instant.EPOCH, random);
                file.change(keys ->
                        Stream.concat(keys.stream(), Stream.of(made.key())).toList());
                configuration.put("test.key." + role, made.text());
            }
        } catch (KeysFile.UnusableException e) {
            throw new IllegalStateException(e);
        }
        configuration.put("test.keys-file", file.path().toString());
        IdentityProvider identityProvider = IdentityProvider.start();
        provider = identityProvider.server();
        configuration.putAll(identityProvider.configuration());
        configuration.put("joulekeeper.limits.headers", "2s");
        configuration.put("joulekeeper.limits.body", "2s");
    }

    @Override
    public void stop() {
        if (provider != null) {
            provider.stop();
        }
        super.stop();
    }
}
