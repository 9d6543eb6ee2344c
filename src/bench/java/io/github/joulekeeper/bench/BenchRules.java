package io.github.joulekeeper.bench;

import io.github.joulekeeper.device.Catalog;
import io.github.joulekeeper.rule.Rule;
import io.github.joulekeeper.rule.RuleSet;
import io.github.joulekeeper.rule.file.RuleFiles;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The rules of the benchmarks. Rule {@code i} compares a quota with {@link #bound} and also asks for an output that never
 * comes: however often its comparison changes, it does not start, so that evaluation alone is measured.
 */
final class BenchRules {
    /** Quotas that the reports of the benchmarks do not bring. */
    private static final List<String> OTHERS = List.of(
            "bms_bmsStatus.soc",
            "bms_bmsStatus.vol",
            "bms_bmsStatus.amp",
            "bms_bmsStatus.temp",
            "bms_bmsStatus.remainCap",
            "bms_bmsStatus.inputWatts",
            "bms_bmsStatus.outputWatts",
            "bms_emsStatus.f32LcdShowSoc",
            "inv.inputWatts",
            "inv.outputWatts",
            "inv.invOutVol",
            "bms_emsStatus.maxChargeSoc");

    private static final int BOUNDS = 80;
    private static final int RULES_IN_A_FILE = 1000;

    private BenchRules() {}

    /** From 10 to 89, spread evenly: of 100 rules one or two at each. */
    static int bound(int i) {
        return 10 + i * 37 % BOUNDS;
    }

    /**
     * Rules as a file holds them.
     *
     * @param affected how many of them read the SoC; the others read what no report brings
     * @param mixed whether one in ten has a hysteresis, one a {@code for}, one the time and one an alternative
     */
    private static String yaml(int first, int end, int affected, boolean mixed) {
        return IntStream.range(first, end)
                .mapToObj(i -> "  - {id: r-%05d, when: '%s', set: {ac-charging.watts: 400}}\n"
                        .formatted(i, condition(i, i < affected ? "soc" : OTHERS.get(i % OTHERS.size()), mixed)))
                .collect(Collectors.joining("", "rules:\n", ""));
    }

    private static String condition(int i, String quota, boolean mixed) {
        String watts = "output-watts > 2500";
        String below = quota + " < " + bound(i);
        return switch (mixed ? i % 10 : 0) {
            case 6 -> below + " hysteresis 5 and " + watts;
            case 7 -> below + " and time in 22:00..06:00 and " + watts;
            case 8 -> "(" + quota + " > " + bound(i) + " or solar-watts > 400) and " + watts;
            case 9 -> below + " for 2m and " + watts;
            default -> below + " and " + watts;
        };
    }

    /** As many rules, of which the first {@code affected} read the SoC. */
    static RuleSet rules(int count, int affected, boolean mixed) {
        List<Rule> rules = new ArrayList<>();
        for (int first = 0; first < count; first += RULES_IN_A_FILE) {
            int end = Math.min(count, first + RULES_IN_A_FILE);
            rules.addAll(parse(yaml(first, end, affected, mixed), Fleet.CATALOG).rules());
        }
        return new RuleSet(rules, List.of());
    }

    private static RuleSet parse(String yaml, Catalog catalog) {
        RuleFiles.Loaded loaded = RuleFiles.check("bench.yaml", yaml.getBytes(StandardCharsets.UTF_8), catalog);
        if (loaded.hasErrors()) {
            throw new IllegalStateException(loaded.issues().getFirst().format());
        }
        return loaded.rules();
    }
}
