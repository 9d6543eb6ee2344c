package io.github.joulekeeper.ecoflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.dispatch.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The small parts of the session that decide about time, with a clock that is set by hand. */
class MqttTimingTest {
    private Instant now = Instant.parse("2025-06-01T10:00:00Z");
    private final InstantSource clock = () -> now;

    @Test
    void reconnectsEverMorePatiently() {
        PatientReconnect reconnect =
                new PatientReconnect(Duration.ofSeconds(1), Duration.ofMinutes(1), clock, noRandom());
        List<Long> seconds = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            seconds.add(reconnect.nextDelay().toSeconds());
        }
        assertThat(seconds).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
    }

    @Test
    void startsAnewOnlyAfterAConnectionThatHeld() {
        PatientReconnect reconnect =
                new PatientReconnect(Duration.ofSeconds(1), Duration.ofMinutes(1), clock, noRandom());
        reconnect.nextDelay();
        reconnect.nextDelay();
        reconnect.reset();
        now = now.plusSeconds(2);
        assertThat(reconnect.nextDelay()).isEqualTo(Duration.ofSeconds(4));
        reconnect.reset();
        now = now.plusSeconds(31);
        assertThat(reconnect.nextDelay()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void variesTheWaitByAFifthAtMost() {
        PatientReconnect reconnect =
                new PatientReconnect(Duration.ofSeconds(10), Duration.ofSeconds(10), clock, new Random(42));
        for (int i = 0; i < 100; i++) {
            assertThat(reconnect.nextDelay()).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(10));
        }
    }

    @Test
    void theCooldownBetweenCertificatesDoublesWhileRefusalsGoOn() {
        CertificateRenewal renewal = new CertificateRenewal(Duration.ofMinutes(1), clock);
        assertThat(renewal.delay()).isZero();
        renewal.issued();
        assertThat(renewal.delay()).isEqualTo(Duration.ofMinutes(1));
        now = now.plusSeconds(20);
        assertThat(renewal.delay()).isEqualTo(Duration.ofSeconds(40));
        now = now.plusSeconds(40);
        assertThat(renewal.delay()).isZero();
        renewal.issued();
        assertThat(renewal.delay()).isEqualTo(Duration.ofMinutes(2));
        for (int i = 0; i < 20; i++) {
            renewal.issued();
        }
        assertThat(renewal.delay()).isEqualTo(Duration.ofMinutes(64));
        renewal.proved();
        assertThat(renewal.delay()).isEqualTo(Duration.ofMinutes(1));
        now = now.minusSeconds(86_400);
        assertThat(renewal.delay()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void malformedMessagesAreToldOnceAMinute() {
        MalformedMessages malformed = new MalformedMessages(clock);
        assertThat(malformed.add("t", 1, "is odd")).isTrue();
        for (int i = 0; i < 1000; i++) {
            assertThat(malformed.add("t", 1, "is odd")).isFalse();
        }
        now = now.plusSeconds(59);
        assertThat(malformed.add("t", 1, "is odd")).isFalse();
        now = now.plusSeconds(1);
        assertThat(malformed.add("t", 1, "is odd")).isTrue();
        assertThat(malformed.count()).isEqualTo(1003);
    }

    @Test
    void aPublishIsAcceptedOnlyWhenAcknowledged() {
        PendingPublishes pending = new PendingPublishes();
        CompletableFuture<Delivery> first = new CompletableFuture<>();
        CompletableFuture<Delivery> early = new CompletableFuture<>();
        CompletableFuture<Delivery> late = new CompletableFuture<>();
        CompletableFuture<Delivery> lost = new CompletableFuture<>();
        pending.written(1, first);
        assertThat(first).isNotDone();
        pending.acknowledged(1);
        assertThat(first).isCompletedWithValue(new Delivery.Accepted());
        pending.acknowledged(2);
        pending.written(2, early);
        assertThat(early).isCompletedWithValue(new Delivery.Accepted());
        pending.written(3, late);
        for (int second = 0; second < PendingPublishes.ACKNOWLEDGE_WITHIN_SECONDS; second++) {
            pending.second();
        }
        assertThat(late).isNotDone();
        pending.second();
        assertThat(late.join()).isInstanceOf(Delivery.Failed.class);
        // What comes too late is no acknowledgement of a later message with the same packet.
        pending.acknowledged(3);
        CompletableFuture<Delivery> later = new CompletableFuture<>();
        pending.written(3, later);
        assertThat(later).isNotDone();
        pending.written(4, lost);
        pending.lost("the cable was cut");
        assertThat(lost.join())
                .isInstanceOfSatisfying(
                        Delivery.Failed.class,
                        failed -> assertThat(failed.reason()).contains("the cable was cut"));
    }

    @Test
    void theClientIdIsStableAndPlain() {
        String id = MqttConfig.clientId(Optional.empty(), "access", "instance-1");
        assertThat(id)
                .matches("[0-9a-z]{22}")
                .isEqualTo(MqttConfig.clientId(Optional.empty(), "access", "instance-1"))
                .isNotEqualTo(MqttConfig.clientId(Optional.empty(), "access", "instance-2"))
                .isNotEqualTo(MqttConfig.clientId(Optional.empty(), "other", "instance-1"));
        assertThat(MqttConfig.clientId(Optional.of("mine"), "access", "instance-1"))
                .isEqualTo("mine");
    }

    private static Random noRandom() {
        return new Random() {
            @Override
            public double nextDouble() {
                return 0;
            }
        };
    }
}
