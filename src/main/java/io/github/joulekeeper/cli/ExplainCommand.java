package io.github.joulekeeper.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** {@code joulekeeper explain}: asks the running service why a rule is where it is. */
final class ExplainCommand implements CliCommand {
    private static final String DEFAULT_URL = "http://127.0.0.1:8080";

    private final InstantSource clock;

    /** @param clock to say how long ago things were */
    ExplainCommand(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name("explain");
        spec.addPositional(PositionalParamSpec.builder()
                .index("0")
                .paramLabel("RULE")
                .arity("1")
                .required(true)
                .type(String.class)
                .description("The rule's id.")
                .build());
        spec.addPositional(PositionalParamSpec.builder()
                .index("1")
                .paramLabel("DEVICE")
                .arity("0..1")
                .type(String.class)
                .description("A station's name or serial number. Default: every station that the rule runs on")
                .build());
        spec.addOption(OptionSpec.builder("--url")
                .paramLabel("URL")
                .type(String.class)
                .description("Where the service answers. Default: " + DEFAULT_URL)
                .build());
        spec.addOption(
                OptionSpec.builder("--json").description("Print it as JSON.").build());
        spec.usageMessage()
                .description(
                        "Asks the running service why a rule is where it is: its conditions with their values and the"
                                + " readings behind them, what it waits for, and for each setting that it sets who wins,"
                                + " who does not, and what became of the last command.")
                .footer(
                        "",
                        "Exit status: 0 explained, 1 no such rule or station, or the service is not reachable, 2 wrong usage.",
                        "",
                        "Examples:",
                        "  joulekeeper explain night-charging",
                        "  joulekeeper explain night-charging garage --json",
                        "  joulekeeper explain night-charging --url http://192.0.2.7:8080");
        return spec;
    }

    @Override
    public int run(ParseResult arguments, PrintWriter out, PrintWriter err) {
        String rule = arguments.matchedPositionalValue(0, "");
        String device = arguments.matchedPositionalValue(1, "");
        try (ServiceApi api = api(arguments)) {
            List<JsonNode> views = new ArrayList<>();
            api.get("/api/rules", rule, "/explain").forEach(views::add);
            List<JsonNode> chosen =
                    views.stream().filter(view -> isOf(view, device)).toList();
            if (chosen.isEmpty()) {
                err.println("The rule '%s' does not run on '%s'. It runs on %s"
                        .formatted(
                                rule,
                                device,
                                views.stream()
                                        .map(view -> view.path("deviceName").asText())
                                        .collect(Collectors.joining(", "))));
                return CommandLineTree.FAILED;
            }
            List<ObjectNode> whole = new ArrayList<>();
            for (JsonNode view : chosen) {
                ObjectNode with = view.deepCopy();
                with.set("settings", settings(api, rule, view.path("device").asText()));
                whole.add(with);
            }
            print(whole, arguments.hasMatchedOption("--json"), out);
            return CommandLineTree.OK;
        } catch (ServiceApi.CallFailedException e) {
            err.println(e.getMessage());
            return CommandLineTree.FAILED;
        }
    }

    private static ServiceApi api(ParseResult arguments) {
        String url = arguments.matchedOptionValue("--url", DEFAULT_URL);
        try {
            return new ServiceApi(url);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    arguments.commandSpec().commandLine(), "--url %s: %s".formatted(url, e.getMessage()));
        }
    }

    private static boolean isOf(JsonNode view, String device) {
        return device.isEmpty()
                || view.path("device").asText().equals(device)
                || view.path("deviceName").asText().equals(device);
    }

    /** The station's settings in which the rule has a part: it claims them, or their last command was its. */
    private static ArrayNode settings(ServiceApi api, String rule, String serial)
            throws ServiceApi.CallFailedException {
        ArrayNode settings = new ObjectMapper().createArrayNode();
        for (JsonNode setting : api.get("/api/devices", serial, "").path("settings")) {
            boolean part = setting.path("claim").path("origin").asText().equals(rule);
            for (JsonNode shadowed : setting.path("shadowed")) {
                part |= shadowed.path("origin").asText().equals(rule);
            }
            for (JsonNode origin : setting.path("lastCommand").path("rules")) {
                part |= origin.asText().equals(rule);
            }
            if (part) {
                settings.add(setting);
            }
        }
        return settings;
    }

    private void print(List<ObjectNode> views, boolean json, PrintWriter out) {
        if (json) {
            ArrayNode all = new ObjectMapper().createArrayNode();
            views.forEach(all::add);
            out.println(all.toPrettyString());
            return;
        }
        ExplainText text = new ExplainText(clock.instant(), ZoneId.systemDefault(), out);
        for (int i = 0; i < views.size(); i++) {
            if (i > 0) {
                out.println();
            }
            text.print(views.get(i));
        }
        out.flush();
    }
}
