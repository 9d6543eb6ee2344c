package io.github.joulekeeper.ecoflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.dispatch.Reply;
import io.github.joulekeeper.state.Report;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever arrives, a message is read or counted, and the decoders fail in one way only. */
class IncomingMessagesPropertiesTest {
    private static final Instant NOW = Instant.parse("2025-06-01T10:00:00Z");
    private static final List<String> SOUND = List.of(
            "{\"id\":1,\"typeCode\":\"mpptStatus\",\"params\":{\"inWatts\":95,\"inVol\":38.21,\"cfgChgWatts\":-0.5,\"ghost\":7}}",
            "{\"id\":1,\"typeCode\":\"pdStatus\",\"params\":{\"soc\":79,\"reserved\":[0,{\"a\":1.5e3}],\"x\":\"-5\"}}",
            "{\"id\":\"2\",\"code\":\"0\",\"data\":{\"ack\":0,\"configOk\":true,\"quotaMap\":{\"pd.soc\":\"79\"}}}",
            "{\"id\":3,\"params\":{\"status\":1,\"u\":\"\\u00e4\\n\",\"n\":null,\"t\":true}}");
    private static final String JSON_CHARACTERS = "{}[]:,\"\\0123456789.eE+-truefalsn u\u0000";

    private final ReportDecoder reports = new ReportDecoder(Delta2.MODEL);

    @Property(tries = 3000)
    void decodersReadOrRefuse(@ForAll long seed) {
        byte[] message = damaged(new Random(seed));
        attempt(() -> reports.decode(Delta2.SERIAL, Report.Source.PUSHED, NOW, message, 0, message.length)
                .ifPresent(report -> {
                    for (int i = 0; i < report.size(); i++) {
                        assertThat(report.value(i)).isFinite();
                        assertThat(Delta2.MODEL.quotas().get(report.quota(i)).numeric())
                                .isTrue();
                    }
                }));
        attempt(() -> ReplyDecoder.decode(Delta2.SERIAL, message, 0, message.length));
        attempt(() -> ReplyDecoder.messageId(message, 0, message.length));
        attempt(() -> StatusDecoder.online(message, 0, message.length));
    }

    @Property(tries = 1000)
    void everyMessageIsAnEventOrCounted(@ForAll long seed) {
        Random random = new Random(seed);
        int[] heard = {0};
        MalformedMessages malformed = new MalformedMessages(() -> NOW);
        IncomingMessages incoming = new IncomingMessages(() -> NOW, counting(heard), malformed);
        incoming.route("open-a", Delta2.SERIAL, Delta2.MODEL);
        Topic topic = random.nextBoolean() ? Topic.QUOTA : Topic.STATUS;
        byte[] message = damaged(random);
        incoming.accept(topic.of("open-a", Delta2.SERIAL), Buffer.buffer(message), false);
        boolean refusedByCode = new String(message, StandardCharsets.UTF_8).contains("code");
        if (!refusedByCode) {
            assertThat(heard[0] + malformed.count()).isEqualTo(1);
        }
    }

    /** A sound message with some bytes changed, cut out or put in. */
    private static byte[] damaged(Random random) {
        StringBuilder message = new StringBuilder(SOUND.get(random.nextInt(SOUND.size())));
        for (int i = random.nextInt(5); i > 0 && !message.isEmpty(); i--) {
            int at = random.nextInt(message.length());
            char c = JSON_CHARACTERS.charAt(random.nextInt(JSON_CHARACTERS.length()));
            switch (random.nextInt(4)) {
                case 0 -> message.setCharAt(at, c);
                case 1 -> message.deleteCharAt(at);
                case 2 -> message.insert(at, c);
                default -> message.setLength(at);
            }
        }
        byte[] bytes = message.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0 && random.nextInt(4) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }

    @Property(tries = 20_000)
    void thePlainScanReadsWhatTheParserReads(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        byte[] message = random.nextInt(3) == 0 ? damaged(random) : plain(random);
        PlainScan scan = new PlainScan();
        if (scan.scan(message, message.length)) {
            // What the scan takes, the parser takes as well; what it does not take is the parser's to judge.
            Report scanned = reports.decode(Delta2.SERIAL, Report.Source.PUSHED, NOW, message, message.length, scan)
                    .orElseThrow();
            Report parsed = reports.decode(Delta2.SERIAL, Report.Source.PUSHED, NOW, message, 0, message.length)
                    .orElseThrow();
            assertThat(scanned).hasToString(parsed.toString());
            assertThat(scanned.texts()).isEqualTo(parsed.texts());
        }
    }

    @Example
    void thePlainScanTakesReportsOfNumbers() {
        byte[] message = SOUND.getFirst().getBytes(StandardCharsets.UTF_8);
        PlainScan scan = new PlainScan();
        assertThat(scan.scan(message, message.length)).isTrue();
        assertThat(scan.size()).isEqualTo(4);
        assertThat(scan.key(1)).isEqualTo("inVol");
        assertThat(scan.value(1)).isEqualTo(38.21);
        assertThat(scan.type()).isEqualTo("mpptStatus");
    }

    private static byte[] plain(Random random) {
        List<String> members = new ArrayList<>();
        members.add("\"id\":" + number(random));
        members.add("\"version\":\"1.0\"");
        String[] types = {"pdStatus", "mpptStatus", "bmsStatus", "ghostStatus", "code"};
        if (random.nextInt(4) > 0) {
            members.add("\"typeCode\":\"%s\"".formatted(types[random.nextInt(types.length)]));
        }
        String[] keys = {
            "soc", "pd.soc", "cfgChgWatts", "inWatts", "ghost", "reserved", "vol", "mppt.inVol", "remainTime"
        };
        StringBuilder params = new StringBuilder();
        for (int i = random.nextInt(90); i > 0; i--) {
            params.append(params.isEmpty() ? "" : ",")
                    .append('"')
                    .append(keys[random.nextInt(keys.length)])
                    .append("\" : ")
                    .append(number(random));
        }
        members.add((random.nextInt(9) > 0 ? "\"params\":{" : "\"param\" :{ ") + params + "}");
        Collections.shuffle(members, random);
        return (" {" + String.join(" , ", members) + "}" + (random.nextInt(5) > 0 ? "" : "\n"))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String number(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> String.valueOf(random.nextLong());
            case 1 -> String.valueOf(random.nextDouble() * 1000);
            case 2 -> "%d.%d".formatted(random.nextInt(1000), random.nextInt(10_000));
            case 3 -> "-" + random.nextInt(3);
            case 4 -> "0" + random.nextInt(20);
            case 5 -> random.nextInt(9) + "e" + random.nextInt(9);
            default -> String.valueOf(random.nextInt(100_000) - 5000);
        };
    }

    private interface Step {
        void run() throws IOException;
    }

    private static void attempt(Step step) {
        try {
            step.run();
        } catch (IOException refused) {
            assertThat(refused).isNotNull();
        }
    }

    private static CloudEvents counting(int[] heard) {
        return new CloudEvents() {
            @Override
            public void report(Report report) {
                heard[0]++;
            }

            @Override
            public void status(String serial, boolean online, Instant at) {
                heard[0]++;
            }

            @Override
            public void reply(Reply reply) {
                heard[0]++;
            }

            @Override
            public void link(LinkState state, String detail) {}
        };
    }
}
