package io.github.joulekeeper.device;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A vendor payload that is sent as it stands, for what the catalog lacks. To whoever carries it out it is a setting with
 * one value that nothing shows and a command of its own; the setting's name holds the payload, so that it can be taken up
 * again after a restart.
 *
 * @param payload the fields of the message, {@code params} among them, in order: maps, lists, Long, Double, Boolean, text
 */
public record RawCommand(Map<String, Object> payload) {
    /** The only value of a raw command's setting. */
    public static final double SENT = 1;

    private static final String PREFIX = "raw ";
    private static final String PARAMS = "params";
    private static final Set<String> WRITTEN_BY_JOULEKEEPER = Set.of("id", "version", "from", "sn");
    private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final int LONGEST = 4_000;
    private static final String UNREADABLE =
            "a raw payload must have a name for each field, texts of whole characters, and maps and lists that do not nest deeper than 15 levels";

    /** @throws IllegalArgumentException if it is no payload that can be sent; the message says why */
    public RawCommand {
        payload = asMap(payload);
        if (!(payload.get(PARAMS) instanceof Map<?, ?>)) {
            throw new IllegalArgumentException(
                    "a raw payload needs a map 'params', as in {moduleType: 1, operateType: name, params: {x: 1}}");
        }
        for (String field : payload.keySet()) {
            if (WRITTEN_BY_JOULEKEEPER.contains(field.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException(
                        "'%s' is written by Joulekeeper itself. Leave it away".formatted(field));
            }
        }
        if (text(payload).length() > LONGEST) {
            throw new IllegalArgumentException(
                    "a raw payload must not be longer than %d characters".formatted(LONGEST));
        }
        if (!parsed(text(payload)).filter(payload::equals).isPresent()) {
            throw new IllegalArgumentException(UNREADABLE);
        }
    }

    /** The raw command that a setting stands for; empty for settings of the catalog. */
    public static Optional<RawCommand> of(Setting setting) {
        return named(setting.name());
    }

    /** The raw command whose setting has this name; empty for other names. */
    public static Optional<RawCommand> named(String settingName) {
        if (!settingName.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            return parsed(settingName.substring(PREFIX.length())).map(RawCommand::new);
        } catch (IllegalArgumentException noPayload) {
            return Optional.empty();
        }
    }

    private static Optional<Map<String, Object>> parsed(String text) {
        try {
            Map<String, Object> payload = new LinkedHashMap<>();
            YamlNode.parse("raw", text).map().forEach((key, value) -> payload.put(key, value.value()));
            return Optional.of(payload);
        } catch (CatalogFormatException | NumberFormatException unreadable) {
            return Optional.empty();
        }
    }

    /** The payload as YAML on one line, without slashes. */
    public String text() {
        return text(payload);
    }

    /** The setting that stands for it. */
    public Setting setting() {
        String name = PREFIX + text();
        return new Setting(
                name,
                Setting.Kind.CHOICE,
                Unit.NONE,
                ValueRange.oneOf(List.of(SENT)),
                Map.of(SENT, "once"),
                name,
                "",
                Map.of(),
                Optional.empty(),
                Map.of(),
                "A raw command");
    }

    /** The command that carries its setting. */
    CommandTemplate template() {
        return new CommandTemplate(PREFIX + text(), envelope(), List.of());
    }

    /** What is sent. */
    public CommandTemplate.Payload toSend() {
        return new CommandTemplate.Payload(PREFIX + text(), envelope(), params(), Map.of(PREFIX + text(), SENT));
    }

    /**
     * What it would set of that which the catalog knows: where it has the form of one of the model's commands, the settings
     * that this command carries with their values; NaN for what is no number.
     */
    public Map<Setting, Double> settings(Model model) {
        Map<String, Object> given = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        given.putAll(params());
        Map<Setting, Double> settings = new LinkedHashMap<>();
        for (CommandTemplate command : model.commands()) {
            if (hasFormOf(command, given)) {
                settings.putAll(command.written(model, given));
            }
        }
        return settings;
    }

    private boolean hasFormOf(CommandTemplate command, Map<String, Object> given) {
        // What a get must say beside the quotas, such as cmdSet, is what tells such commands apart.
        return sameFields(command.envelope(), payload) && sameFields(command.query(), given);
    }

    private static boolean sameFields(Map<String, Object> wanted, Map<String, Object> given) {
        return wanted.entrySet().stream()
                .allMatch(field ->
                        String.valueOf(field.getValue()).equalsIgnoreCase(String.valueOf(given.get(field.getKey()))));
    }

    private Map<String, Object> envelope() {
        Map<String, Object> envelope = new LinkedHashMap<>(payload);
        envelope.remove(PARAMS);
        return envelope;
    }

    private Map<String, Object> params() {
        return asMap(payload.get(PARAMS));
    }

    private static Map<String, Object> asMap(@Nullable Object value) {
        Map<String, Object> copy = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, item) -> copy.put(whole(String.valueOf(key)), copyOf(item)));
        }
        return Collections.unmodifiableMap(copy);
    }

    /** A copy that nobody can change, with whole numbers as Long. */
    private static Object copyOf(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> asMap(map);
            case List<?> list -> list.stream().map(RawCommand::copyOf).toList();
            case String text -> whole(text);
            case Boolean truth -> truth;
            case Integer number -> number.longValue();
            case Long number -> number;
            case Double number when number == Math.rint(number) && Math.abs(number) < 1e15 -> number.longValue();
            case Double number when Double.isFinite(number) -> number;
            case null, default ->
                throw new IllegalArgumentException(
                        "a raw payload holds maps, lists, numbers, true, false and texts, not %s".formatted(value));
        };
    }

    /** The text, if it holds no half of a character: that could be neither signed nor sent. */
    private static String whole(String text) {
        if (text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw new IllegalArgumentException(UNREADABLE);
        }
        return text;
    }

    private static String text(Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> key(String.valueOf(entry.getKey())) + ": " + text(entry.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case List<?> list -> list.stream().map(RawCommand::text).collect(Collectors.joining(", ", "[", "]"));
            case String text -> quoted(text);
            case Double number -> BigDecimal.valueOf(number).toPlainString();
            default -> value.toString();
        };
    }

    private static String key(String key) {
        return PLAIN_KEY.matcher(key).matches() ? key : quoted(key);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // A slash would part the ledger's keys; what is not printable must not stand in YAML.
            boolean escaped = c < ' ' || c > '~' || c == '"' || c == '\\' || c == '/';
            quoted.append(escaped ? "\\u%04x".formatted((int) c) : String.valueOf(c));
        }
        return quoted.append('"').toString();
    }
}
