package io.github.joulekeeper.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.joulekeeper.app.StartRefusedException;
import io.github.joulekeeper.web.security.ApiKey;
import io.github.joulekeeper.web.security.KeysFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code joulekeeper key}: makes, lists and revokes API keys; a running service takes note within seconds. */
final class KeyCommand implements CliCommand {
    private final InstantSource clock;

    KeyCommand(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name("key");
        spec.usageMessage()
                .description("Makes, lists and revokes API keys. A running service takes note within seconds.")
                .footer(
                        "",
                        "Examples:",
                        "  joulekeeper key create --role editor --name laptop",
                        "  joulekeeper key list",
                        "  joulekeeper key revoke 1f3c09ab");
        spec.addSubcommand("create", create());
        spec.addSubcommand("list", list());
        spec.addSubcommand("revoke", revoke());
        return spec;
    }

    private static CommandSpec create() {
        CommandSpec spec = sub("create", "Makes a key and prints it, this one time; only a hash of it is stored.");
        spec.addOption(OptionSpec.builder("--role")
                .paramLabel("ROLE")
                .type(String.class)
                .required(true)
                .description("What the key may do: viewer (look), operator (also act), editor (also write rules).")
                .build());
        spec.addOption(OptionSpec.builder("--name")
                .paramLabel("NAME")
                .type(String.class)
                .required(true)
                .description("Whose it is; the ledger names it with everything that is done by it.")
                .build());
        return spec;
    }

    private static CommandSpec list() {
        return sub("list", "Lists all keys, those that were revoked too.")
                .addOption(OptionSpec.builder("--json")
                        .type(boolean.class)
                        .description("Print JSON.")
                        .build());
    }

    private static CommandSpec revoke() {
        return sub("revoke", "Revokes a key, and ends the sessions that were begun by it.")
                .addPositional(PositionalParamSpec.builder()
                        .paramLabel("ID")
                        .type(String.class)
                        .required(true)
                        .description("The id or the name of the key, as 'key list' shows it.")
                        .build());
    }

    private static CommandSpec sub(String name, String description) {
        CommandSpec spec = CommandSpec.create().name(name);
        spec.usageMessage().description(description);
        return spec.addOption(OptionSpec.builder("--keys-file")
                        .paramLabel("FILE")
                        .type(Path.class)
                        .description(
                                "The file of keys. Default: joulekeeper.auth.keys-file, else keys.json in joulekeeper.data.")
                        .build())
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help and exit.")
                        .build());
    }

    @Override
    public int run(ParseResult arguments, PrintWriter out, PrintWriter err) {
        ParseResult sub = arguments.subcommand();
        if (sub == null) {
            arguments.commandSpec().commandLine().usage(err);
            return CommandLineTree.WRONG_USAGE;
        }
        Path given = sub.matchedOptionValue("--keys-file", null);
        try {
            KeysFile file = new KeysFile(given == null ? ServiceSettings.keysFile() : given);
            return switch (sub.commandSpec().name()) {
                case "create" -> create(sub, file, out);
                case "list" -> list(sub, file, out);
                default -> revoke(sub, file, out, err);
            };
        } catch (KeysFile.UnusableException | StartRefusedException | IllegalArgumentException e) {
            err.println(e.getMessage());
            return CommandLineTree.FAILED;
        }
    }

    private int create(ParseResult arguments, KeysFile file, PrintWriter out) throws KeysFile.UnusableException {
        String role = Objects.requireNonNull(arguments.matchedOptionValue("--role", ""));
        String name = Objects.requireNonNull(arguments.matchedOptionValue("--name", ""));
        ApiKey.Made made = ApiKey.make(name, role, clock.instant(), new SecureRandom());
        file.change(keys -> {
            if (keys.stream().anyMatch(key -> key.isValid() && key.name().equals(name))) {
                throw new IllegalArgumentException(
                        "The name (%s) must not be that of another valid key. Maybe revoke that one first, or choose another name"
                                .formatted(name));
            }
            return Stream.concat(keys.stream(), Stream.of(made.key())).toList();
        });
        out.println(made.text());
        out.println("This is the only time that the key is shown. Its id is %s, its role %s; its hash is in %s"
                .formatted(made.key().id(), role, file.path()));
        return CommandLineTree.OK;
    }

    private static int list(ParseResult arguments, KeysFile file, PrintWriter out) throws KeysFile.UnusableException {
        List<ApiKey> keys = file.read();
        if (arguments.hasMatchedOption("--json")) {
            out.println(json(keys));
            return CommandLineTree.OK;
        }
        if (keys.isEmpty()) {
            out.println("There are no keys in " + file.path());
        }
        for (ApiKey key : keys) {
            Instant revoked = key.revoked();
            out.println("%s  %-8s  made %s  %s%s"
                    .formatted(
                            key.id(),
                            key.role(),
                            key.created(),
                            key.name(),
                            revoked == null ? "" : "  (revoked %s)".formatted(revoked)));
        }
        return CommandLineTree.OK;
    }

    private static String json(List<ApiKey> keys) {
        ArrayNode array = new ObjectMapper().createArrayNode();
        for (ApiKey key : keys) {
            ObjectNode node = array.addObject()
                    .put("id", key.id())
                    .put("name", key.name())
                    .put("role", key.role())
                    .put("created", key.created().toString());
            Instant revoked = key.revoked();
            if (revoked != null) {
                node.put("revoked", revoked.toString());
            }
        }
        return array.toPrettyString();
    }

    private int revoke(ParseResult arguments, KeysFile file, PrintWriter out, PrintWriter err)
            throws KeysFile.UnusableException {
        String wanted = Objects.requireNonNull(arguments.matchedPositionalValue(0, ""));
        List<ApiKey> before = file.read();
        boolean known = before.stream().anyMatch(key -> isMeant(key, wanted));
        if (!known) {
            err.println("There is no valid key with the id or name '%s' in %s. 'joulekeeper key list' shows them all"
                    .formatted(wanted, file.path()));
            return CommandLineTree.FAILED;
        }
        Instant now = clock.instant();
        file.change(keys -> keys.stream()
                .map(key -> isMeant(key, wanted) ? key.revokedAt(now) : key)
                .toList());
        out.println("Revoked. A running service refuses the key within seconds");
        return CommandLineTree.OK;
    }

    private static boolean isMeant(ApiKey key, String wanted) {
        return key.isValid() && (key.id().equals(wanted) || key.name().equals(wanted));
    }
}
