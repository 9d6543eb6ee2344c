package io.github.joulekeeper.web.page;

import io.github.joulekeeper.app.Present;
import io.github.joulekeeper.engine.Explanation;
import io.github.joulekeeper.engine.RulePhase;
import io.github.joulekeeper.ledger.CommandLog;
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
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The page to begin with: is it working, what did it do, what does it do, what will it do next. */
@Path("/")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Roles.VIEWER)
public class OverviewPage {
    private static final int LATEST = 4;
    private static final int NEXT = 4;

    private final Frames frames;
    private final Present present;
    private final CommandLog commands;

    OverviewPage(Frames frames, Present present, CommandLog commands) {
        this.frames = frames;
        this.present = present;
        this.commands = commands;
    }

    @CheckedTemplate(basePath = "", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        private Templates() {}

        static native TemplateInstance overview(
                Frame frame,
                List<StationCard> stations,
                List<Explanation.OfRule> busy,
                List<CommandCard> latest,
                List<NextLine> next,
                Map<String, String> names);
    }

    /** The overview of stations and of what the service does. */
    @GET
    @RunOnVirtualThread
    @Operation(hidden = true)
    public TemplateInstance show() {
        Scene scene = Scene.now(present);
        var newest =
                new CommandLog.Query(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), LATEST);
        return Templates.overview(
                frames.frame("Overview", "overview"),
                scene.stations(),
                scene.rules().stream()
                        .filter(rule -> rule.phase() == RulePhase.ACTIVE || rule.phase() == RulePhase.PENDING)
                        .toList(),
                commands.find(newest).stream()
                        .map(command -> CommandCard.of(command, scene.names()))
                        .toList(),
                NextLine.of(scene.rules(), scene.settings(), scene.names()).stream()
                        .limit(NEXT)
                        .toList(),
                scene.names());
    }
}
