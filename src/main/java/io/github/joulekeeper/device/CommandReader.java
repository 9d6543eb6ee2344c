package io.github.joulekeeper.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Reads one entry of a file's {@code commands}. */
final class CommandReader {
    private static final Set<String> FIELDS = Set.of("envelope", "params", "query", "description");
    private static final Set<String> PARAMETER_FIELDS = Set.of("setting", "keep", "constant", "guarded");

    private CommandReader() {}

    static CommandTemplate read(String id, YamlNode node) {
        YamlNode.Fields fields = node.fields(FIELDS);
        List<CommandTemplate.Parameter> parameters = new ArrayList<>();
        fields.required("params").map().forEach((name, at) -> parameters.add(parameter(name, at)));
        return new CommandTemplate(
                id,
                fields.map("envelope", YamlNode::literal),
                parameters,
                fields.map("query", YamlNode::literal),
                fields.required("description").text());
    }

    private static CommandTemplate.Parameter parameter(String name, YamlNode node) {
        YamlNode.Fields fields = node.fields(PARAMETER_FIELDS);
        Optional<String> setting = fields.optional("setting").map(YamlNode::text);
        OptionalDouble constant = QuotaReader.number(fields, "constant");
        OptionalDouble keep = QuotaReader.number(fields, "keep");
        if (setting.isPresent() == constant.isPresent()) {
            throw node.error("needs either a setting or a constant");
        }
        if (setting.isEmpty() && keep.isPresent()) {
            throw node.error("a constant needs no keep value. Remove one of them");
        }
        return new CommandTemplate.Parameter(name, setting, constant, keep, fields.flag("guarded", false));
    }
}
