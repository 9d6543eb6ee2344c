package io.github.joulekeeper.web.page;

import io.github.joulekeeper.app.RuleBook;
import io.github.joulekeeper.engine.Explanation;
import io.github.joulekeeper.engine.RulePhase;
import io.github.joulekeeper.rule.Rule;
import io.github.joulekeeper.rule.file.RuleEditor.Stored;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A rule on all stations that it runs on.
 *
 * @param file the name of its file, empty if it is in none any more
 * @param tag what a change of it must name as the version that it changes; empty without a file
 * @param enabled whether its file enables it
 * @param suspended whether it flapped somewhere and waits to be resumed
 */
public record RuleCard(
        String id,
        String description,
        String file,
        String tag,
        boolean enabled,
        boolean suspended,
        List<Explanation.OfRule> runs,
        List<Explanation.NotApplicable> misfits) {

    /** All rules of the files, and those that still run though their file is broken or gone, by id. */
    static List<RuleCard> of(RuleBook book, Scene scene) {
        Map<String, List<Explanation.OfRule>> runs =
                scene.rules().stream().collect(Collectors.groupingBy(Explanation.OfRule::rule));
        Map<String, List<Explanation.NotApplicable>> misfits =
                scene.misfits().stream().collect(Collectors.groupingBy(Explanation.NotApplicable::rule));
        Map<String, RuleCard> cards = new TreeMap<>();
        for (Rule rule : book.inForce().rules()) {
            cards.put(
                    rule.id(),
                    of(
                            rule.id(),
                            rule.description(),
                            "",
                            "",
                            rule.enabled(),
                            runs.getOrDefault(rule.id(), List.of()),
                            misfits.getOrDefault(rule.id(), List.of())));
        }
        for (Stored stored : book.stored()) {
            RuleCard running = cards.get(stored.id());
            cards.put(
                    stored.id(),
                    of(
                            stored.id(),
                            running == null
                                    ? String.valueOf(stored.data().getOrDefault("description", ""))
                                    : running.description(),
                            stored.file(),
                            stored.tag(),
                            !Boolean.FALSE.equals(stored.data().get("enabled")),
                            runs.getOrDefault(stored.id(), List.of()),
                            misfits.getOrDefault(stored.id(), List.of())));
        }
        return List.copyOf(cards.values());
    }

    private static RuleCard of(
            String id,
            String description,
            String file,
            String tag,
            boolean enabled,
            List<Explanation.OfRule> runs,
            List<Explanation.NotApplicable> misfits) {
        boolean suspended = runs.stream().anyMatch(run -> run.phase() == RulePhase.SUSPENDED);
        return new RuleCard(id, description, file, tag, enabled, suspended, runs, misfits);
    }
}
