package io.github.joulekeeper.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.joulekeeper.engine.FlappingPolicy;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FlappingTest {
    private record Configured(int starts, Duration within, Duration suspension) implements JoulekeeperConfig.Flapping {}

    @Test
    void isWhatIsConfigured() {
        assertThat(Flapping.policy(new Configured(3, Duration.ofMinutes(1), Duration.ofHours(2))))
                .isEqualTo(new FlappingPolicy(3, Duration.ofMinutes(1), Optional.of(Duration.ofHours(2))));
    }

    @Test
    void whatIsNotAboveZeroIsRefused() {
        assertThatThrownBy(() -> Flapping.policy(new Configured(0, Duration.ofMinutes(1), Duration.ofHours(2))))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("joulekeeper.flapping.starts")
                .hasMessageContaining("(0) must be 1 or more");
        assertThatThrownBy(() -> Flapping.policy(new Configured(3, Duration.ZERO, Duration.ofHours(2))))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("must be longer than zero");
    }
}
