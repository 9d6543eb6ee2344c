package io.github.joulekeeper.web.page;

import io.github.joulekeeper.web.StatusResource;
import io.github.joulekeeper.web.StatusResource.StatusView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Is it working? The answer of one sentence, and what to look at.
 *
 * @param level the worst of the findings
 * @param sentence the answer
 * @param facts a few more words on how it is
 * @param findings what is not as it should be, the worst first
 */
public record Verdict(Level level, String sentence, String facts, List<Finding> findings) {
    /** How bad a finding is, best first. */
    public enum Level {
        GOOD,
        /** It does what it can, but somebody should look. */
        LOOK,
        /** It does not do its work. */
        BAD;

        /** As a class of the style sheet. */
        public String css() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** For where there is little room. */
        public String word() {
            return switch (this) {
                case GOOD -> "works";
                case LOOK -> "needs a look";
                case BAD -> "not working";
            };
        }
    }

    /**
     * Something that is not as it should be.
     *
     * @param what in a few words
     * @param detail what the service knows of it; may be empty
     * @param since since when, if that is known
     */
    public record Finding(Level level, String what, String detail, Optional<Instant> since) {
        Finding(Level level, String what, String detail) {
            this(level, what, detail, Optional.empty());
        }
    }

    public Verdict {
        findings = List.copyOf(findings);
    }

    static Verdict of(StatusView status) {
        List<Finding> findings = new ArrayList<>();
        connection(status, findings);
        if (!status.ledger().well()) {
            String error = status.ledger().lastError();
            findings.add(new Finding(
                    Level.BAD,
                    "The ledger cannot be written, so nothing is sent",
                    error == null ? "%d entries wait".formatted(status.ledger().waiting()) : error));
        }
        stations(status, findings);
        if (!status.ruleIssues().isEmpty()) {
            findings.add(new Finding(
                    Level.LOOK,
                    count(status.ruleIssues().size(), "problem") + " in the rule files",
                    String.join("\n\n", status.ruleIssues())));
        }
        if (!status.rulesNotApplicable().isEmpty()) {
            findings.add(new Finding(
                    Level.LOOK,
                    "Some rules do not fit a station that they select",
                    String.join("\n", status.rulesNotApplicable())));
        }
        findings.sort(Comparator.comparing(Finding::level).reversed());
        Level level = findings.isEmpty() ? Level.GOOD : findings.getFirst().level();
        return new Verdict(level, sentence(level, status), facts(status), findings);
    }

    /** One finding for each thing that keeps the cloud from being reached. */
    private static void connection(StatusView status, List<Finding> findings) {
        if (status.mqtt().state().equals("standby")) {
            findings.add(new Finding(
                    Level.LOOK,
                    "This replica stands by for the owner",
                    status.mqtt().detail()));
        }
        for (String reason : status.degraded()) {
            findings.add(
                    reason.equals(status.cloudProblem())
                            ? new Finding(Level.BAD, "The EcoFlow cloud refuses calls", reason)
                            : link(status.mqtt(), reason));
        }
    }

    private static Finding link(StatusResource.ConnectionView mqtt, String reason) {
        return switch (mqtt.state()) {
            case "up" -> new Finding(Level.LOOK, "The cloud cannot be reached as it should be", reason);
            case "connecting" ->
                new Finding(Level.LOOK, "It is connecting to the stations", mqtt.detail(), Optional.of(mqtt.since()));
            case "degraded" ->
                new Finding(Level.LOOK, "Some stations cannot be heard", mqtt.detail(), Optional.of(mqtt.since()));
            default ->
                new Finding(Level.BAD, "No connection to the stations", mqtt.detail(), Optional.of(mqtt.since()));
        };
    }

    private static void stations(StatusView status, List<Finding> findings) {
        long offline = status.stations() - status.stationsOnline();
        if (status.stations() == 0) {
            findings.add(new Finding(
                    Level.LOOK,
                    "No stations yet",
                    "They appear once the cloud has listed them. Only stations that are bound to the developer account"
                            + " in the EcoFlow app count; shared ones do not."));
        } else if (offline > 0) {
            findings.add(new Finding(
                    Level.LOOK,
                    count(offline, "station") + " offline",
                    "What is claimed of an offline station is set when it is back."));
        }
    }

    private static String sentence(Level level, StatusView status) {
        if (level == Level.BAD) {
            return "Not working";
        }
        if (level == Level.LOOK) {
            return "Working, but something needs a look";
        }
        if (!status.firstSnapshot()) {
            return "Starting: the stations are asked for their values";
        }
        return status.mode().equals("observe") ? "Working, in observe mode" : "Everything works";
    }

    private static String facts(StatusView status) {
        return "%d of %s online, %s active"
                .formatted(
                        status.stationsOnline(),
                        count(status.stations(), "station"),
                        count(status.rulesActive(), "rule"));
    }

    private static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
