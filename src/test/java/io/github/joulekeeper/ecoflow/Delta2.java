package io.github.joulekeeper.ecoflow;

import io.github.joulekeeper.device.CatalogLoader;
import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.dispatch.Command;
import io.github.joulekeeper.state.Report;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The catalog's DELTA 2, and what tests want of it. */
final class Delta2 {
    static final String SERIAL = "R331ZTEST0000001";
    static final Model MODEL = new CatalogLoader().load().model("delta-2").orElseThrow();

    private Delta2() {}

    /** Charging at the given power, the pause flag left alone. */
    static Command charge(double watts) {
        return new Command(
                1,
                SERIAL,
                MODEL.command("acChgCfg").payload(MODEL, Map.of("ac-charging.watts", watts), setting -> Double.NaN),
                List.of("test"),
                "because a test wants it");
    }

    /** A report's numbers by key. */
    static Map<String, Double> numbers(Report report) {
        Map<String, Double> numbers = new TreeMap<>();
        for (int i = 0; i < report.size(); i++) {
            numbers.put(MODEL.quotas().get(report.quota(i)).key(), report.value(i));
        }
        return numbers;
    }

    static String recording(String name) {
        try (InputStream in = Delta2.class.getResourceAsStream("/recordings/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
