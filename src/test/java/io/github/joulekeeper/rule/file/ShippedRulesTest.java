package io.github.joulekeeper.rule.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.device.CatalogLoader;
import io.github.joulekeeper.rule.Rule;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShippedRulesTest {
    @Test
    void theShippedRulesAreSound() {
        RuleFiles.Loaded loaded = RuleFiles.load(List.of(Path.of("rules")), new CatalogLoader().load());

        assertThat(loaded.issues()).isEmpty();
        assertThat(loaded.rules().rules())
                .extracting(Rule::id)
                .containsExactly("generator-on-low-battery", "night-charging", "solar-priority-by-day");
    }
}
