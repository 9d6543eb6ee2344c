package io.github.joulekeeper.app;

import io.github.joulekeeper.device.Catalog;
import io.github.joulekeeper.device.CatalogLoader;
import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.engine.EngineSettings;
import io.github.joulekeeper.recording.RecordedEvent;
import io.github.joulekeeper.replay.Simulation;
import io.github.joulekeeper.rule.file.RuleFiles;
import io.github.joulekeeper.state.Report;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.jose4j.jwa.AlgorithmFactoryFactory;
import org.sqlite.SQLiteJDBCLoader;

/**
 * Has the JVM load and link what the service will need, on another processor, while Quarkus starts on the first: the catalog
 * is read, a rule is evaluated on a made-up report, and so on. What comes of it is thrown away.
 */
public final class HeadStart {
    private static final String RULE = """
            rules:
              - id: head-start
                devices: all
                when: soc < 20%
                set: {ac-charging.watts: 800}
            """;

    private static final String SERIAL = "head-start";
    private static final double LOW = 10;

    private HeadStart() {}

    /** Begins, where there is another processor, and returns at once. */
    public static void begin() {
        if (Runtime.getRuntime().availableProcessors() > 1) {
            Thread.ofPlatform().daemon().name("head-start").start(HeadStart::run);
        }
    }

    private static void run() {
        try {
            // What a login by an identity provider is checked with; Quarkus makes it at each start, and soon.
            AlgorithmFactoryFactory.getInstance();
            Catalog catalog = new CatalogLoader().load();
            var rules = RuleFiles.check("head-start.yaml", RULE.getBytes(StandardCharsets.UTF_8), catalog)
                    .rules();
            Simulation simulation = new Simulation(rules, EngineSettings.in(ZoneOffset.UTC));
            Model model = catalog.models().getFirst();
            Instant at = Instant.EPOCH;
            simulation.accept(new RecordedEvent.Station(at, SERIAL, SERIAL, model, Duration.ofMinutes(1)));
            int[] quotas = IntStream.range(0, model.quotaCount()).toArray();
            double[] values = new double[quotas.length];
            Arrays.fill(values, LOW);
            simulation.accept(new RecordedEvent.Reported(
                    at, model, new Report(SERIAL, Report.Source.PUSHED, at, quotas, values, Map.of())));
            simulation.advanceTo(at.plusSeconds(1));
            // What is measured of the JVM.
            ManagementFactory.getMemoryPoolMXBeans();
            ManagementFactory.getGarbageCollectorMXBeans();
            SQLiteJDBCLoader.initialize();
        } catch (Exception | LinkageError bug) {
            // The service itself will tell, if it is more than this that does not work.
            Logger.getLogger(HeadStart.class).debug("The head start failed", bug);
        }
    }
}
