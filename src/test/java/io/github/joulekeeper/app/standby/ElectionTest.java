package io.github.joulekeeper.app.standby;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class ElectionTest {
    private static final LeaseTimes SHORT =
            new LeaseTimes(Duration.ofMillis(2000), Duration.ofMillis(1200), Duration.ofMillis(200));

    /** For machines that are busy. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    KubernetesMockServer server;
    private final List<Replica> replicas = new ArrayList<>();

    /** A process that stands for ownership. */
    private static final class Replica implements Election.Listener {
        final KubernetesClient client;
        final AtomicInteger won = new AtomicInteger();
        final AtomicInteger lost = new AtomicInteger();
        final Election election;

        Replica(KubernetesMockServer server, String name) {
            client = server.createClient();
            election = new Election(
                    client, new Election.Candidate("home", "joulekeeper", name), SHORT, this, InstantSource.system());
        }

        @Override
        public void won() {
            won.incrementAndGet();
        }

        @Override
        public void lost() {
            lost.incrementAndGet();
        }
    }

    @AfterEach
    void close() {
        replicas.forEach(replica -> {
            replica.election.close();
            replica.client.close();
        });
    }

    private Replica replica(String name) {
        Replica replica = new Replica(server, name);
        replicas.add(replica);
        replica.election.start();
        return replica;
    }

    @Test
    void theFirstOwnsAndTheSecondStandsBy() {
        Replica first = replica("first");
        await().atMost(PATIENCE).until(first.election::owns);
        Replica second = replica("second");
        await().atMost(PATIENCE).until(() -> second.election.owner().equals(Optional.of("first")));
        assertThat(first.won).hasValue(1);
        assertThat(second.won).hasValue(0);
        assertThat(second.election.owns()).isFalse();
    }

    @Test
    void anOrderlyEndHandsOverAtOnce() {
        Replica first = replica("first");
        await().atMost(PATIENCE).until(first.election::owns);
        Replica second = replica("second");
        await().atMost(PATIENCE).until(() -> second.election.owner().isPresent());
        first.election.close();
        await().atMost(PATIENCE).until(second.election::owns);
        assertThat(first.election.owns()).isFalse();
        assertThat(first.lost).as("an orderly end is no loss").hasValue(0);
    }

    @Test
    void anOwnerThatCannotRenewStopsBeforeAnotherBegins() {
        Replica first = replica("first");
        await().atMost(PATIENCE).until(first.election::owns);
        Replica second = replica("second");
        await().atMost(PATIENCE).until(() -> second.election.owner().isPresent());
        // As if its connection to the cluster were cut.
        first.client.close();
        AtomicInteger both = new AtomicInteger();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> {
            if (first.election.owns() && second.election.owns()) {
                both.incrementAndGet();
            }
            return second.election.owns();
        });
        assertThat(both).hasValue(0);
        assertThat(first.lost).hasValue(1);
    }

    @Test
    void timesThatDoNotRiseAreRefused() {
        assertThatThrownBy(() -> new LeaseTimes(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(1)))
                .hasMessageContaining("must rise");
    }
}
