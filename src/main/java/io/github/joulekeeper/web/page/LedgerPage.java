package io.github.joulekeeper.web.page;

import io.github.joulekeeper.app.Present;
import io.github.joulekeeper.engine.Explanation;
import io.github.joulekeeper.ledger.CommandLog;
import io.github.joulekeeper.ledger.Outcome;
import io.github.joulekeeper.web.security.Roles;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The commands of the ledger, each with its why and its way. */
@Path("/ledger")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Roles.VIEWER)
public class LedgerPage {
    private static final int PAGE = 25;

    private final Frames frames;
    private final Present present;
    private final CommandLog commands;

    LedgerPage(Frames frames, Present present, CommandLog commands) {
        this.frames = frames;
        this.present = present;
        this.commands = commands;
    }

    /** What is chosen to be shown; empty texts choose everything. */
    public record Filter(String device, String rule, String outcome) {
        public boolean any() {
            return !(device.isEmpty() && rule.isEmpty() && outcome.isEmpty());
        }

        String address() {
            UriBuilder address = UriBuilder.fromPath("/ledger");
            Map.of("device", device, "rule", rule, "outcome", outcome).forEach((name, value) -> {
                if (!value.isEmpty()) {
                    address.queryParam(name, "{value}").resolveTemplate("value", value);
                }
            });
            return address.build().toString();
        }
    }

    /** What can be chosen. */
    public record Choices(Map<String, String> stations, List<String> rules, List<String> outcomes) {}

    /** @param older the address of the next page, empty on the last */
    public record Sheet(List<CommandCard> commands, boolean first, String newest, String older) {}

    @CheckedTemplate(basePath = "", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        private Templates() {}

        static native TemplateInstance ledger(Frame frame, Filter filter, Choices choices, Sheet sheet);
    }

    /**
     * Commands, newest first.
     *
     * @param device a serial number
     * @param rule a rule's id, or {@code manual:AUTHOR}
     * @param outcome as in {@code /api/commands}
     * @param before only commands with a smaller id
     */
    @GET
    @RunOnVirtualThread
    @Operation(hidden = true)
    public TemplateInstance list(
            @QueryParam("device") @Nullable String device,
            @QueryParam("rule") @Nullable String rule,
            @QueryParam("outcome") @Nullable String outcome,
            @QueryParam("before") @Nullable Long before) {
        Filter filter = new Filter(or(device), or(rule), or(outcome));
        Scene scene = Scene.now(present);
        List<CommandLog.CommandRecord> found = commands.find(new CommandLog.Query(
                chosen(filter.device()),
                chosen(filter.rule()),
                Arrays.stream(Outcome.values())
                        .filter(one -> word(one).equals(filter.outcome()))
                        .findFirst(),
                Optional.ofNullable(before),
                PAGE + 1));
        List<CommandCard> cards = found.stream()
                .limit(PAGE)
                .map(command -> CommandCard.of(command, scene.names()))
                .toList();
        String address = filter.address();
        String older = found.size() <= PAGE
                ? ""
                : address + (address.contains("?") ? "&" : "?") + "before="
                        + cards.getLast().id();
        return Templates.ledger(
                frames.frame("Ledger", "ledger"),
                filter,
                new Choices(
                        scene.names(),
                        scene.rules().stream()
                                .map(Explanation.OfRule::rule)
                                .distinct()
                                .sorted()
                                .toList(),
                        Arrays.stream(Outcome.values()).map(LedgerPage::word).toList()),
                new Sheet(cards, before == null, address, older));
    }

    private static String or(@Nullable String text) {
        return text == null ? "" : text.strip();
    }

    private static Optional<String> chosen(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private static String word(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }
}
