package io.github.joulekeeper.web.rules;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.joulekeeper.engine.Explanation;
import io.github.joulekeeper.web.Problem;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All rules.
 *
 * @param writable whether rules can be written; if not, the directory or the file system is read-only
 * @param issues what is wrong in the rule files as they are, warnings included
 */
@RegisterForReflection
public record RuleListView(boolean writable, List<RuleSummaryView> rules, List<Problem.Place> issues) {

    /**
     * A rule.
     *
     * @param file the name of its file
     * @param line where it begins there
     * @param etag what {@code If-Match} must say to change it; absent while its file is no YAML
     * @param current whether what runs is what the file says; if not, the file has errors, and the rule runs as it was
     *     before, or not at all
     * @param states where it is on each station that it runs on
     * @param notApplicable stations that it selects but does not fit
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RuleSummaryView(
            String id,
            String description,
            boolean enabled,
            int priority,
            String file,
            int line,
            @Nullable String etag,
            boolean current,
            List<StateView> states,
            List<MisfitView> notApplicable) {}

    /** A rule with its text. */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RuleDetailView(
            String id,
            String description,
            boolean enabled,
            int priority,
            String file,
            int line,
            @Nullable String etag,
            boolean current,
            boolean writable,
            @Nullable String text,
            @Nullable Map<String, Object> rule,
            List<StateView> states,
            List<MisfitView> notApplicable) {

        static RuleDetailView of(
                RuleSummaryView summary, boolean writable, @Nullable String text, @Nullable Map<String, Object> rule) {
            return new RuleDetailView(
                    summary.id(),
                    summary.description(),
                    summary.enabled(),
                    summary.priority(),
                    summary.file(),
                    summary.line(),
                    summary.etag(),
                    summary.current(),
                    writable,
                    text,
                    rule,
                    summary.states(),
                    summary.notApplicable());
        }
    }

    /**
     * Where a rule is on a station.
     *
     * @param state such as {@code active}
     * @param reason what brought it there
     * @param waitsFor what would change its state next; empty if nothing will
     * @param until when that comes by itself, if it does
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record StateView(
            String device,
            String deviceName,
            String state,
            Instant since,
            String reason,
            String waitsFor,
            @Nullable Instant until) {

        static StateView of(Explanation.OfRule rule, String deviceName) {
            return new StateView(
                    rule.serial(),
                    deviceName,
                    rule.phase().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    rule.since(),
                    rule.reason(),
                    rule.waitsFor(),
                    rule.until().orElse(null));
        }
    }

    /** A station that a rule selects but does not fit. */
    @RegisterForReflection
    public record MisfitView(String device, String reason) {}
}
