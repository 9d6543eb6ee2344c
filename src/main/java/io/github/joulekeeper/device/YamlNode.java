package io.github.joulekeeper.device;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A place in a catalog file, read as what the reader asks for. YAML's own guesses (on and off as booleans, 010 as eight)
 * never come into play: scalars are taken as written.
 */
final class YamlNode {
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?");
    private static final int LARGEST_FILE = 1 << 20;

    private final String file;
    private final Node node;
    private final String path;

    private YamlNode(String file, Node node, String path) {
        this.file = file;
        this.node = node;
        this.path = path;
    }

    /** The root of a file. @throws CatalogFormatException if it is empty or no YAML */
    static YamlNode parse(String file, String yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(10);
        options.setNestingDepthLimit(20);
        options.setCodePointLimit(LARGEST_FILE);
        try {
            // SnakeYAML answers null for a file without content.
            Optional<Node> root = Optional.ofNullable(new Yaml(options).compose(new java.io.StringReader(yaml)));
            return root.map(node -> new YamlNode(file, node, ""))
                    .orElseThrow(() -> new CatalogFormatException(
                            file, 1, 1, "the file is empty. Give it at least id, name and quotas"));
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            throw new CatalogFormatException(
                    file,
                    mark == null ? 0 : mark.getLine() + 1,
                    mark == null ? 0 : mark.getColumn() + 1,
                    "not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            throw new CatalogFormatException(file, 0, 0, "not YAML: " + e.getMessage());
        }
    }

    /** A fault at this place. */
    CatalogFormatException error(String problem) {
        Mark mark = node.getStartMark();
        return new CatalogFormatException(
                file, mark.getLine() + 1, mark.getColumn() + 1, path.isEmpty() ? problem : path + ": " + problem);
    }

    /** The entries of a map in the order of the file. */
    Map<String, YamlNode> map() {
        if (!(node instanceof MappingNode mapping)) {
            throw error("must be a map of names to values, not " + describe());
        }
        Map<String, YamlNode> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            YamlNode key = new YamlNode(file, tuple.getKeyNode(), path);
            String name = key.text();
            YamlNode value = new YamlNode(file, tuple.getValueNode(), path.isEmpty() ? name : path + " > " + name);
            if (entries.put(name, value) != null) {
                throw key.error("the key '%s' stands here twice. Remove one of them".formatted(name));
            }
        }
        return entries;
    }

    /** The entries of a map that may hold only these keys. */
    Fields fields(Set<String> allowed) {
        Map<String, YamlNode> entries = map();
        entries.forEach((key, value) -> {
            if (!allowed.contains(key)) {
                throw value.error("'%s' is not known here. Known are %s"
                        .formatted(
                                key, String.join(", ", allowed.stream().sorted().toList())));
            }
        });
        return new Fields(this, entries);
    }

    List<YamlNode> list() {
        if (!(node instanceof SequenceNode sequence)) {
            throw error("must be a list such as [a, b], not " + describe());
        }
        List<YamlNode> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            items.add(new YamlNode(file, item, path));
        }
        return items;
    }

    /** A scalar as written; never empty. */
    String text() {
        if (!(node instanceof ScalarNode scalar)) {
            throw error("must be a single value, not " + describe());
        }
        String text = scalar.getValue();
        if (text.isBlank()) {
            throw error("must not be empty");
        }
        return text;
    }

    double number() {
        return parseNumber(text());
    }

    int integer() {
        double value = number();
        if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
            throw error("must be a whole number, not '%s'".formatted(text()));
        }
        return (int) value;
    }

    boolean flag() {
        return switch (text()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw error("must be true or false, not '%s'".formatted(text()));
        };
    }

    /** A value of a payload: a whole number as Long, text as written. */
    Object literal() {
        boolean plain = node instanceof ScalarNode scalar && scalar.isPlain();
        if (plain && NUMBER.matcher(text()).matches()) {
            return (long) integer();
        }
        return text();
    }

    /** Anything: maps, lists, whole numbers as Long, other numbers as Double, true and false, texts. */
    Object value() {
        return switch (node) {
            case MappingNode ignored -> {
                Map<String, Object> values = new LinkedHashMap<>();
                map().forEach((key, item) -> values.put(key, item.value()));
                yield values;
            }
            case SequenceNode ignored -> list().stream().map(YamlNode::value).toList();
            case ScalarNode scalar when scalar.isPlain() -> plainValue(scalar.getValue());
            case ScalarNode scalar -> scalar.getValue();
            default -> throw error("must be a map, a list or a single value");
        };
    }

    private static Object plainValue(String text) {
        if (NUMBER.matcher(text).matches()) {
            // Two branches, not a conditional: that would promote the long to a double.
            if (text.indexOf('.') < 0) {
                return Long.parseLong(text);
            }
            return Double.parseDouble(text);
        }
        return text.equals("true") || text.equals("false") ? Boolean.valueOf(text) : text;
    }

    /** A map with numbers for keys. */
    Map<Double, YamlNode> byNumber() {
        Map<Double, YamlNode> entries = new LinkedHashMap<>();
        map().forEach((key, value) -> {
            if (entries.put(value.parseNumber(key), value) != null) {
                throw value.error("the key '%s' stands here twice. Remove one of them".formatted(key));
            }
        });
        return entries;
    }

    private double parseNumber(String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw error("must be a decimal number such as 12 or 0.5, not '%s'".formatted(text));
        }
        return Double.parseDouble(text);
    }

    private String describe() {
        return switch (node) {
            case MappingNode ignored -> "a map";
            case SequenceNode ignored -> "a list";
            case ScalarNode scalar -> "'" + scalar.getValue() + "'";
            default -> "this";
        };
    }

    /** The entries of a map whose keys are known. */
    record Fields(YamlNode at, Map<String, YamlNode> entries) {
        YamlNode required(String key) {
            return optional(key).orElseThrow(() -> at.error("'%s' is missing. Add it".formatted(key)));
        }

        Optional<YamlNode> optional(String key) {
            return Optional.ofNullable(entries.get(key));
        }

        boolean flag(String key, boolean otherwise) {
            return optional(key).map(YamlNode::flag).orElse(otherwise);
        }

        <T> Map<String, T> map(String key, Function<YamlNode, T> value) {
            Map<String, T> result = new LinkedHashMap<>();
            optional(key).ifPresent(node -> node.map().forEach((name, item) -> result.put(name, value.apply(item))));
            return result;
        }

        <T> Map<Double, T> byNumber(String key, Function<YamlNode, T> value) {
            Map<Double, T> result = new LinkedHashMap<>();
            optional(key)
                    .ifPresent(node -> node.byNumber().forEach((code, item) -> result.put(code, value.apply(item))));
            return result;
        }

        Map<Integer, String> byCode(String key) {
            Map<Integer, String> result = new LinkedHashMap<>();
            optional(key)
                    .ifPresent(node -> node.byNumber().forEach((code, item) -> {
                        if (code != Math.rint(code) || Math.abs(code) > Integer.MAX_VALUE) {
                            throw item.error("the code %s must be a whole number".formatted(Numbers.plain(code)));
                        }
                        result.put(code.intValue(), item.text());
                    }));
            return result;
        }

        List<String> texts(String key) {
            return optional(key)
                    .map(node -> node.list().stream().map(YamlNode::text).toList())
                    .orElse(List.of());
        }
    }
}
