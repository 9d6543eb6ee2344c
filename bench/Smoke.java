import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks that nothing is lost: each report answered by the right command, each command in the ledger and confirmed. */
final class Smoke {
    private static final int STATIONS = 100;
    private static final int ROUNDS = 100;

    private Smoke() {}

    static void run(Options options) throws Exception {
        Path folder = options.data().resolve("joulekeeper");
        try (Stage stage = new Stage("joulekeeper", STATIONS, options, 50)) {
            String line = Child.output(
                    List.of(
                            Path.of("target/bench/load").toAbsolutePath().toString(),
                            "--port", String.valueOf(stage.brokerPort),
                            "--stations", String.valueOf(STATIONS),
                            "--reports", "2",
                            "--pause", "5",
                            "--rounds", String.valueOf(ROUNDS)),
                    130);
            System.out.println(line);
            Map<String, Double> figures = Bench.figures(line);
            expect("commands that came", STATIONS * ROUNDS, figures.get("loops"));
            expect("wrong commands", 0, figures.get("wrong"));
            expect("reports without a command within 10 s", 0, figures.get("silent"));
            expect("commands that nobody waited for", 0, figures.get("stray"));
        }
        List<String> entries = Child.output(Stage.java("ledger", "export", "--data", folder.resolve("data").toString()), 60)
                .lines()
                .filter(line -> line.startsWith("{\"sequence\""))
                .toList();
        checkCommands(entries);
        checkChain(entries);
        System.out.println("bench: nothing was lost");
    }

    private static String field(String line, String name) {
        Matcher found = Pattern.compile("\"" + name + "\":\"?([^\",}]*)").matcher(line);
        return found.find() ? found.group(1) : "";
    }

    private static void checkCommands(List<String> entries) {
        Map<String, Integer> counts = new TreeMap<>();
        Map<String, String> outcomes = new HashMap<>();
        entries.stream()
                .filter(line -> field(line, "type").equals("ended"))
                .forEach(line -> outcomes.put(field(line, "commandId"), field(line, "outcome")));
        for (String line : entries) {
            if (field(line, "type").equals("opened")) {
                String serial = field(line, "serial");
                int number = counts.merge(serial, 1, Integer::sum);
                String watts = number % 2 == 1 ? "800" : "200";
                String outcome = outcomes.getOrDefault(field(line, "commandId"), "under way");
                if (!outcome.equals("CONFIRMED") || !field(line, "chgWatts").equals(watts)) {
                    throw new IllegalStateException("Command %d to %s should set %s and be confirmed, but is %s: %s"
                            .formatted(number, serial, watts, outcome, line));
                }
            }
        }
        expect("stations in the ledger", STATIONS, counts.size());
        counts.forEach((serial, count) -> expect("commands to " + serial + " in the ledger", ROUNDS, count));
    }

    private static void checkChain(List<String> entries) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        String before = "0".repeat(64);
        long sequence = 0;
        for (String line : entries) {
            sequence++;
            expect("sequence of an entry", sequence, Long.parseLong(field(line, "sequence")));
            String body = line.substring(line.indexOf("\"entry\":") + 8, line.length() - 1);
            String text = before + "\n" + sequence + "\n" + body;
            before = HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
            if (!before.equals(field(line, "hash"))) {
                throw new IllegalStateException("Entry %d is not as it was written".formatted(sequence));
            }
        }
        System.out.printf("bench: the ledger's chain of %d entries is whole%n", sequence);
    }

    private static void expect(String what, double wanted, double found) {
        if (wanted != found) {
            throw new IllegalStateException("%s: %.0f, not %.0f".formatted(what, found, wanted));
        }
    }
}
