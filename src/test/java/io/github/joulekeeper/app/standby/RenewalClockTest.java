package io.github.joulekeeper.app.standby;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;

class RenewalClockTest {
    private static final Duration DEADLINE = Duration.ofSeconds(6);
    private Instant now = Instant.parse("2026-06-01T12:00:00Z");
    private final KubernetesClient unused = new KubernetesClientBuilder().build();
    private Runnable atUpdate = () -> {};

    private final RenewalClock clock = new RenewalClock(
            new Lock() {
                @Override
                public LeaderElectionRecord get(KubernetesClient client) {
                    throw new IllegalStateException("not read here");
                }

                @Override
                public void create(KubernetesClient client, LeaderElectionRecord stored) {}

                @Override
                public void update(KubernetesClient client, LeaderElectionRecord stored) {
                    atUpdate.run();
                }

                @Override
                public String identity() {
                    return "me";
                }

                @Override
                public String describe() {
                    return "a lease";
                }
            },
            new LeaseTimes(Duration.ofSeconds(10), DEADLINE, Duration.ofSeconds(2)),
            () -> now);

    private static LeaderElectionRecord heldBy(String holder) {
        ZonedDateTime any = ZonedDateTime.parse("2026-06-01T12:00:00Z");
        return new LeaderElectionRecord(holder, Duration.ofSeconds(10), any, any, 0);
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    @Test
    void holdsNothingBeforeTheFirstTaking() {
        assertThat(clock.holds()).isFalse();
    }

    @Test
    void holdsFromTheTakingUntilTheDeadline() {
        clock.create(unused, heldBy("me"));
        pass(DEADLINE.minusNanos(1));
        assertThat(clock.holds()).isTrue();
        pass(Duration.ofNanos(1));
        assertThat(clock.holds()).isFalse();
    }

    @Test
    void aRenewalCountsFromBeforeItsCall() {
        clock.create(unused, heldBy("me"));
        atUpdate = () -> pass(Duration.ofSeconds(5));
        clock.update(unused, heldBy("me"));
        pass(Duration.ofSeconds(1));
        assertThat(clock.holds()).isFalse();
    }

    @Test
    void aRenewalThatFailsIsNone() {
        clock.create(unused, heldBy("me"));
        pass(DEADLINE);
        atUpdate = () -> {
            throw new IllegalStateException("conflict");
        };
        assertThatThrownBy(() -> clock.update(unused, heldBy("me"))).hasMessage("conflict");
        assertThat(clock.holds()).isFalse();
    }

    @Test
    void aClockThatIsSetBackProvesNothing() {
        clock.create(unused, heldBy("me"));
        pass(Duration.ofMillis(-5));
        assertThat(clock.holds()).as("as clocks are kept right").isTrue();
        pass(Duration.ofSeconds(-2));
        assertThat(clock.holds()).isFalse();
    }

    @Test
    void lettingGoHoldsNothing() {
        clock.create(unused, heldBy("me"));
        clock.update(unused, heldBy(""));
        assertThat(clock.holds()).isFalse();
    }
}
