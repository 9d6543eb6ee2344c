package io.github.joulekeeper.app;

import io.github.joulekeeper.engine.Engine;
import io.github.joulekeeper.engine.EngineSettings;
import io.github.joulekeeper.engine.Explanation;
import io.github.joulekeeper.rule.Rule;
import io.github.joulekeeper.rule.RuleSet;
import io.github.joulekeeper.rule.file.HeldRules;
import io.github.joulekeeper.rule.language.ModelBinder;
import io.github.joulekeeper.state.DeviceState;
import io.github.joulekeeper.state.StateModel;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What rules would do at this moment if they were loaded now, on a copy of what is known. Nothing of the past is in it:
 * what has to hold for some time begins to run, and averages are unknown until their time is covered.
 */
@Singleton
public class DryRun {
    private final Present present;
    private final JoulekeeperConfig config;

    DryRun(Present present, JoulekeeperConfig config) {
        this.present = present;
        this.config = config;
    }

    /**
     * What would come of it.
     *
     * @param rules each rule on each station that it would run on
     * @param notApplicable those that select a station but do not fit its model
     * @param names the stations' names by serial number
     */
    public record Outcome(
            List<Explanation.OfRule> rules, List<Explanation.NotApplicable> notApplicable, Map<String, String> names) {}

    private record Copy(List<DeviceState> devices, Instant now) {}

    /** Runs the submitted rules of a check; waits for the core, so it is not for event loops. */
    public Outcome of(HeldRules.Check check) {
        Copy copy = present.ask(moment -> new Copy(
                        moment.state().devices().stream().map(DeviceState::copy).toList(), moment.now()))
                .toCompletableFuture()
                .join();
        StateModel state = new StateModel();
        Map<String, String> names = new HashMap<>();
        copy.devices().forEach(device -> {
            state.add(device);
            names.put(device.serial(), device.name());
        });
        EngineSettings settings =
                new EngineSettings(Places.zone(config), Places.place(config), Flapping.policy(config.flapping()));
        Engine engine = new Engine(settings, state, new ModelBinder());
        engine.load(needed(check), copy.now());
        Set<String> submitted = check.submitted().rules().stream().map(Rule::id).collect(Collectors.toSet());
        return new Outcome(
                engine.explainAll(copy.now()).stream()
                        .filter(rule -> submitted.contains(rule.rule()))
                        .toList(),
                engine.notApplicable().stream()
                        .filter(rule -> submitted.contains(rule.rule()))
                        .toList(),
                names);
    }

    /** The others are needed only where a rule speaks of rules. */
    private static RuleSet needed(HeldRules.Check check) {
        boolean speaksOfRules = check.submitted().rules().stream()
                .anyMatch(rule -> rule.when().text().contains("rule(")
                        || rule.until().stream().anyMatch(until -> until.text().contains("rule(")));
        return speaksOfRules ? check.all() : check.submitted();
    }
}
