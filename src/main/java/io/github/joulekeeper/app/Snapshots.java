package io.github.joulekeeper.app;

import io.github.joulekeeper.ecoflow.CloudClient;
import io.github.joulekeeper.ecoflow.CloudException;
import io.github.joulekeeper.ecoflow.QuotaSnapshot;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/** Takes snapshots of stations, a few at a time. Belongs to one thread, which waits for the answers. */
final class Snapshots {
    private static final Logger LOG = Logger.getLogger(Snapshots.class);
    private static final int AT_ONCE = 8;

    private final CloudClient client;
    private final InstantSource clock;
    private final Map<String, Instant> lastAsked = new HashMap<>();

    Snapshots(CloudClient client, InstantSource clock) {
        this.client = client;
        this.clock = clock;
    }

    /** When a station's snapshot was last asked for, {@link Instant#MIN} for never. */
    Instant lastAsked(String serial) {
        return lastAsked.getOrDefault(serial, Instant.MIN);
    }

    /**
     * Snapshots of the stations that gave one. A station that the cloud refuses, or that takes too long, does not keep the
     * others from theirs.
     *
     * @throws CloudException if none could be had and the cloud as a whole seems to be the reason
     */
    Map<String, QuotaSnapshot> take(List<String> serials) {
        Map<String, QuotaSnapshot> taken = new LinkedHashMap<>();
        CloudException unanswered = null;
        for (int from = 0; from < serials.size() && (unanswered == null || !taken.isEmpty()); from += AT_ONCE) {
            List<String> some = serials.subList(from, Math.min(serials.size(), from + AT_ONCE));
            Map<String, CompletionStage<QuotaSnapshot>> asked = new LinkedHashMap<>();
            some.forEach(serial -> {
                lastAsked.put(serial, clock.instant());
                asked.put(serial, client.snapshot(serial));
            });
            for (var entry : asked.entrySet()) {
                try {
                    taken.put(entry.getKey(), await(entry.getValue()));
                } catch (CloudException failure) {
                    unanswered = failure.problem().answered() ? unanswered : failure;
                    LOG.warnf("No snapshot of %s: %s", entry.getKey(), failure.getMessage());
                }
            }
        }
        if (unanswered != null && taken.isEmpty()) {
            throw unanswered;
        }
        return taken;
    }

    /** Waits for an answer of the cloud. @throws CloudException if it is none */
    static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof CloudException known) {
                throw known;
            }
            throw failure;
        }
    }
}
