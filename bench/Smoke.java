import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
        String url = "jdbc:sqlite:" + folder.resolve("data/joulekeeper.db");
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            checkCommands(statement);
            checkChain(statement);
        }
        System.out.println("bench: nothing was lost");
    }

    private static void checkCommands(Statement statement) throws SQLException {
        Map<String, Integer> counts = new TreeMap<>();
        try (ResultSet rows = statement.executeQuery("select c.serial, c.outcome, e.body from ledger_command c"
                + " join ledger_entry e on e.command_id = c.id and e.kind = 'command-opened' order by c.id")) {
            while (rows.next()) {
                String serial = rows.getString(1);
                int number = counts.merge(serial, 1, Integer::sum);
                String wanted = number % 2 == 1 ? "\"chgWatts\":800" : "\"chgWatts\":200";
                if (!"CONFIRMED".equals(rows.getString(2)) || !rows.getString(3).contains(wanted)) {
                    throw new IllegalStateException("Command %d to %s should set %s and be confirmed, but is %s: %s"
                            .formatted(number, serial, wanted, rows.getString(2), rows.getString(3)));
                }
            }
        }
        expect("stations in the ledger", STATIONS, counts.size());
        counts.forEach((serial, count) -> expect("commands to " + serial + " in the ledger", ROUNDS, count));
    }

    private static void checkChain(Statement statement) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        String before = "0".repeat(64);
        long sequence = 0;
        try (ResultSet rows =
                statement.executeQuery("select sequence, body, hash from ledger_entry order by sequence")) {
            while (rows.next()) {
                sequence++;
                expect("sequence of an entry", sequence, rows.getLong(1));
                String text = before + "\n" + sequence + "\n" + rows.getString(2);
                before = HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
                if (!before.equals(rows.getString(3))) {
                    throw new IllegalStateException("Entry %d is not as it was written".formatted(sequence));
                }
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
