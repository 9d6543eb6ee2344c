package io.github.joulekeeper.simulator.station;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Judges set commands by the rules of a model, without applying them. */
final class CommandInterpreter {
    private final StationModel model;

    CommandInterpreter(StationModel model) {
        this.model = model;
    }

    /**
     * @param request a message with {@code moduleType}, {@code operateType} and {@code params}
     * @param present the present values of the station's quotas
     */
    SetVerdict judge(JsonNode request, ToDoubleFunction<String> present) {
        int moduleType = request.path("moduleType").asInt(-1);
        String operateType = request.path("operateType").asText();
        Optional<CommandRule> rule = model.commands().stream()
                .filter(command -> command.moduleType() == moduleType
                        && command.operateType().equals(operateType))
                .findFirst();
        if (rule.isEmpty()) {
            return new SetVerdict.UnknownCommand(
                    "%s has no command '%s' for module type %d".formatted(model.name(), operateType, moduleType));
        }
        return judge(rule.get(), request.path("params"), present);
    }

    private SetVerdict judge(CommandRule rule, JsonNode params, ToDoubleFunction<String> present) {
        Set<String> known =
                rule.parameters().stream().map(CommandRule.Parameter::name).collect(Collectors.toSet());
        for (Map.Entry<String, JsonNode> field : params.properties()) {
            if (!known.contains(field.getKey())) {
                return new SetVerdict.Malformed(
                        "%s has no parameter '%s'".formatted(rule.operateType(), field.getKey()));
            }
        }
        Map<String, JsonNode> changes = new LinkedHashMap<>();
        for (CommandRule.Parameter parameter : rule.parameters()) {
            JsonNode given = params.path(parameter.name());
            if (!given.isNumber()) {
                return new SetVerdict.Malformed("%s needs the number '%s', not '%s'"
                        .formatted(rule.operateType(), parameter.name(), given.asText()));
            }
            double value = given.asDouble();
            if (parameter.keeps(value)) {
                continue;
            }
            if (!parameter.allows(value)) {
                return new SetVerdict.OutOfRange(
                        "%s must be %s, not %s".formatted(parameter.name(), parameter.range(), given.asText()));
            }
            boolean boundsMatter = parameter
                    .boundsUnlessZero()
                    .map(name -> params.path(name).asDouble() != 0)
                    .orElse(true);
            Optional<String> conflict = boundsMatter ? conflict(parameter, value, present) : Optional.empty();
            if (conflict.isPresent()) {
                return new SetVerdict.AgainstSettings(conflict.get());
            }
            for (CommandRule.Target target : parameter.targets()) {
                changes.put(target.quota(), ReportedNumber.of(target.shown(value), 0));
            }
        }
        return new SetVerdict.Accepted(changes);
    }

    private static Optional<String> conflict(
            CommandRule.Parameter parameter, double value, ToDoubleFunction<String> present) {
        Optional<String> low = parameter
                .atLeast()
                .filter(bound -> value < present.applyAsDouble(bound.quota()) + bound.plus())
                .map(bound -> "%s (%s) must be at least %s + %s"
                        .formatted(parameter.name(), value, bound.quota(), bound.plus()));
        return low.or(() -> parameter
                .atMost()
                .filter(bound -> value > present.applyAsDouble(bound.quota()) + bound.plus())
                .map(bound -> "%s (%s) must be at most %s".formatted(parameter.name(), value, bound.quota())));
    }
}
