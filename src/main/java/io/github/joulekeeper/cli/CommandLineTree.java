package io.github.joulekeeper.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/**
 * The commands of the executable. They are built by picocli's programmatic API, which needs no reflection and so works the
 * same in a native executable.
 */
final class CommandLineTree {
    static final int OK = 0;
    static final int FAILED = 1;
    static final int WRONG_USAGE = 2;

    /** No exit status: Quarkus ran the service to its end and has already ended the process. */
    static final int SERVICE_ENDED = Integer.MIN_VALUE;

    private final CommandLine commandLine;
    private final Map<String, CliCommand> commands = new LinkedHashMap<>();
    private final PrintWriter out;
    private final PrintWriter err;

    CommandLineTree(PrintStream out, PrintStream err) {
        this.out = new PrintWriter(out, true, StandardCharsets.UTF_8);
        this.err = new PrintWriter(err, true, StandardCharsets.UTF_8);
        CommandSpec root = withHelp(CommandSpec.create().name("joulekeeper"));
        root.usageMessage()
                .description(
                        "Watches EcoFlow power stations, evaluates rules against what they report, and proves every"
                                + " command that it sends. Without a command it runs the service.")
                .footer(
                        "",
                        "Exit status: 0 success, 1 failure, 2 wrong usage.",
                        "",
                        "Examples:",
                        "  joulekeeper demo",
                        "  joulekeeper validate rules/",
                        "  joulekeeper replay --rules rules/ data/recordings/2026-06-01.jsonl",
                        "  joulekeeper explain night-charging garage",
                        "  joulekeeper ledger verify",
                        "  joulekeeper key create --role editor --name laptop",
                        "  ECOFLOW_ACCESS_KEY=... ECOFLOW_SECRET_KEY=... joulekeeper run");
        for (CliCommand command : List.of(
                new RunCommand(),
                new DemoCommand(),
                new ValidateCommand(),
                new ReplayCommand(InstantSource.system()),
                new ExplainCommand(InstantSource.system()),
                new KeyCommand(InstantSource.system()),
                new HealthCommand(),
                new LedgerCommand())) {
            CommandSpec spec = withHelp(command.spec());
            commands.put(spec.name(), command);
            root.addSubcommand(spec.name(), spec);
        }
        commandLine = new CommandLine(root)
                .setOut(this.out)
                .setErr(this.err)
                .setExecutionStrategy(this::run)
                // Picocli's own looks for Path by reflection.
                .registerConverter(Path.class, Path::of)
                .registerConverter(Integer.class, text -> number(text, Integer::valueOf))
                .registerConverter(Long.class, text -> number(text, Long::valueOf));
    }

    /** Unlike picocli's own, speaks of no type of Java. */
    private static <T> T number(String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (NumberFormatException none) {
            throw new TypeConversionException("must be a number, not '%s'".formatted(text));
        }
    }

    /** Runs the command that the arguments name; no command means {@code run}. */
    int execute(String... arguments) {
        return commandLine.execute(arguments);
    }

    private int run(ParseResult arguments) {
        Integer help = CommandLine.executeHelpRequest(arguments);
        if (help != null) {
            return help;
        }
        ParseResult sub = arguments.subcommand();
        String name = sub == null ? "run" : sub.commandSpec().name();
        CliCommand command = Objects.requireNonNull(commands.get(name), name);
        return command.run(sub == null ? arguments : sub, out, err);
    }

    static CommandSpec withHelp(CommandSpec spec) {
        return spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help and exit.")
                .build());
    }
}
