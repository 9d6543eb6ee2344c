package io.github.joulekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExplainCommandTest {
    private static final String RULE = """
            {"id":"charge-when-low","device":"R331ZTEST0000001","deviceName":"garage","priority":60,"state":"active",
             "since":"2026-06-01T12:02:00Z","reason":"soc < 20% for 1m: soc = 19 % (60 s ago)",
             "waitsFor":"until `until` is true","until":"2026-06-01T18:02:00Z",
             "when":{"text":"soc < 20% for 1m","value":"true","note":"held long enough","since":"2026-06-01T12:01:00Z",
               "readings":[],"parts":[{"text":"soc < 20%","value":"true","note":"","readings":["soc = 19 % (3 s ago)"],"parts":[]}]},
             "untilCondition":{"text":"soc >= 30%","value":"false","note":"","readings":["soc = 19 % (3 s ago)"],"parts":[]},
             "claims":[]}""";
    private static final String DEVICE = """
            {"serial":"R331ZTEST0000001","name":"garage","settings":[
              {"name":"ac-charging.watts","value":"400 W","allowed":"","known":true,
               "claim":{"origin":"charge-when-low","value":"400 W","priority":60,"since":"2026-06-01T12:02:00Z","until":"2026-06-01T18:02:00Z","reason":"r"},
               "shadowed":[{"origin":"by-day","value":"200 W","priority":50,"since":"2026-06-01T08:00:00Z","reason":"r"}],
               "setPoint":"400 W","before":"200 W",
               "lastCommand":{"id":17,"rules":["charge-when-low"],"value":"400 W","reason":"r","state":"confirmed","outcome":"confirmed",
                 "detail":"ac-charging.watts = 400 W","openedAt":"2026-06-01T12:02:00Z","endedAt":"2026-06-01T12:02:02Z"}},
              {"name":"beeper.silent","value":"true","allowed":"","known":true}]}""";

    private final Map<String, String> answers = new HashMap<>();
    private HttpServer server;
    private String url;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String answer = answers.get(exchange.getRequestURI().getPath());
            byte[] bytes = (answer == null
                            ? "{\"title\":\"Not Found\",\"detail\":\"No rule 'x' runs on any station.\"}"
                            : answer)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer == null ? 404 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        url = "http://127.0.0.1:" + server.getAddress().getPort();
        answers.put("/api/rules/charge-when-low/explain", "[" + RULE + "]");
        answers.put("/api/devices/R331ZTEST0000001", DEVICE);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void printsTheConditionsWithTheirReadingsAndWhoWinsEachSetting() {
        CommandRun run = CommandRun.of("explain", "charge-when-low", "garage", "--url", url + "/");

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        // Local time and how long ago it was depend on where and when the test runs.
        assertThat(run.out()
                        .replaceAll(
                                "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(Z|[+-]\\d\\d:\\d\\d) \\([^)]*\\)", "TIME"))
                .isEqualTo("""
                        charge-when-low on garage (R331ZTEST0000001), priority 60
                          active since TIME: soc < 20% for 1m: soc = 19 % (60 s ago)
                          waits until `until` is true, by itself TIME
                          when
                            true     soc < 20% for 1m [held long enough, since TIME]
                              true     soc < 20%
                                         soc = 19 % (3 s ago)
                          until
                            false    soc >= 30%
                                       soc = 19 % (3 s ago)
                          ac-charging.watts is 400 W
                            this rule wins: 400 W, priority 60, since TIME, until TIME
                            by-day does not win: 200 W, priority 50, since TIME
                            before the first claim it was 200 W
                            last command 17 set 400 W: confirmed TIME (ac-charging.watts = 400 W)
                        """);
    }

    @Test
    void printsWhatTheApiSaysAsJson() {
        CommandRun run = CommandRun.of("explain", "charge-when-low", "--json", "--url", url);

        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("\"waitsFor\" : \"until `until` is true\"", "\"shadowed\"", "\"lastCommand\"");
        assertThat(run.out()).doesNotContain("beeper.silent");
    }

    @Test
    void aRuleThatNobodyKnowsIsAFailure() {
        CommandRun run = CommandRun.of("explain", "x", "--url", url);

        assertThat(run.err()).isEqualTo("No rule 'x' runs on any station.\n");
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void aStationThatTheRuleDoesNotRunOnIsAFailure() {
        CommandRun run = CommandRun.of("explain", "charge-when-low", "cellar", "--url", url);

        assertThat(run.err()).isEqualTo("The rule 'charge-when-low' does not run on 'cellar'. It runs on garage\n");
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void aServiceThatIsNotThereIsAFailure() {
        server.stop(0);
        CommandRun run = CommandRun.of("explain", "charge-when-low", "--url", url);

        assertThat(run.err())
                .startsWith("No Joulekeeper answers at " + url)
                .endsWith("Start it, or name its address by --url\n");
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void whatIsNotJoulekeeperIsAFailure() {
        answers.put("/api/rules/charge-when-low/explain", "<html>");
        CommandRun run = CommandRun.of("explain", "charge-when-low", "--url", url);

        assertThat(run.err())
                .startsWith("What answers at " + url + "/api/rules/charge-when-low/explain is not Joulekeeper");
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void wrongArgumentsAreWrongUsage() {
        assertThat(CommandRun.of("explain").status()).isEqualTo(2);
        assertThat(CommandRun.of("explain", "x", "--url", "nonsense"))
                .satisfies(run -> assertThat(run.status()).isEqualTo(2))
                .satisfies(run -> assertThat(run.err())
                        .startsWith("--url nonsense: must be an address such as http://127.0.0.1:8080"));
    }

    @Test
    void helpShowsExamples() {
        assertThat(CommandRun.of("explain", "--help").out())
                .contains("Examples:", "joulekeeper explain night-charging");
    }
}
