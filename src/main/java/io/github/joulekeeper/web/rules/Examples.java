package io.github.joulekeeper.web.rules;

/** What the API's description shows. */
final class Examples {
    static final String RULE = """
            id: night-charging
            description: Charge slowly from the wall at the night rate
            when:
              all:
                - time in 23:30..05:30
                - soc < 90%
            set: {ac-charging.watts: 400}
            otherwise: {ac-charging.watts: 200}
            """;

    static final String RULE_JSON = """
            {
              "id": "night-charging",
              "description": "Charge slowly from the wall at the night rate",
              "when": {"all": ["time in 23:30..05:30", "soc < 90%"]},
              "set": {"ac-charging.watts": 400},
              "otherwise": {"ac-charging.watts": 200}
            }
            """;

    private Examples() {}
}
