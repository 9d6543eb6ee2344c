package io.github.joulekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayCommandTest {
    private static final String RULES = """
            rules:
              - id: charge-when-low
                when: soc < 20% for 1m
                until: soc >= 30%
                set: {ac-charging.watts: 400 W}
                otherwise: restore
              - id: never
                when: soc < 1%
                set: {beeper.silent: true}
            """;
    private static final String OTHER_RULES = """
            rules:
              - id: charge-when-low
                when: soc < 20%
                until: soc >= 30%
                set: {ac-charging.watts: 600 W}
                otherwise: restore
            limits:
              - {setting: ac-charging.watts, at-most: 500 W}
            """;
    private static final String RECORDING = """
            {"type":"recording","at":"2026-06-01T12:00:00Z","version":1,"zone":"Europe/Berlin"}
            {"type":"station","at":"2026-06-01T12:00:00Z","serial":"R331ZTEST0000001","name":"garage","model":"delta-2","staleAfter":"PT5M"}
            {"type":"report","at":"2026-06-01T12:00:01Z","serial":"R331ZTEST0000001","source":"pushed","readings":{"pd.soc":21,"mppt.cfgChgWatts":200}}
            {"type":"report","at":"2026-06-01T12:01:00Z","serial":"R331ZTEST0000001","source":"pushed","readings":{"pd.soc":19,"mppt.cfgChgWatts":200}}
            {"type":"report","at":"2026-06-01T12:01:30Z","serial":"R331ZTEST0000001","source":"pushed","readings":{"pd.soc":18,"mpp
            {"type":"report","at":"2026-06-01T12:03:00Z","serial":"R331ZTEST0000001","source":"pushed","readings":{"pd.soc":25,"mppt.cfgChgWatts":200}}
            {"type":"report","at":"2026-06-01T12:04:00Z","serial":"R331ZTEST0000001","source":"pushed","readings":{"pd.soc":30,"mppt.cfgChgWatts":200}}
            {"type":"online","at":"2026-06-01T12:05:00Z","serial":"R331ZTEST0000001","online":false}
            """;

    @TempDir
    Path directory;

    private Path rules;
    private Path other;
    private Path recording;

    @BeforeEach
    void write() throws IOException {
        rules = Files.writeString(directory.resolve("rules.yaml"), RULES);
        other = Files.writeString(directory.resolve("other.yaml"), OTHER_RULES);
        recording = Files.writeString(directory.resolve("day.jsonl"), RECORDING);
    }

    @Test
    void printsTheTimelineAndASummary() {
        CommandRun run = CommandRun.of("replay", "--rules", rules, recording);

        assertThat(run.out()).isEqualTo("""
                        1 station, 4 reports; from 2026-06-01 14:00:00+02:00 to 2026-06-01 14:05:00+02:00 (Europe/Berlin)
                        1 line was skipped.

                        2026-06-01 14:02:00+02:00  garage  charge-when-low  start      soc < 20% for 1m: soc = 19 % (60 s ago)
                        2026-06-01 14:02:00+02:00  garage  charge-when-low  command    ac-charging.watts = 400 W: soc < 20% for 1m: soc = 19 % (60 s ago)
                        2026-06-01 14:04:00+02:00  garage  charge-when-low  end        until soc >= 30%: soc = 30 % (0 s ago)
                        2026-06-01 14:04:00+02:00  garage  charge-when-low  command    ac-charging.watts = 200 W: charge-when-low ended: until soc >= 30%: soc = 30 % (0 s ago); back to what was read before

                        Commands: 2
                          ac-charging.watts  2
                        Rules:
                          charge-when-low on garage: active 2 min, 1 start
                          never on garage: never active
                        """);
        assertThat(run.err())
                .isEqualTo(recording
                        + ":5: error: not JSON: Unexpected end-of-input in field name; the line is skipped\n");
        assertThat(run.status()).isZero();
    }

    @Test
    void printsTheSameAsJson() {
        CommandRun run = CommandRun.of("replay", "--rules", rules, "--json", "--zone", "UTC", recording);

        assertThat(run.out().replace(System.lineSeparator(), "\n")).isEqualTo("""
                        {
                          "recording" : {
                            "from" : "2026-06-01T12:00:00Z",
                            "to" : "2026-06-01T12:05:00Z",
                            "zone" : "UTC",
                            "reports" : 4,
                            "lostEvents" : 0,
                            "skippedLines" : 1,
                            "stations" : [ {
                              "serial" : "R331ZTEST0000001",
                              "name" : "garage",
                              "model" : "delta-2"
                            } ]
                          },
                          "timeline" : [ {
                            "at" : "2026-06-01T12:02:00Z",
                            "device" : "R331ZTEST0000001",
                            "rule" : "charge-when-low",
                            "event" : "start",
                            "reason" : "soc < 20% for 1m: soc = 19 % (60 s ago)"
                          }, {
                            "at" : "2026-06-01T12:02:00Z",
                            "device" : "R331ZTEST0000001",
                            "rule" : "charge-when-low",
                            "event" : "command",
                            "reason" : "soc < 20% for 1m: soc = 19 % (60 s ago)",
                            "settings" : {
                              "ac-charging.watts" : "400 W"
                            }
                          }, {
                            "at" : "2026-06-01T12:04:00Z",
                            "device" : "R331ZTEST0000001",
                            "rule" : "charge-when-low",
                            "event" : "end",
                            "reason" : "until soc >= 30%: soc = 30 % (0 s ago)"
                          }, {
                            "at" : "2026-06-01T12:04:00Z",
                            "device" : "R331ZTEST0000001",
                            "rule" : "charge-when-low",
                            "event" : "command",
                            "reason" : "charge-when-low ended: until soc >= 30%: soc = 30 % (0 s ago); back to what was read before",
                            "settings" : {
                              "ac-charging.watts" : "200 W"
                            }
                          } ],
                          "summary" : {
                            "commands" : 2,
                            "commandsBySetting" : {
                              "ac-charging.watts" : 2
                            },
                            "rules" : [ {
                              "rule" : "charge-when-low",
                              "device" : "R331ZTEST0000001",
                              "starts" : 1,
                              "activeSeconds" : 120.0,
                              "activeAtEnd" : false
                            }, {
                              "rule" : "never",
                              "device" : "R331ZTEST0000001",
                              "starts" : 0,
                              "activeSeconds" : 0.0,
                              "activeAtEnd" : false
                            } ],
                            "notApplicable" : [ ]
                          }
                        }
                        """);
        assertThat(run.status()).isZero();
    }

    @Test
    void tellsWhatOtherRulesWouldHaveDoneDifferently() {
        CommandRun run = CommandRun.of("replay", "--rules", rules, "--compare", other, recording);

        assertThat(run.out()).endsWith("""

                        Different with the other rules:

                        - not with the other rules
                        - 2026-06-01 14:02:00+02:00  garage  charge-when-low  start      soc < 20% for 1m: soc = 19 % (60 s ago)
                        - 2026-06-01 14:02:00+02:00  garage  charge-when-low  command    ac-charging.watts = 400 W: soc < 20% for 1m: soc = 19 % (60 s ago)
                        - 2026-06-01 14:04:00+02:00  garage  charge-when-low  command    ac-charging.watts = 200 W: charge-when-low ended: until soc >= 30%: soc = 30 % (0 s ago); back to what was read before
                        + only with the other rules
                        + 2026-06-01 14:01:00+02:00  garage  charge-when-low  start      soc < 20%: soc = 19 % (0 s ago)
                        + 2026-06-01 14:01:00+02:00  garage  charge-when-low  blocked    ac-charging.watts = 600 W: ac-charging.watts = 600 W breaks the limit at OTHER:8:5: at most 500 W

                        Settings:
                          2026-06-01 14:02:00+02:00 to 2026-06-01 14:04:00+02:00  garage  ac-charging.watts: 200 W instead of 400 W, for 2 min

                        With the other rules:
                        Commands: 0
                        Rules:
                          charge-when-low on garage: active 3 min, 1 start
                        """.replace("OTHER", other.toString()));
        assertThat(run.status()).isZero();
    }

    @Test
    void theSameRulesDoTheSame() {
        CommandRun run = CommandRun.of("replay", "--rules", rules, "--compare", rules, recording);

        assertThat(run.out()).endsWith("\nThe other rules would have done the same at the same times.\n");
    }

    @Test
    void saysWhenNothingHappens() throws IOException {
        Path snapshot = Path.of("src/test/resources/recordings/delta-2-quota-all.json");
        CommandRun run =
                CommandRun.of("replay", "--rules", rules, "--zone", "UTC", "--at", "2026-06-01T10:00:00Z", snapshot);

        assertThat(run.out()).isEqualTo("""
                        1 station, 1 report; from 2026-06-01 10:00:00Z to 2026-06-01 10:00:00Z (UTC)

                        No rule would have started, and no command would have been sent.

                        Commands: 0
                        Rules:
                          charge-when-low on station: never active
                          never on station: never active
                        """);
        assertThat(run.status()).isZero();
    }

    @Test
    void rulesWithErrorsAreToldAndNothingIsReplayed() throws IOException {
        Files.writeString(rules, RULES.replace("soc < 1%", "socc < 1%"));
        CommandRun run = CommandRun.of("replay", "--rules", rules, recording);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("socc");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void aRecordingOfNothingButBrokenLinesIsAFailure() throws IOException {
        Files.writeString(recording, "no\n".repeat(30));
        CommandRun run = CommandRun.of("replay", "--rules", rules, recording);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err().lines())
                .hasSize(22)
                .contains("... and 10 more lines were skipped")
                .last()
                .isEqualTo("There is nothing to replay: no line of %s tells of anything".formatted(recording));
    }

    @Test
    void aFileThatIsNotThereIsAFailure() {
        CommandRun run = CommandRun.of("replay", "--rules", rules, directory.resolve("nope.jsonl"));

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("There is no file %s\n".formatted(directory.resolve("nope.jsonl")));
    }

    @Test
    void wrongOptionsAreWrongUsage() {
        assertThat(CommandRun.of("replay", "--zone", "Nowhere", recording))
                .satisfies(run -> assertThat(run.status()).isEqualTo(2))
                .satisfies(run -> assertThat(run.err())
                        .startsWith("--zone Nowhere: must be a zone such as Europe/Berlin or UTC"));
        assertThat(CommandRun.of("replay", "--place", "north", recording).err())
                .startsWith("--place north: must be latitude,longitude in degrees, such as 52.52,13.40");
        assertThat(CommandRun.of("replay", "--at", "noon", recording).err())
                .startsWith("--at noon: must be an instant such as 2026-06-01T12:00:00Z");
        assertThat(CommandRun.of("replay").status()).isEqualTo(2);
    }

    @Test
    void helpShowsExamples() {
        CommandRun run = CommandRun.of("replay", "--help");

        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("Examples:", "joulekeeper replay --rules rules/ --compare new-rules/");
    }
}
