import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Measures echo, Node-RED and Joulekeeper in turn, round by round, and prints medians and ratios. Run by {@code bench/run}. */
final class Bench {
    private static final double NEUTRAL_SOC = 50;
    private static final double LOW_SOC = 10;

    /** For a fleet that is busy for hours; a home does better without, and starts sooner. */
    private static final String OPTIMIZING = "-XX:TieredStopAtLevel=4";

    /** All values of each figure, by "case figure subject". */
    private final Map<String, List<Double>> values = new TreeMap<>();

    private final Options options;

    private Bench(Options options) {
        this.options = options;
    }

    public static void main(String[] arguments) throws Exception {
        Options options = Options.of(arguments);
        try {
            if (options.smoke()) {
                Smoke.run(options);
            } else {
                new Bench(options).run();
            }
        } catch (Exception failure) {
            failure.printStackTrace();
            // Threads of a cloud that nobody closed would keep the process.
            System.exit(1);
        }
    }

    private void run() throws IOException, InterruptedException {
        for (int round = 1; round <= options.rounds(); round++) {
            for (String name : options.cases()) {
                for (String subject : options.subjects()) {
                    if (name.startsWith("start")) {
                        start(name, subject);
                    } else {
                        load(name, subject);
                    }
                }
            }
        }
        print();
    }

    private void start(String name, String subject) throws IOException, InterruptedException {
        if (subject.equals("joulekeeper")) {
            Options starting = name.equals("start-aot") ? options.withJvm("-XX:AOTCache=" + Stage.aotCache()) : options;
            try (Stage stage = new Stage(subject, 1, starting, LOW_SOC)) {
                note(name, "seconds", subject, stage.firstRuleSeconds);
                System.out.printf(
                        Locale.ROOT,
                        "%s joulekeeper: %.2f s, %.1f s of processor%n",
                        name,
                        stage.firstRuleSeconds,
                        stage.subject.processorSeconds());
            }
        }
    }

    private void load(String name, String subject) throws IOException, InterruptedException {
        int stations = Integer.parseInt(name.substring(0, name.indexOf('x')));
        String reports = name.substring(name.indexOf('x') + 1);
        try (Stage stage = new Stage(subject, stations, options.withJvm(OPTIMIZING), NEUTRAL_SOC)) {
            double before = stage.subject.processorSeconds();
            String line = Child.output(
                    List.of(
                            Path.of("target/bench/load").toAbsolutePath().toString(),
                            "--port", String.valueOf(stage.brokerPort),
                            "--stations", String.valueOf(stations),
                            "--reports", reports,
                            "--warm-up", String.valueOf(options.warmUp(subject)),
                            "--seconds", String.valueOf(options.seconds())),
                    options.warmUp(subject) + options.seconds() + 60);
            Map<String, Double> figures = figures(line);
            figures.put("megabytes", stage.subject.residentMegabytes());
            figures.put("processor_seconds", stage.subject.processorSeconds() - before);
            figures.forEach((figure, value) -> note(name, figure, subject, value));
            System.out.printf(
                    Locale.ROOT,
                    "%s %s: %,.0f loops/s, %,.0f reports/s, p50 %.3f ms, p99 %.3f ms, %.0f MB, %.1f s of processor%n",
                    name,
                    subject,
                    figures.get("loops_per_second"),
                    figures.get("reports_per_second"),
                    figures.get("p50_micros") / 1000,
                    figures.get("p99_micros") / 1000,
                    figures.get("megabytes"),
                    figures.get("processor_seconds"));
        }
    }

    static Map<String, Double> figures(String line) {
        Map<String, Double> figures = new LinkedHashMap<>();
        for (String word : line.strip().split("\\s+")) {
            int equals = word.indexOf('=');
            figures.put(word.substring(0, equals), Double.valueOf(word.substring(equals + 1)));
        }
        return figures;
    }

    private void note(String name, String figure, String subject, double value) {
        values.computeIfAbsent(name + " " + figure + " " + subject, key -> new ArrayList<>()).add(value);
    }

    private void print() {
        System.out.println();
        System.out.println("| figure | Joulekeeper | echo | Node-RED | to echo | to Node-RED | reach |");
        System.out.println("|---|---|---|---|---|---|---|");
        row("100x9", "reports_per_second", 1, "%,.0f", "reports/s, 100 stations, N=9", "0.85 echo, 2.5 Node-RED");
        row("1000x9", "reports_per_second", 1, "%,.0f", "reports/s, 1,000 stations, N=9", "0.85 echo, 2.5 Node-RED");
        row("100x0", "loops_per_second", 1, "%,.0f", "loops/s, 100 stations, N=0", "0.5 echo");
        row("1x0", "p50_micros", 1e-3, "%.3f", "p50 in ms, 1 station", "2 echo");
        row("1x0", "p99_micros", 1e-3, "%.3f", "p99 in ms, 1 station", "5 echo");
        row("1000x9", "megabytes", 1, "%.0f", "MB of memory, 1,000 stations, N=9", "160 MB");
        row("start", "seconds", 1, "%.2f", "s from start to first rule", "1.5 s");
        row("start-aot", "seconds", 1, "%.2f", "the same with an AOT cache", "0.8 s");
    }

    private void row(String name, String figure, double scale, String format, String title, String reach) {
        List<Double> own = of(name, figure, "joulekeeper");
        if (own.isEmpty()) {
            return;
        }
        System.out.printf(
                "| %s | %s | %s | %s | %s | %s | %s |%n",
                title,
                spread(own, scale, format),
                spread(of(name, figure, "echo"), scale, format),
                spread(of(name, figure, "node-red"), scale, format),
                spread(ratios(own, of(name, figure, "echo")), 1, "%.2f"),
                spread(ratios(own, of(name, figure, "node-red")), 1, "%.2f"),
                reach);
    }

    private List<Double> of(String name, String figure, String subject) {
        return values.getOrDefault(name + " " + figure + " " + subject, List.of());
    }

    /** Round by round, since what else the machine does hits neighbours alike. */
    private static List<Double> ratios(List<Double> own, List<Double> other) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < Math.min(own.size(), other.size()); i++) {
            ratios.add(own.get(i) / other.get(i));
        }
        return ratios;
    }

    private static String spread(List<Double> list, double scale, String format) {
        if (list.isEmpty()) {
            return "";
        }
        List<String> sorted = list.stream()
                .sorted()
                .map(value -> format.formatted(value * scale))
                .collect(Collectors.toList());
        String median = sorted.get(sorted.size() / 2);
        return sorted.size() == 1
                ? median
                : "%s (%s to %s)".formatted(median, sorted.getFirst(), sorted.getLast());
    }
}
