package io.github.joulekeeper.engine;

import io.github.joulekeeper.device.RawCommand;
import io.github.joulekeeper.scenario.RuleScenario;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Raw payloads are asked for once when a rule starts or ends, and claim nothing. */
class RawCommandsTest extends RuleScenario {
    private static final String BEGIN = name(1);
    private static final String END = name(0);
    private static final String RULE = """
            rules:
              - id: unlisted
                when: soc < 20%
                set:
                  raw: {moduleType: 1, operateType: someCmd, params: {x: 1}}
                otherwise:
                  raw: {moduleType: 1, operateType: someCmd, params: {x: 0}}
            """;

    private static String name(int x) {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("moduleType", 1);
        payload.put("operateType", "someCmd");
        payload.put("params", Map.of("x", x));
        return new RawCommand(payload).setting().name();
    }

    @Test
    void oneAtTheStartAndOneAtTheEnd() {
        rules(RULE);
        soc(15);
        then().isSetOnce(BEGIN, RawCommand.SENT).isNotSet(END).isActive("unlisted");
        soc(14);
        then().nothingHappened();
        soc(30);
        then().isSetOnce(END, RawCommand.SENT).isInactive("unlisted");
    }

    @Test
    void noneWhenARestartFindsTheRuleActive() {
        rules(RULE);
        soc(15);
        then().isSetOnce(BEGIN, RawCommand.SENT);
        restartsAfter(Duration.ofMinutes(1));
        soc(15);
        then().isNotSet(BEGIN).isActive("unlisted");
        soc(30);
        then().isSetOnce(END, RawCommand.SENT);
    }

    @Test
    void theEndIsAskedForWhenTheRuleIsGoneAfterARestart() {
        rules(RULE);
        soc(15);
        then().isSetOnce(BEGIN, RawCommand.SENT);
        restartsAfter(Duration.ofMinutes(1), "rules: []");
        then().isSetOnce(END, RawCommand.SENT);
    }
}
