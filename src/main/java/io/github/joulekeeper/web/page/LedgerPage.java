package io.github.joulekeeper.web.page;

import io.github.joulekeeper.app.Present;
import io.github.joulekeeper.engine.Explanation;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The ledger: each command with its why and its way, and between them what else happened. */
@Path("/ledger")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Roles.VIEWER)
public class LedgerPage {
    private static final int PAGE = 25;
    private static final String COMMANDS = "commands";
    /** What can be shown alone, by the word of the address; commands are shown by outcome too. */
    private static final Map<String, Kind> KINDS = kinds();

    private final Frames frames;
    private final Present present;
    private final LedgerFeed feed;

    LedgerPage(Frames frames, Present present, LedgerFeed feed) {
        this.frames = frames;
        this.present = present;
        this.feed = feed;
    }

    private record Kind(String label, List<String> entries) {}

    private static Map<String, Kind> kinds() {
        Map<String, Kind> kinds = new LinkedHashMap<>();
        kinds.put(COMMANDS, new Kind("commands", List.of()));
        kinds.put("rules", new Kind("rules that turned", List.of("rule")));
        kinds.put("people", new Kind("what people did", List.of("manual")));
        kinds.put("elsewhere", new Kind("changes made elsewhere", List.of("external-change")));
        kinds.put("stations", new Kind("stations on- and offline", List.of("station")));
        kinds.put("files", new Kind("rule files", List.of("rules")));
        kinds.put("service", new Kind("connections and service", List.of("connection", "dispatch", "ledger")));
        return kinds;
    }

    /** What is chosen to be shown; empty texts choose everything. */
    public record Filter(String show, String device, String rule, String outcome) {
        public boolean any() {
            return !(show.isEmpty() && device.isEmpty() && rule.isEmpty() && outcome.isEmpty());
        }

        UriBuilder address() {
            UriBuilder address = UriBuilder.fromPath("/ledger");
            Map.of("show", show, "device", device, "rule", rule, "outcome", outcome)
                    .forEach((name, value) -> {
                        if (!value.isEmpty()) {
                            address.queryParam(name, "{value}").resolveTemplate("value", value);
                        }
                    });
            return address;
        }
    }

    /** What can be chosen: by its word in the address, and what people read. */
    public record Choices(
            Map<String, String> shows, Map<String, String> stations, List<String> rules, List<String> outcomes) {}

    /** @param older the address of the next page, empty on the last */
    public record Sheet(List<LedgerFeed.Line> lines, boolean first, String newest, String older) {}

    @CheckedTemplate(basePath = "", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        private Templates() {}

        static native TemplateInstance ledger(Frame frame, Filter filter, Choices choices, Sheet sheet);
    }

    /**
     * Commands and events, newest first.
     *
     * @param show one of the kinds, everything if it is none
     * @param device a serial number
     * @param rule a rule's id, or {@code manual:AUTHOR}
     * @param outcome as in {@code /api/commands}; then only commands are shown
     * @param before only commands with a smaller id
     * @param below only events with a smaller sequence
     */
    @GET
    @RunOnVirtualThread
    @Operation(hidden = true)
    public TemplateInstance list(
            @QueryParam("show") @Nullable String show,
            @QueryParam("device") @Nullable String device,
            @QueryParam("rule") @Nullable String rule,
            @QueryParam("outcome") @Nullable String outcome,
            @QueryParam("before") @Nullable Long before,
            @QueryParam("below") @Nullable Long below) {
        Filter filter = new Filter(KINDS.containsKey(or(show)) ? or(show) : "", or(device), or(rule), or(outcome));
        Scene scene = Scene.now(present);
        LedgerFeed.Place place = new LedgerFeed.Place(Optional.ofNullable(before), Optional.ofNullable(below));
        LedgerFeed.Sheet found = feed.read(wanted(filter), place, PAGE, scene.names());
        Map<String, String> shows = new LinkedHashMap<>();
        KINDS.forEach((word, kind) -> shows.put(word, kind.label()));
        return Templates.ledger(
                frames.frame("Ledger", "ledger"),
                filter,
                new Choices(
                        shows,
                        scene.names(),
                        scene.rules().stream()
                                .map(Explanation.OfRule::rule)
                                .distinct()
                                .sorted()
                                .toList(),
                        Arrays.stream(Outcome.values()).map(LedgerPage::word).toList()),
                new Sheet(
                        found.lines(),
                        before == null && below == null,
                        filter.address().build().toString(),
                        found.next().map(next -> address(filter, next)).orElse("")));
    }

    private static LedgerFeed.Wanted wanted(Filter filter) {
        Optional<Outcome> outcome = Arrays.stream(Outcome.values())
                .filter(one -> word(one).equals(filter.outcome()))
                .findFirst();
        boolean commandsOnly = outcome.isPresent() || filter.show().equals(COMMANDS);
        Kind kind = KINDS.get(filter.show());
        return new LedgerFeed.Wanted(
                commandsOnly || kind == null,
                !commandsOnly,
                kind == null ? List.of() : kind.entries(),
                chosen(filter.device()),
                chosen(filter.rule()),
                outcome);
    }

    private static String address(Filter filter, LedgerFeed.Place place) {
        UriBuilder address = filter.address();
        place.command().ifPresent(id -> address.queryParam("before", id));
        place.event().ifPresent(sequence -> address.queryParam("below", sequence));
        return address.build().toString();
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
