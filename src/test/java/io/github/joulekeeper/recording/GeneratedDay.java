package io.github.joulekeeper.recording;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.joulekeeper.device.CatalogLoader;
import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.simulator.battery.Surroundings;
import io.github.joulekeeper.simulator.station.SimulatedStation;
import io.github.joulekeeper.simulator.station.StationModelFile;
import io.github.joulekeeper.simulator.station.StationPlan;
import io.github.joulekeeper.state.Report;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * Records a day of one simulated DELTA 2 that reports everything every 5 seconds: a house's load that is larger in the
 * evening, panels by day, the wall at night. To try the replay's speed: {@code GeneratedDay FILE}.
 */
final class GeneratedDay {
    static final String SERIAL = "R331ZTEST0000001";
    private static final Instant MIDNIGHT = Instant.parse("2026-06-01T00:00:00Z");
    private static final Duration STEP = Duration.ofSeconds(5);

    private GeneratedDay() {}

    public static void main(String[] arguments) throws IOException {
        write(Path.of(arguments[0]), Duration.ofDays(1));
    }

    /** Writes a recording that is so long, from midnight of 1 June 2026, UTC, on. */
    static void write(Path file, Duration length) throws IOException {
        Model model = new CatalogLoader().load().model("delta-2").orElseThrow();
        SimulatedStation station = new SimulatedStation(
                new StationPlan(SERIAL, "garage", StationModelFile.load("delta-2"), 55, Surroundings.load(60)),
                MIDNIGHT);
        try (EventWriter writer = new EventWriter(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16))) {
            writer.write(new RecordedEvent.Began(MIDNIGHT, Optional.of(ZoneOffset.UTC)));
            writer.write(new RecordedEvent.Station(MIDNIGHT, SERIAL, "garage", model, Duration.ofMinutes(5)));
            Instant end = MIDNIGHT.plus(length);
            for (Instant at = MIDNIGHT; at.isBefore(end); at = at.plus(STEP)) {
                int hour = at.atZone(ZoneOffset.UTC).getHour();
                station.surround(before -> Surroundings.load(hour >= 17 && hour < 22 ? 350 : 80)
                        .withSolarPeak(300)
                        .withGrid(hour < 5));
                station.advance(STEP);
                writer.write(new RecordedEvent.Reported(at, model, report(station.quotas(), model, at)));
            }
        }
    }

    private static Report report(Map<String, JsonNode> quotas, Model model, Instant at) {
        int[] indices = new int[quotas.size()];
        double[] values = new double[indices.length];
        int count = 0;
        for (Map.Entry<String, JsonNode> quota : quotas.entrySet()) {
            int index = model.indexOf(quota.getKey());
            if (index >= 0 && quota.getValue().isNumber()) {
                indices[count] = index;
                values[count++] = quota.getValue().asDouble();
            }
        }
        return new Report(
                SERIAL,
                Report.Source.PUSHED,
                at,
                Arrays.copyOf(indices, count),
                Arrays.copyOf(values, count),
                Map.of());
    }
}
