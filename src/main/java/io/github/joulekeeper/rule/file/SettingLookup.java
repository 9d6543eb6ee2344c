package io.github.joulekeeper.rule.file;

import io.github.joulekeeper.device.Catalog;
import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.rule.language.ModelBinder;
import io.github.joulekeeper.rule.language.ParsedValue;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Settings by name over all models: a name means the same, in the same unit, on every model that has it.
 *
 * @param rawAllowed whether raw payloads may stand in the place of a setting
 */
record SettingLookup(Catalog catalog, boolean rawAllowed) {
    Optional<Setting> find(String name) {
        return modelWith(name).flatMap(model -> model.setting(name));
    }

    private Optional<Model> modelWith(String name) {
        return catalog.models().stream()
                .filter(model -> model.setting(name).isPresent())
                .findFirst();
    }

    /** All names, in the order of the alphabet. */
    List<String> names() {
        return catalog.models().stream()
                .flatMap(model -> model.settings().stream())
                .map(Setting::name)
                .distinct()
                .sorted()
                .toList();
    }

    /** A constant for a known setting in its unit; empty, and it is noted why, if the value is none. */
    Optional<Double> constant(ParsedValue value, String setting, FileIssues issues) {
        Model model = modelWith(setting).orElseThrow();
        OptionalDouble constant =
                ModelBinder.constant(value, model.setting(setting).orElseThrow(), model, issues::add);
        return constant.isPresent() ? Optional.of(constant.getAsDouble()) : Optional.empty();
    }
}
