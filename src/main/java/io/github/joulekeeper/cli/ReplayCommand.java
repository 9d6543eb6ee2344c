package io.github.joulekeeper.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.github.joulekeeper.device.Catalog;
import io.github.joulekeeper.device.CatalogLoader;
import io.github.joulekeeper.engine.EngineSettings;
import io.github.joulekeeper.engine.FlappingPolicy;
import io.github.joulekeeper.engine.Place;
import io.github.joulekeeper.recording.ReadAhead;
import io.github.joulekeeper.recording.RecordedEvent;
import io.github.joulekeeper.recording.RecordingProblem;
import io.github.joulekeeper.recording.Recordings;
import io.github.joulekeeper.replay.Comparison;
import io.github.joulekeeper.replay.Replayed;
import io.github.joulekeeper.replay.Simulation;
import io.github.joulekeeper.rule.RuleSet;
import io.github.joulekeeper.rule.file.RuleFiles;
import io.github.joulekeeper.web.rules.ReplayView;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** {@code joulekeeper replay}: what rules would have done over a recording. Needs no account and sends nothing. */
final class ReplayCommand implements CliCommand {
    private static final int PROBLEMS_TOLD = 20;

    private final InstantSource clock;

    /** @param clock for messages that say nothing of time */
    ReplayCommand(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name("replay");
        spec.addPositional(PositionalParamSpec.builder()
                .paramLabel("RECORDING")
                .arity("1..*")
                .required(true)
                .type(List.class)
                .auxiliaryTypes(Path.class)
                .description("Recordings (.jsonl, .jsonl.gz), or answers of the cloud to quota/all (.json).")
                .build());
        spec.addOption(OptionSpec.builder("--rules")
                .paramLabel("PATH")
                .type(Path.class)
                .description("A rule file, or a directory of them. Default: rules")
                .build());
        spec.addOption(OptionSpec.builder("--compare")
                .paramLabel("PATH")
                .type(Path.class)
                .description("Other rules: say what they would have done differently.")
                .build());
        spec.addOption(OptionSpec.builder("--zone")
                .paramLabel("ZONE")
                .type(String.class)
                .description(
                        "The zone of all times in rules, such as Europe/Berlin. Default: the recording's, else this"
                                + " machine's")
                .build());
        spec.addOption(OptionSpec.builder("--place")
                .paramLabel("LATITUDE,LONGITUDE")
                .type(String.class)
                .description("Where sunrise and sunset are reckoned, such as 52.52,13.40.")
                .build());
        spec.addOption(OptionSpec.builder("--at")
                .paramLabel("INSTANT")
                .type(String.class)
                .description(
                        "When messages happened that say nothing of time, such as 2026-06-01T12:00:00Z. Default: now")
                .build());
        spec.addOption(OptionSpec.builder("--json")
                .description("Print everything as JSON.")
                .build());
        spec.usageMessage()
                .description(
                        "Runs rules over recorded telemetry as fast as it can, and prints when they would have started and"
                                + " ended and which commands would have been sent. Every command is taken to have worked:"
                                + " from then on its settings are what it set, whatever the recording says of them.")
                .footer(
                        "",
                        "Exit status: 0 replayed (broken lines are told and skipped), 1 rules with errors or nothing to"
                                + " replay, 2 wrong usage.",
                        "",
                        "Examples:",
                        "  joulekeeper replay --rules rules/ data/recordings/2026-06-01.jsonl",
                        "  joulekeeper replay --rules rules/ --compare new-rules/ data/recordings/*.jsonl",
                        "  joulekeeper replay --rules rules/ --zone Europe/Berlin --json day.jsonl.gz");
        return spec;
    }

    @Override
    public int run(ParseResult arguments, PrintWriter out, PrintWriter err) {
        Instant start = option(arguments, "--at", ReplayCommand::instant).orElseGet(clock::instant);
        Optional<ZoneId> zone = option(arguments, "--zone", ReplayCommand::zone);
        Optional<Place> place = option(arguments, "--place", ReplayCommand::place);
        List<Path> files = arguments.matchedPositionalValue(0, List.of());
        Catalog catalog = new CatalogLoader().load();
        Problems problems = new Problems(err);
        try {
            Recordings recordings = Recordings.open(files, catalog, start, problems::tell);
            Optional<RecordedEvent> first = Optional.ofNullable(recordings.peek());
            try (ReadAhead events = new ReadAhead(recordings)) {
                @Nullable Path path = arguments.matchedOptionValue("--compare", null);
                RuleSet rules = rules(arguments.matchedOptionValue("--rules", Path.of("rules")), catalog, err);
                RuleSet others = path == null ? RuleSet.EMPTY : rules(path, catalog, err);
                if (rules == null || others == null) {
                    return CommandLineTree.FAILED;
                }
                if (first.isEmpty()) {
                    problems.summarize();
                    err.println("There is nothing to replay: no line of %s tells of anything"
                            .formatted(String.join(
                                    ", ", files.stream().map(Path::toString).toList())));
                    return CommandLineTree.FAILED;
                }
                EngineSettings settings = settings(zone, place, first.get());
                Simulation simulation = new Simulation(rules, settings);
                if (path == null) {
                    print(replay(simulation, events), null, problems.count, settings.zone(), arguments, out);
                } else {
                    Comparison.Outcome outcome =
                            compare(new Comparison(simulation, new Simulation(others, settings)), events);
                    print(outcome.first(), outcome, problems.count, settings.zone(), arguments, out);
                }
                problems.summarize();
                return CommandLineTree.OK;
            }
        } catch (NoSuchFileException missing) {
            err.println("There is no file %s".formatted(missing.getFile()));
            return CommandLineTree.FAILED;
        } catch (IOException e) {
            err.println("The recording cannot be read: " + e);
            return CommandLineTree.FAILED;
        }
    }

    private static Replayed replay(Simulation simulation, ReadAhead events) throws IOException {
        for (RecordedEvent event = events.next(); event != null; event = events.next()) {
            simulation.accept(event);
        }
        return simulation.finish();
    }

    private static Comparison.Outcome compare(Comparison comparison, ReadAhead events) throws IOException {
        for (RecordedEvent event = events.next(); event != null; event = events.next()) {
            comparison.accept(event);
        }
        return comparison.finish();
    }

    private static void print(
            Replayed replayed,
            Comparison.@Nullable Outcome compared,
            int skipped,
            ZoneId zone,
            ParseResult arguments,
            PrintWriter out) {
        if (arguments.hasMatchedOption("--json")) {
            out.println(json(ReplayView.of(replayed, compared, skipped, zone, Integer.MAX_VALUE)));
        } else {
            new ReplayText(zone, out).print(replayed, compared, skipped);
        }
    }

    private static String json(ReplayView view) {
        // Made only when it is needed: each command line, also of the service, makes this command.
        ObjectMapper mapper = JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build();
        try {
            return mapper.writeValueAsString(view);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The rules, or null if they have errors; what is wrong is told. */
    private static @Nullable RuleSet rules(Path path, Catalog catalog, PrintWriter err) {
        RuleFiles.Loaded loaded = RuleFiles.load(List.of(path), catalog);
        loaded.issues().forEach(issue -> err.println(issue.format()));
        return loaded.hasErrors() ? null : loaded.rules();
    }

    private static EngineSettings settings(Optional<ZoneId> zone, Optional<Place> place, RecordedEvent first) {
        Optional<ZoneId> recorded = first instanceof RecordedEvent.Began began ? began.zone() : Optional.empty();
        return new EngineSettings(
                zone.or(() -> recorded).orElseGet(ZoneId::systemDefault), place, FlappingPolicy.DEFAULT);
    }

    private interface Parser<T> {
        T parse(String text);
    }

    /** The value of an option. @throws ParameterException if it is none */
    private static <T> Optional<T> option(ParseResult arguments, String name, Parser<T> parser) {
        @Nullable String text = arguments.matchedOptionValue(name, null);
        try {
            return Optional.ofNullable(text).map(parser::parse);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    arguments.commandSpec().commandLine(), "%s %s: %s".formatted(name, text, e.getMessage()));
        }
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException wrong) {
            throw new IllegalArgumentException("must be an instant such as 2026-06-01T12:00:00Z");
        }
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException unknown) {
            throw new IllegalArgumentException("must be a zone such as Europe/Berlin or UTC");
        }
    }

    private static Place place(String text) {
        String[] parts = text.split(",", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException("must be latitude,longitude in degrees, such as 52.52,13.40");
        }
        try {
            return new Place(Double.parseDouble(parts[0].strip()), Double.parseDouble(parts[1].strip()));
        } catch (NumberFormatException wrong) {
            throw new IllegalArgumentException("must be latitude,longitude in degrees, such as 52.52,13.40");
        }
    }

    /** Tells of the first lines that cannot be used, and counts all. */
    private static final class Problems {
        private final PrintWriter err;
        private int count;

        Problems(PrintWriter err) {
            this.err = err;
        }

        void tell(RecordingProblem problem) {
            count++;
            if (count <= PROBLEMS_TOLD) {
                err.println(problem.format());
            }
        }

        void summarize() {
            if (count > PROBLEMS_TOLD) {
                err.println("... and %d more lines were skipped".formatted(count - PROBLEMS_TOLD));
            }
        }
    }
}
