package io.github.joulekeeper.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.joulekeeper.device.CatalogLoader;
import io.github.joulekeeper.rule.RuleIssue;
import io.github.joulekeeper.rule.file.RuleFiles;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code joulekeeper validate}: checks rule files without a cloud, so that it can stand before a commit. */
final class ValidateCommand implements CliCommand {
    private static final Path DEFAULT = Path.of("rules");

    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name("validate");
        spec.addPositional(PositionalParamSpec.builder()
                .paramLabel("PATH")
                .arity("0..*")
                .type(List.class)
                .auxiliaryTypes(Path.class)
                .description("Rule files, or directories of them. Default: rules")
                .build());
        spec.addOption(OptionSpec.builder("--json")
                .description("Print what is wrong as JSON.")
                .build());
        spec.addOption(OptionSpec.builder("--allow-raw")
                .description("Take raw payloads, as with joulekeeper.allow-raw=true.")
                .build());
        spec.usageMessage()
                .description("Checks rule files against the known device models. Needs no account and sends nothing.")
                .footer("", "Exit status: 0 no errors (there may be warnings), 1 errors.");
        return spec;
    }

    @Override
    public int run(ParseResult arguments, PrintWriter out, PrintWriter err) {
        List<Path> paths = arguments.matchedPositionalValue(0, List.of(DEFAULT));
        RuleFiles.Loaded loaded =
                RuleFiles.load(paths, new CatalogLoader().load(), arguments.hasMatchedOption("--allow-raw"));
        if (arguments.hasMatchedOption("--json")) {
            out.println(json(loaded));
        } else {
            loaded.issues().forEach(issue -> out.println(issue.format()));
            out.println(summary(loaded));
        }
        return loaded.hasErrors() ? CommandLineTree.FAILED : CommandLineTree.OK;
    }

    private static String summary(RuleFiles.Loaded loaded) {
        long errors = loaded.issues().stream()
                .filter(issue -> issue.severity() == RuleIssue.Severity.ERROR)
                .count();
        return "%s and %s without errors; %s, %s"
                .formatted(
                        counted(loaded.rules().rules().size(), "rule"),
                        counted(loaded.rules().limits().size(), "limit"),
                        counted(errors, "error"),
                        counted(loaded.issues().size() - errors, "warning"));
    }

    private static String counted(long number, String what) {
        return "%d %s%s".formatted(number, what, number == 1 ? "" : "s");
    }

    private static String json(RuleFiles.Loaded loaded) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("valid", !loaded.hasErrors());
        root.put("rules", loaded.rules().rules().size());
        root.put("limits", loaded.rules().limits().size());
        ArrayNode issues = root.putArray("issues");
        for (RuleIssue issue : loaded.issues()) {
            issues.addObject()
                    .put("severity", issue.severity().name().toLowerCase(Locale.ROOT))
                    .put("file", issue.file())
                    .put("line", issue.line())
                    .put("column", issue.column())
                    .put("length", issue.length())
                    .put("message", issue.message());
        }
        return root.toPrettyString();
    }
}
