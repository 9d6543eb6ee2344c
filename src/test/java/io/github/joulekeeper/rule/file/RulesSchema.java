package io.github.joulekeeper.rule.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.joulekeeper.device.Catalog;
import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.device.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the JSON Schema of rule files from the fields that the reader knows and the settings of the catalog. */
final class RulesSchema {
    private static final Map<String, Object> DURATION =
            Map.of("type", "string", "pattern", "^ *[0-9][0-9.]* *[a-z].*$");

    private final Catalog catalog;

    RulesSchema(Catalog catalog) {
        this.catalog = catalog;
    }

    String json() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "http://json-schema.org/draft-07/schema#");
        schema.put("title", "Joulekeeper rules");
        schema.put("description", "Generated from the device catalog; see rules.md");
        schema.putAll(object(Map.of("rules", list(ref("rule")), "limits", list(ref("limit"))), List.of()));
        Map<String, Object> definitions = new LinkedHashMap<>();
        definitions.put("rule", rule());
        definitions.put("limit", limit());
        definitions.put("condition", condition());
        definitions.put("devices", devices());
        definitions.put("settings", settings());
        schema.put("definitions", definitions);
        try {
            return new ObjectMapper()
                            .enable(SerializationFeature.INDENT_OUTPUT, SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                            .writeValueAsString(schema)
                    + "\n";
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, Object> rule() {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (String field : RuleReader.FIELDS) {
            properties.put(
                    field,
                    switch (field) {
                        case "id" -> Map.of("type", "string", "pattern", "^" + RuleReader.ID.pattern() + "$");
                        case "description" -> Map.of("type", "string");
                        case "enabled", "enforce" -> Map.of("type", "boolean");
                        case "devices" -> ref("devices");
                        case "when", "until" -> ref("condition");
                        case "set" -> ref("settings");
                        case "otherwise" -> anyOf(Map.of("enum", List.of("keep", "restore")), ref("settings"));
                        case "priority" -> Map.of("type", "integer", "minimum", 0, "maximum", 100);
                        case "min-active", "max-active", "cooldown" -> DURATION;
                        case "if-unknown" -> Map.of("type", "string", "pattern", "^(hold|end +after +.+)$");
                        default -> throw new AssertionError("The schema does not know the field " + field);
                    });
        }
        return object(properties, List.of("id", "when", "set"));
    }

    private Map<String, Object> limit() {
        Map<String, Object> value = Map.of("type", List.of("number", "string", "boolean"));
        Map<String, Object> properties = new LinkedHashMap<>();
        for (String field : LimitReader.FIELDS) {
            properties.put(
                    field,
                    switch (field) {
                        case "setting" -> Map.of("enum", new SettingLookup(catalog, true).names());
                        case "at-least", "at-most" -> value;
                        case "only" -> list(value);
                        case "devices" -> ref("devices");
                        default -> throw new AssertionError("The schema does not know the field " + field);
                    });
        }
        return object(properties, List.of("setting"));
    }

    private static Map<String, Object> condition() {
        List<Object> forms = new ArrayList<>();
        forms.add(Map.of("type", List.of("string", "boolean")));
        forms.add(object(Map.of("all", list(ref("condition"))), List.of("all")));
        forms.add(object(Map.of("any", list(ref("condition"))), List.of("any")));
        forms.add(object(Map.of("not", ref("condition")), List.of("not")));
        return Map.of("anyOf", forms);
    }

    private Map<String, Object> devices() {
        List<String> models = catalog.models().stream().map(Model::id).sorted().toList();
        return anyOf(
                Map.of("enum", List.of("all")),
                list(Map.of("type", List.of("string", "number"))),
                object(Map.of("model", Map.of("enum", models)), List.of("model")));
    }

    private Map<String, Object> settings() {
        SettingLookup lookup = new SettingLookup(catalog, true);
        Map<String, Object> properties = new LinkedHashMap<>();
        for (String name : lookup.names()) {
            Setting setting = lookup.find(name).orElseThrow();
            Map<String, Object> followed = object(
                    Map.of(
                            "value", Map.of("type", List.of("string", "number", "boolean")),
                            "step", Map.of("type", List.of("string", "number")),
                            "every", DURATION),
                    List.of("value"));
            Map<String, Object> property = new LinkedHashMap<>();
            property.put("description", setting.description());
            property.put("anyOf", List.of(Map.of("type", List.of("string", "number", "boolean")), followed));
            properties.put(name, property);
        }
        properties.put(
                RawReader.FIELD,
                Map.of(
                        "description",
                        "A vendor payload, sent as it stands; only with joulekeeper.allow-raw=true",
                        "type",
                        "object",
                        "properties",
                        Map.of("params", Map.of("type", "object")),
                        "required",
                        List.of("params")));
        Map<String, Object> settings = object(properties, List.of());
        settings.put("minProperties", 1);
        return settings;
    }

    private static Map<String, Object> object(Map<String, ?> properties, List<String> required) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", "object");
        object.put("additionalProperties", false);
        object.put("properties", properties);
        if (!required.isEmpty()) {
            object.put("required", required);
        }
        return object;
    }

    private static Map<String, Object> list(Map<String, ?> items) {
        return Map.of("type", "array", "items", items);
    }

    private static Map<String, Object> ref(String definition) {
        return Map.of("$ref", "#/definitions/" + definition);
    }

    private static Map<String, Object> anyOf(Object... forms) {
        return Map.of("anyOf", List.of(forms));
    }
}
