package io.github.joulekeeper.app;

import io.github.joulekeeper.dispatch.DispatchPolicy;
import io.github.joulekeeper.dispatch.Pauses;
import io.github.joulekeeper.dispatch.Routes;
import io.github.joulekeeper.dispatch.Way;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** How commands go out, from the configuration. */
final class Commanding {
    private Commanding() {}

    /** @throws StartRefusedException if a number or a length of time is not above 0 */
    static DispatchPolicy policy(JoulekeeperConfig config, EcoflowConfig ecoflow) {
        try {
            return DispatchPolicy.DEFAULT
                    .withMinInterval(config.minInterval())
                    .withRequestsPerMinute(ecoflow.requestsPerMinute())
                    .withProbeInterval(ecoflow.probeInterval());
        } catch (IllegalArgumentException wrong) {
            throw new StartRefusedException(String.valueOf(wrong.getMessage()));
        }
    }

    /** @throws StartRefusedException if the fallback is the first way itself */
    static Routes routes(EcoflowConfig config) {
        Way first = switch (config.transport()) {
            case HTTP -> Way.HTTP;
            case MQTT -> Way.MQTT;
        };
        return switch (config.fallbackTransport()) {
            case NONE -> Routes.only(first);
            case HTTP -> fallback(first, Way.HTTP);
            case MQTT -> fallback(first, Way.MQTT);
        };
    }

    private static Routes fallback(Way first, Way fallback) {
        if (first == fallback) {
            throw new StartRefusedException(
                    "ecoflow.fallback-transport (%s) must be another way than ecoflow.transport (%s). Name the other one, or none"
                            .formatted(word(fallback), word(first)));
        }
        return Routes.of(first, fallback);
    }

    /** How long the API is to be left alone yet, as it turned commands of an earlier run away. */
    static Duration rest(Map<String, String> remembered, Instant now, EcoflowConfig config) {
        Duration left = Pauses.ofTheApi(remembered)
                .map(until -> Duration.between(now, until))
                .orElse(Duration.ZERO);
        return left.compareTo(config.probeInterval()) < 0 ? left : config.probeInterval();
    }

    /** Such as "http, with mqtt as fallback". */
    static String words(EcoflowConfig config) {
        Routes routes = routes(config);
        return word(routes.first())
                + routes.fallback()
                        .map(way -> ", with %s as fallback".formatted(word(way)))
                        .orElse("");
    }

    private static String word(Way way) {
        return way.name().toLowerCase(java.util.Locale.ROOT);
    }
}
