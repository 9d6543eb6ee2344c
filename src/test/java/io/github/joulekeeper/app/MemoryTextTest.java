package io.github.joulekeeper.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.engine.Memory;
import io.github.joulekeeper.engine.RulePhase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What is remembered of a rule comes back as it was. */
class MemoryTextTest {
    @Property
    void aRulesMemoryComesBack(
            @ForAll String condition,
            @ForAll String reason,
            @ForAll RulePhase phase,
            @ForAll boolean one,
            @ForAll boolean other,
            @ForAll List<Long> slots,
            @ForAll Map<String, Double> numbers) {
        Instant at = Instant.parse("2026-06-01T12:00:00.123456789Z");
        Memory.RuleMemory memory = new Memory.RuleMemory(
                "night-charging",
                "R331ZTEST0000001",
                condition,
                phase,
                at,
                reason,
                one ? Optional.of(at.plusSeconds(1)) : Optional.empty(),
                other ? Optional.of(at.plusMillis(1)) : Optional.empty(),
                Optional.empty(),
                one,
                other,
                one ? List.of(at, at.plusSeconds(60)) : List.of(),
                slots,
                numbers,
                other,
                Map.of("ac-charging.watts", 400.0),
                at);
        assertThat(MemoryText.read(memory.key(), MemoryText.write(memory))).contains(memory);
    }
}
