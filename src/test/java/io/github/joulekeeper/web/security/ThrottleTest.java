package io.github.joulekeeper.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ThrottleTest {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Throttle throttle = new Throttle(() -> now);

    @Test
    void whoFailsTooOftenWaitsAndOthersDoNot() {
        for (int i = 0; i < Throttle.FAILURES_OF_ONE; i++) {
            assertThat(throttle.failed("192.0.2.1")).isNotEqualTo(Throttle.Verdict.WAIT);
        }
        assertThat(throttle.mustWait("192.0.2.1")).isTrue();
        assertThat(throttle.failed("192.0.2.1")).isEqualTo(Throttle.Verdict.WAIT);
        assertThat(throttle.failed("192.0.2.2")).isEqualTo(Throttle.Verdict.REFUSE);

        now = now.plus(Throttle.WINDOW);
        assertThat(throttle.mustWait("192.0.2.1")).isFalse();
        assertThat(throttle.failed("192.0.2.1")).isEqualTo(Throttle.Verdict.REFUSE);
    }

    @Test
    void theAddressesOfOneIpv6NetworkAreOne() {
        for (int i = 0; i < Throttle.FAILURES_OF_ONE; i++) {
            throttle.failed("2001:db8::" + i);
        }
        assertThat(throttle.failed("2001:db8::ffff")).isEqualTo(Throttle.Verdict.WAIT);
        assertThat(throttle.failed("2001:db8:1::1")).isEqualTo(Throttle.Verdict.REFUSE);
    }

    @Test
    void manyWhoFailALittleWaitTogether() {
        Throttle.Verdict last = Throttle.Verdict.REFUSE;
        for (int i = 0; i <= Throttle.FAILURES_OF_ALL; i++) {
            last = throttle.failed("198.51." + i / 256 + "." + i % 256);
        }
        assertThat(last).isEqualTo(Throttle.Verdict.WAIT);
    }
}
