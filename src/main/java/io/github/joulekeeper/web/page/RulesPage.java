package io.github.joulekeeper.web.page;

import io.github.joulekeeper.app.Present;
import io.github.joulekeeper.engine.Explanation;
import io.github.joulekeeper.web.security.Roles;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** All rules, each with its state on every station and why. */
@Path("/rules")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Roles.VIEWER)
public class RulesPage {
    private final Frames frames;
    private final Present present;

    RulesPage(Frames frames, Present present) {
        this.frames = frames;
        this.present = present;
    }

    /** A rule on all stations that it runs on. */
    public record RuleCard(String id, List<Explanation.OfRule> runs) {
        static List<RuleCard> of(List<Explanation.OfRule> rules) {
            return rules.stream()
                    .collect(Collectors.groupingBy(Explanation.OfRule::rule, TreeMap::new, Collectors.toList()))
                    .entrySet()
                    .stream()
                    .map(entry -> new RuleCard(entry.getKey(), entry.getValue()))
                    .toList();
        }
    }

    @CheckedTemplate(basePath = "", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        private Templates() {}

        static native TemplateInstance rules(Frame frame, List<RuleCard> rules, Map<String, String> names);
    }

    /** All rules. */
    @GET
    @RunOnVirtualThread
    @Operation(hidden = true)
    public TemplateInstance list() {
        Scene scene = Scene.now(present);
        return Templates.rules(frames.frame("Rules", "rules"), RuleCard.of(scene.rules()), scene.names());
    }
}
