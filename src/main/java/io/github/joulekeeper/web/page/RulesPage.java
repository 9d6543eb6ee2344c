package io.github.joulekeeper.web.page;

import io.github.joulekeeper.app.Present;
import io.github.joulekeeper.app.RuleBook;
import io.github.joulekeeper.web.security.Roles;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** All rules, each with its state on every station and why; and the editor of one. */
@Path("/rules")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Roles.VIEWER)
public class RulesPage {
    private static final String NEW_RULE = """
            # Every field is described in docs/rules.md; Ctrl-Space offers what may stand at a place.
            id: my-rule
            description: What it is for
            devices: all
            when: soc < 20% for 2m
            set:
              ac-charging.watts: 400
            otherwise: restore
            """;

    private final Frames frames;
    private final Present present;
    private final RuleBook book;

    RulesPage(Frames frames, Present present, RuleBook book) {
        this.frames = frames;
        this.present = present;
        this.book = book;
    }

    /**
     * The text that is edited.
     *
     * @param id the rule's id, empty for a new one
     * @param file the name of its file, empty for a new one
     * @param tag what a change must name as the version that it replaces
     */
    public record Draft(String id, String file, String tag, String text) {}

    @CheckedTemplate(basePath = "", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        private Templates() {}

        static native TemplateInstance rules(
                Frame frame, List<RuleCard> rules, Map<String, String> names, boolean writable);

        static native TemplateInstance editor(Frame frame, Draft draft, boolean writable);
    }

    /** All rules. */
    @GET
    @RunOnVirtualThread
    @Operation(hidden = true)
    public TemplateInstance list() {
        Scene scene = Scene.now(present);
        return Templates.rules(
                frames.frame("Rules", "rules"), RuleCard.of(book, scene), scene.names(), book.writable());
    }

    /** The editor with the beginnings of a rule. */
    @GET
    @Path("new")
    @RunOnVirtualThread
    @Operation(hidden = true)
    public TemplateInstance begin() {
        Draft draft = new Draft("", "", "", NEW_RULE);
        return Templates.editor(frames.frame("New rule", "rules"), draft, book.writable());
    }

    /** The editor of a rule. */
    @GET
    @Path("{rule}")
    @RunOnVirtualThread
    @Operation(hidden = true)
    public TemplateInstance edit(@PathParam("rule") String id) {
        Draft draft = book.stored(id)
                .map(stored -> new Draft(stored.id(), stored.file(), stored.tag(), stored.text()))
                .orElseThrow(() -> frames.missing("There is no rule '%s' in the files.".formatted(id)));
        return Templates.editor(frames.frame(id, "rules"), draft, book.writable());
    }
}
