package io.github.joulekeeper.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.dispatch.Mode;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModeAtStartTest {
    @Test
    void aRestartNeverSendsWhatSomebodySaidIsNotToBeSent() {
        assertThat(Orders.modeAtStart(JoulekeeperConfig.Mode.CONTROL, Map.of())).isEqualTo(Mode.CONTROL);
        assertThat(Orders.modeAtStart(JoulekeeperConfig.Mode.CONTROL, Map.of("mode", "OBSERVE")))
                .isEqualTo(Mode.OBSERVE);
        assertThat(Orders.modeAtStart(JoulekeeperConfig.Mode.OBSERVE, Map.of())).isEqualTo(Mode.OBSERVE);
    }
}
