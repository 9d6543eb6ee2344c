package io.github.joulekeeper.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.OptionalDouble;

/** What must be true of every payload that leaves, by the catalog alone. */
public final class PayloadBounds {
    private PayloadBounds() {}

    /** Fails unless each parameter of the payload is there, and is a constant, a keep value, or in its setting's range. */
    public static void assertKept(Model model, CommandTemplate.Payload payload) {
        CommandTemplate command = model.command(payload.command());
        assertThat(payload.envelope()).isEqualTo(command.envelope());
        assertThat(payload.params().keySet())
                .containsExactlyElementsOf(command.parameters().stream()
                        .map(CommandTemplate.Parameter::name)
                        .toList());
        for (CommandTemplate.Parameter parameter : command.parameters()) {
            double sent = ((Number) payload.params().get(parameter.name())).doubleValue();
            if (parameter.setting().isEmpty()) {
                assertThat(sent).isEqualTo(parameter.constant().orElseThrow());
                continue;
            }
            Setting setting = model.setting(parameter.setting().get()).orElseThrow();
            boolean kept = parameter.keep().equals(OptionalDouble.of(sent))
                    && !payload.setPoints().containsKey(setting.name());
            assertThat(kept || setting.refusal(setting.fromWire(sent)).isEmpty())
                    .as("%s = %s", parameter.name(), sent)
                    .isTrue();
            if (parameter.name().toLowerCase(Locale.ROOT).contains("chgwatts")) {
                assertThat(sent).as("full power").isNotIn(0.0, 1.0).isGreaterThanOrEqualTo(50);
            }
        }
        assertThat(model.rawRefusal(payload.params())).isEmpty();
    }
}
