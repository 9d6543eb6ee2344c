package io.github.joulekeeper.engine;

import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.rule.Rule;
import io.github.joulekeeper.rule.RuleBinder;
import io.github.joulekeeper.rule.RuleIssue;
import io.github.joulekeeper.rule.RuleSet;
import io.github.joulekeeper.state.StateModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The loaded rules, bound to models and compiled as stations need them: once for each model. */
final class Bindings implements RuleBinder.Scope {
    private Map<String, Entry> entries = new LinkedHashMap<>();
    private final EngineSettings settings;
    private final StateModel state;
    private final RuleBinder binder;

    /** A rule with what became of binding it to each model. */
    static final class Entry {
        private final Rule rule;
        private int rank;
        private final Map<String, Fit> byModel = new HashMap<>();

        private Entry(Rule rule) {
            this.rule = rule;
        }

        Rule rule() {
            return rule;
        }

        /** Its place in the order of evaluation. */
        int rank() {
            return rank;
        }
    }

    /** A rule on a model: compiled, or why not. */
    private record Fit(@Nullable CompiledRule compiled, String why) {}

    Bindings(EngineSettings settings, StateModel state, RuleBinder binder) {
        this.settings = settings;
        this.state = state;
        this.binder = binder;
    }

    @Override
    public Optional<RuleBinder.Other> device(String nameOrSerial) {
        return state.byNameOrSerial(nameOrSerial).map(device -> new RuleBinder.Other(device.serial(), device.model()));
    }

    @Override
    public boolean hasRule(String id) {
        return entries.containsKey(id);
    }

    @Override
    public Collection<String> ruleIds() {
        return entries.keySet();
    }

    @Override
    public boolean hasPlace() {
        return settings.place().isPresent();
    }

    /** Takes other rules; what is the same stays compiled. */
    void load(RuleSet rules) {
        Map<String, Entry> before = entries;
        entries = new LinkedHashMap<>();
        for (Rule rule : rules.rules()) {
            Entry known = before.get(rule.id());
            entries.put(rule.id(), known != null && known.rule.equals(rule) ? known : new Entry(rule));
        }
        int rank = 0;
        for (Entry entry : entries.values().stream()
                .sorted(Comparator.comparingInt((Entry entry) -> -entry.rule.priority())
                        .thenComparing(entry -> entry.rule.id()))
                .toList()) {
            entry.rank = rank++;
        }
    }

    /** All rules, by id. */
    Collection<Entry> entries() {
        return entries.values();
    }

    /** The rules that do not fit some model. */
    List<Entry> unfit() {
        return entries.values().stream()
                .filter(entry -> entry.byModel.values().stream().anyMatch(fit -> fit.compiled == null))
                .toList();
    }

    static boolean selects(Rule rule, DeviceView device) {
        return rule.devices()
                .selects(
                        device.serial(),
                        device.state().name(),
                        device.state().model().id());
    }

    /** The rule for a station's model, null if it does not fit; that is tried anew each time, since names may have come. */
    @Nullable
    CompiledRule compiled(Entry entry, DeviceView device) {
        Model model = device.state().model();
        Fit known = entry.byModel.get(model.id());
        if (known == null || known.compiled == null || known.compiled.bound().model() != model) {
            known = bind(entry.rule, model);
            entry.byModel.put(model.id(), known);
        }
        return known.compiled;
    }

    private Fit bind(Rule rule, Model model) {
        return switch (binder.bind(rule, model, this)) {
            case RuleBinder.Binding.Bound(var bound) -> new Fit(Compiler.compile(bound, settings.zone()), "");
            case RuleBinder.Binding.Unfit(var issues) ->
                new Fit(null, issues.stream().map(RuleIssue::message).collect(Collectors.joining("; ")));
        };
    }

    /** The rules that select a station but do not fit its model. */
    List<Explanation.NotApplicable> notApplicable(Collection<DeviceView> devices) {
        List<Explanation.NotApplicable> all = new ArrayList<>();
        for (Entry entry : entries.values()) {
            for (DeviceView device : devices) {
                Fit fit = entry.byModel.get(device.state().model().id());
                if (fit != null && fit.compiled == null && selects(entry.rule, device)) {
                    all.add(new Explanation.NotApplicable(entry.rule.id(), device.serial(), fit.why));
                }
            }
        }
        return all;
    }
}
