package io.github.joulekeeper.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.process.NeedsProgram;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

@NeedsProgram(value = "promtool", install = "apt-get install --no-install-recommends prometheus")
class MonitoringTest {
    private static final Path MONITORING = Path.of("deployment", "monitoring");

    @Test
    void theAlertRulesAreValid() {
        Tool check = Tool.run(MONITORING, "promtool", "check", "rules", "alerts.yaml");
        assertThat(check.status()).as(check.output()).isZero();
        assertThat(check.output()).contains("SUCCESS");
    }

    @Test
    void theAlertsFireWhenTheyShouldAndNotBefore() {
        Tool test = Tool.run(MONITORING, "promtool", "test", "rules", "alerts-test.yaml");
        assertThat(test.status()).as(test.output()).isZero();
    }
}
