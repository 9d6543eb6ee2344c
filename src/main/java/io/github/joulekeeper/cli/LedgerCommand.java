package io.github.joulekeeper.cli;

import io.github.joulekeeper.app.LedgerSource;
import io.github.joulekeeper.app.StartRefusedException;
import io.github.joulekeeper.ledger.CommandLog;
import io.github.joulekeeper.ledger.EventLog;
import io.github.joulekeeper.ledger.Outcome;
import io.github.joulekeeper.ledger.Verification;
import io.github.joulekeeper.ledger.store.ExportFormat;
import io.github.joulekeeper.ledger.store.LedgerArchive;
import io.github.joulekeeper.ledger.store.LedgerUnavailableException;
import io.github.joulekeeper.web.CommandView;
import io.github.joulekeeper.web.EntryView;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** {@code joulekeeper ledger}: looks into the ledger, whether or not a service writes it, and never changes it. */
final class LedgerCommand implements CliCommand {
    private static final String STATUS =
            "Exit status: 0 done, 1 the ledger is broken or cannot be read, or there is no such command, 2 wrong usage.";

    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name("ledger");
        spec.usageMessage()
                .description("Looks into the ledger, whether or not the service runs. Changes nothing in it.")
                .footer(
                        "",
                        STATUS,
                        "",
                        "Examples:",
                        "  joulekeeper ledger verify",
                        "  joulekeeper ledger list --outcome refused --from 2026-06-01T00:00:00Z",
                        "  joulekeeper ledger list --kind rule,manual",
                        "  joulekeeper ledger show 42",
                        "  joulekeeper ledger export --format csv > ledger.csv");
        add(spec, verify());
        add(spec, list());
        add(spec, show());
        add(spec, export());
        return spec;
    }

    private static void add(CommandSpec spec, CommandSpec part) {
        part.addOption(OptionSpec.builder("--data")
                .paramLabel("DIRECTORY")
                .type(Path.class)
                .description("The data directory. Default: what joulekeeper.data says, else data")
                .build());
        spec.addSubcommand(part.name(), CommandLineTree.withHelp(part));
    }

    private static OptionSpec option(String name, String label, String description) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .type(String.class)
                .description(description)
                .build();
    }

    private static OptionSpec json(String description) {
        return OptionSpec.builder("--json").description(description).build();
    }

    private static CommandSpec verify() {
        CommandSpec spec = CommandSpec.create().name("verify").addOption(json("Print the result as JSON."));
        spec.usageMessage()
                .description("Checks that no entry was changed, taken out or slipped in; names the first one that was.")
                .footer(
                        "",
                        "Exit status: 0 all is as it was written, 1 it is not, or it cannot be read, 2 wrong usage.");
        return spec;
    }

    private static CommandSpec list() {
        CommandSpec spec = CommandSpec.create().name("list");
        spec.addOption(option("--device", "SERIAL", "Only of this station."))
                .addOption(option("--rule", "RULE", "Only of this rule, or of manual:AUTHOR."))
                .addOption(option("--outcome", "OUTCOME", "Only commands that ended so, such as confirmed."))
                .addOption(option("--setting", "SETTING", "Only commands that set this."))
                .addOption(option(
                        "--kind",
                        "KIND,...",
                        "Entries of these kinds instead of commands, such as rule,external-change,connection,manual;"
                                + " all for every entry."))
                .addOption(option("--from", "INSTANT", "Not before, such as 2026-06-01T12:00:00Z."))
                .addOption(option("--to", "INSTANT", "Before."))
                .addOption(option("--text", "TEXT", "Only what says this, whatever its case."))
                .addOption(option("--limit", "NUMBER", "At most so many, 1 to 1000. Default: 50"))
                .addOption(json("Print a line of JSON for each."));
        spec.usageMessage()
                .description("Lists commands, or other entries, newest first.")
                .footer(
                        "",
                        STATUS,
                        "",
                        "Examples:",
                        "  joulekeeper ledger list --setting ac-charging.watts --limit 10",
                        "  joulekeeper ledger list --kind rule --rule night-charging --json");
        return spec;
    }

    private static CommandSpec show() {
        CommandSpec spec = CommandSpec.create().name("show").addOption(json("Print it as JSON."));
        spec.addPositional(PositionalParamSpec.builder()
                .index("0")
                .paramLabel("COMMAND")
                .arity("1")
                .required(true)
                .type(Long.class)
                .description("The command's number.")
                .build());
        spec.usageMessage()
                .description("Shows a command: why it was sent, what it set, and each of its steps.")
                .footer("", STATUS);
        return spec;
    }

    private static CommandSpec export() {
        CommandSpec spec = CommandSpec.create().name("export");
        spec.addOption(option("--format", "FORMAT", "jsonl or csv. Default: jsonl"))
                .addOption(option("--from", "INSTANT", "Not before, such as 2026-06-01T12:00:00Z."))
                .addOption(option("--to", "INSTANT", "Before."));
        spec.usageMessage()
                .description("Writes all entries in order to standard output.")
                .footer(
                        "",
                        STATUS,
                        "",
                        "Examples:",
                        "  joulekeeper ledger export --from 2026-01-01T00:00:00Z > 2026.jsonl");
        return spec;
    }

    @Override
    public int run(ParseResult arguments, PrintWriter out, PrintWriter err) {
        ParseResult part = arguments.subcommand();
        if (part == null) {
            throw wrong(arguments, "Say what to do: verify, list, show or export");
        }
        try {
            LedgerArchive ledger =
                    LedgerSource.archive(ServiceSettings.read(part.matchedOptionValue("--data", (Path) null)));
            boolean json = part.hasMatchedOption("--json");
            return switch (part.commandSpec().name()) {
                case "verify" -> verify(ledger, json, out);
                case "list" -> list(ledger, part, json, out);
                case "show" -> show(ledger, part.matchedPositionalValue(0, 0L), json, out, err);
                default -> export(ledger, part, out);
            };
        } catch (LedgerUnavailableException | StartRefusedException unusable) {
            err.println(unusable.getMessage());
            return CommandLineTree.FAILED;
        } catch (IOException e) {
            err.println("The ledger cannot be written out: " + e.getMessage());
            return CommandLineTree.FAILED;
        }
    }

    private static int verify(LedgerArchive ledger, boolean json, PrintWriter out) {
        Verification result = ledger.verify();
        if (json) {
            out.println(LedgerText.json(result));
        } else if (result.intact()) {
            out.println("The ledger is as it was written: " + result.detail());
        } else {
            out.println("The ledger is broken at entry %d: %s"
                    .formatted(result.brokenAt().orElseThrow(), result.detail()));
        }
        return result.intact() ? CommandLineTree.OK : CommandLineTree.FAILED;
    }

    private static int list(LedgerArchive ledger, ParseResult part, boolean json, PrintWriter out) {
        Optional<String> kind = text(part, "--kind");
        int limit = limit(part);
        if (kind.isPresent()) {
            boolean all = kind.get().equals("all");
            ledger
                    .events(new EventLog.Query(
                            all ? List.of() : List.of(kind.get().split(",", -1)),
                            false,
                            text(part, "--device"),
                            text(part, "--rule"),
                            instant(part, "--from"),
                            instant(part, "--to"),
                            text(part, "--text"),
                            Optional.empty(),
                            limit))
                    .stream()
                    .map(EntryView::of)
                    .forEach(entry -> out.println(json ? LedgerText.json(entry) : LedgerText.line(entry)));
        } else {
            ledger
                    .find(new CommandLog.Query(
                            text(part, "--device"),
                            text(part, "--rule"),
                            text(part, "--outcome").map(name -> outcome(part, name)),
                            text(part, "--setting"),
                            instant(part, "--from"),
                            instant(part, "--to"),
                            text(part, "--text"),
                            Optional.empty(),
                            limit))
                    .stream()
                    .map(CommandView::of)
                    .forEach(command -> out.println(json ? LedgerText.json(command) : LedgerText.line(command)));
        }
        return CommandLineTree.OK;
    }

    private static int show(LedgerArchive ledger, long id, boolean json, PrintWriter out, PrintWriter err) {
        CommandView command = ledger.command(id).map(CommandView::of).orElse(null);
        if (command == null) {
            err.println("There is no command %d in the ledger. The newest is %d".formatted(id, ledger.lastCommandId()));
            return CommandLineTree.FAILED;
        }
        out.println(json ? LedgerText.json(command) : LedgerText.whole(command));
        return CommandLineTree.OK;
    }

    private static int export(LedgerArchive ledger, ParseResult part, PrintWriter out) throws IOException {
        ExportFormat format = switch (text(part, "--format").orElse("jsonl")) {
            case "jsonl" -> ExportFormat.JSONL;
            case "csv" -> ExportFormat.CSV;
            default -> throw wrong(part, "--format must be jsonl or csv");
        };
        ledger.export(format, instant(part, "--from"), instant(part, "--to"), out);
        out.flush();
        if (out.checkError()) {
            throw new IOException("standard output was closed");
        }
        return CommandLineTree.OK;
    }

    private static Optional<String> text(ParseResult part, String option) {
        return Optional.ofNullable(part.matchedOptionValue(option, (@Nullable String) null));
    }

    private static Optional<Instant> instant(ParseResult part, String option) {
        return text(part, option).map(text -> {
            try {
                return Instant.parse(text);
            } catch (DateTimeParseException noInstant) {
                throw wrong(
                        part, "%s must be an instant such as 2026-06-01T12:00:00Z, not '%s'".formatted(option, text));
            }
        });
    }

    private static int limit(ParseResult part) {
        String text = text(part, "--limit").orElse("50");
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= 1000) {
                return limit;
            }
        } catch (NumberFormatException noNumber) {
            // Told below, like a number out of range.
        }
        throw wrong(part, "--limit must be a number from 1 to 1000, not '%s'".formatted(text));
    }

    private static Outcome outcome(ParseResult part, String name) {
        return Arrays.stream(Outcome.values())
                .filter(outcome -> outcome.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> wrong(
                        part,
                        "--outcome must be one of %s, not '%s'"
                                .formatted(
                                        Arrays.stream(Outcome.values())
                                                .map(outcome -> outcome.name().toLowerCase(Locale.ROOT))
                                                .collect(Collectors.joining(", ")),
                                        name)));
    }

    private static ParameterException wrong(ParseResult part, String message) {
        return new ParameterException(part.commandSpec().commandLine(), message);
    }
}
