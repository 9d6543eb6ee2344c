package io.github.joulekeeper.app;

import io.github.joulekeeper.simulator.CloudOptions;
import io.github.joulekeeper.simulator.SimulatedCloud;
import io.github.joulekeeper.simulator.battery.Surroundings;
import io.github.joulekeeper.simulator.station.StationModel;
import io.github.joulekeeper.simulator.station.StationModelFile;
import io.github.joulekeeper.simulator.station.StationPlan;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A cloud with a DELTA 2 for each setting, one for all of them together and one for a raw payload, and the rules that set
 * them. The stations report nothing by themselves, so that a command is confirmed only by what is asked for.
 */
public final class CloudOfEverySetting implements QuarkusTestResourceLifecycleManager {
    static final String TOGETHER = "R331ZTEST0000100";
    static final String RAW = "R331ZTEST0000101";
    static final String TRANSPORT = "transport";

    private static final Duration NEVER = Duration.ofHours(12);

    private String transport = "";
    private @Nullable SimulatedCloud cloud;
    private @Nullable Path directory;

    @Override
    public void init(Map<String, String> arguments) {
        transport = String.valueOf(arguments.get(TRANSPORT));
    }

    @Override
    public Map<String, String> start() {
        StationModel model = StationModelFile.load("delta-2");
        CloudOptions.Builder options =
                CloudOptions.builder(InstantSource.system()).reports(NEVER, NEVER);
        for (SettingCase each : SettingCase.all()) {
            options.station(station(model, each.serial(), each.name(), each.setting()));
        }
        options.station(station(model, TOGETHER, "together", "screen.brightness"));
        options.station(station(model, RAW, "raw", ""));
        SimulatedCloud running = SimulatedCloud.start(options.build());
        cloud = running;
        Path root = write(rules());
        directory = root;
        return Map.of(
                "ecoflow.url", running.url().toString(),
                "ecoflow.access-key", running.accessKey(),
                "ecoflow.secret-key", running.secretKey(),
                "ecoflow.transport", transport,
                "joulekeeper.allow-raw", "true",
                "joulekeeper.rules", root.resolve("rules").toString(),
                "joulekeeper.data", root.resolve("data").toString());
    }

    private static StationPlan station(StationModel model, String serial, String name, String setting) {
        StationPlan plan = new StationPlan(serial, name, model, 50, Surroundings.load(0));
        // The only brightness that may be set is the one that stations come with.
        return setting.equals("screen.brightness") ? plan.with("pd.brightLevel", 2) : plan;
    }

    private static String rules() {
        String alone = SettingCase.all().stream().map(SettingCase::rule).collect(Collectors.joining());
        String together = SettingCase.all().stream()
                .map(each -> each.rule()
                        .replace("id: ", "id: together-")
                        .replace("devices: [" + each.name() + "]", "devices: [together]"))
                .collect(Collectors.joining());
        String raw = """
                  - id: unlisted
                    devices: [raw]
                    when: soc > 0%
                    set: {raw: {moduleType: 5, operateType: quietMode, params: {enabled: 1}}}
                """;
        return "rules:\n" + alone + together + raw;
    }

    private static Path write(String rules) {
        try {
            Path root = Files.createTempDirectory("joulekeeper-commands");
            Files.createDirectory(root.resolve("rules"));
            Files.writeString(root.resolve("rules/settings.yaml"), rules);
            return root;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        SimulatedCloud running = cloud;
        if (running != null) {
            running.close();
        }
        Path written = directory;
        if (written != null) {
            delete(written);
        }
    }

    private static void delete(Path root) {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
