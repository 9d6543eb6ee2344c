package io.github.joulekeeper.rule;

import io.github.joulekeeper.device.Model;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Makes rules ready for a model: resolves names, checks types, units and ranges. */
public interface RuleBinder {
    /** What names other than the model's own can mean. */
    interface Scope {
        /** The model of another station by name or serial number, with its serial number; empty if there is none. */
        Optional<Other> device(String nameOrSerial);

        /** Whether a rule with this id exists. */
        boolean hasRule(String id);

        /** The ids of all rules, for "did you mean"; may be empty when {@link #hasRule} is all that is known. */
        default Collection<String> ruleIds() {
            return List.of();
        }

        /** Whether the place is configured that sunrise and sunset are computed for. */
        default boolean hasPlace() {
            return true;
        }
    }

    /** Another station that a rule names. */
    record Other(String serial, Model model) {}

    /** A rule bound to a model, or what is wrong with it there. */
    sealed interface Binding {
        record Bound(BoundRule rule) implements Binding {}

        record Unfit(List<RuleIssue> issues) implements Binding {}
    }

    Binding bind(Rule rule, Model model, Scope scope);
}
