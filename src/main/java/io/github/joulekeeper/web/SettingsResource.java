package io.github.joulekeeper.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.joulekeeper.app.Control;
import io.github.joulekeeper.app.Orders;
import io.github.joulekeeper.app.Present;
import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.dispatch.Mode;
import io.github.joulekeeper.engine.Explanation;
import io.github.joulekeeper.ledger.LedgerHealth;
import io.github.joulekeeper.rule.language.SettingValues;
import io.github.joulekeeper.rule.language.Suggestion;
import io.github.joulekeeper.state.DeviceState;
import io.github.joulekeeper.web.security.Author;
import io.github.joulekeeper.web.security.Roles;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Settings that a person sets by hand: a claim above all rules, until it is released or its time is over. */
@Path("/api/devices/{device}/settings/{setting}")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
public class SettingsResource {
    private static final double LARGEST = 1e12;

    private final Control control;
    private final Present present;
    private final Author caller;

    SettingsResource(Control control, Present present, Author caller) {
        this.control = control;
        this.present = present;
        this.caller = caller;
    }

    /** A value to set by hand. The body is read by hand; this describes it. */
    @RegisterForReflection
    @Schema(example = "{\"value\":400,\"for\":\"30m\"}")
    record ManualValue(
            @Schema(
                    description = "As in rules: a number in the setting's unit, true or false, or a text such as"
                            + " \"400 W\", \"12h\", \"never\" or one of the setting's choices",
                    required = true)
            Object value,

            @Schema(name = "for", description = "How long, such as \"30m\"; without it until it is released") @Nullable
            String length) {}

    /**
     * What became of the order.
     *
     * @param device the station's serial number
     * @param claim the claim that wins now; absent if nobody claims the setting any more
     * @param released whether a claim of a person was ended
     * @param commands where the command that it may lead to will be found
     * @param note why nothing is sent for the moment, if that is so
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record OrderView(
            String device,
            String setting,
            DeviceView.@Nullable ClaimView claim,
            @Nullable Boolean released,
            String commands,
            @Nullable String note) {}

    /** Sets a setting by hand. */
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Set a setting by hand",
            description = "Claims the setting above all rules, in the place of an earlier claim by hand. At the end of"
                    + " its time the strongest rule's claim wins or, without one, the value that was read before comes"
                    + " back. The command leaves when the station is online and the mode is control.")
    @RequestBody(content = @Content(schema = @Schema(implementation = ManualValue.class)))
    @APIResponse(
            responseCode = "202",
            description = "The claim stands; the command is under way if one is needed",
            content = @Content(schema = @Schema(implementation = OrderView.class)))
    @APIResponse(responseCode = "400", description = "The value or the length of time is not one that may be set")
    @APIResponse(responseCode = "404", description = "There is no such station, or its model has no such setting")
    public CompletionStage<Response> set(
            @PathParam("device") String device, @PathParam("setting") String name, @Nullable String body) {
        JsonBody json = JsonBody.read(body, List.of("value", "for"));
        String author = caller.name();
        Optional<Duration> length = length(json.get("for"));
        return control.order(orders -> {
            DeviceState station = station(orders, device);
            Setting setting = setting(station, name);
            double value = value(json.get("value"), setting, station);
            orders.set(station.serial(), setting.name(), value, length, setting.format(value), author);
            return accepted(orders, station, setting, null, "manual:" + author);
        });
    }

    /** Ends what a person set. */
    @DELETE
    @Operation(
            summary = "Release a setting that was set by hand",
            description = "The strongest rule's claim wins from now on or, without one, the setting stays as it is.")
    @APIResponse(
            responseCode = "202",
            description = "Nobody claims the setting by hand any more",
            content = @Content(schema = @Schema(implementation = OrderView.class)))
    @APIResponse(responseCode = "404", description = "There is no such station, or its model has no such setting")
    public CompletionStage<Response> release(@PathParam("device") String device, @PathParam("setting") String name) {
        String author = caller.name();
        return control.order(orders -> {
            DeviceState station = station(orders, device);
            Setting setting = setting(station, name);
            boolean released = orders.release(station.serial(), setting.name(), author);
            return accepted(orders, station, setting, released, "");
        });
    }

    private Response accepted(
            Orders orders, DeviceState station, Setting setting, @Nullable Boolean released, String origin) {
        var moment = orders.moment();
        Optional<Explanation.OfClaim> claim = moment.engine().settings(station.serial()).stream()
                .filter(one -> one.setting().name().equals(setting.name()))
                .findFirst()
                .flatMap(Explanation.OfSetting::winner);
        String commands = "/api/commands?device=" + encoded(station.serial())
                + (origin.isEmpty() ? "" : "&rule=" + encoded(origin));
        return Response.accepted(new OrderView(
                        station.serial(),
                        setting.name(),
                        claim.map(DeviceView.ClaimView::of).orElse(null),
                        released,
                        commands,
                        note(moment, station)))
                .build();
    }

    private @Nullable String note(Present.Moment moment, DeviceState station) {
        if (moment.mode() == Mode.OBSERVE) {
            return "The mode is observe: nothing is sent";
        }
        if (present.ledgerHealth().commands() == LedgerHealth.Commands.STOPPED) {
            return "The ledger cannot be written: it is set when it can, if that is still wanted";
        }
        return station.online() ? null : "The station is offline: it is set when it is back, if that is still wanted";
    }

    private static String encoded(String text) {
        // A colon may stand in a query as it is, and reads better so.
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("%3A", ":");
    }

    private static DeviceState station(Orders orders, String device) {
        return orders.moment()
                .state()
                .byNameOrSerial(device)
                .orElseThrow(() -> Problem.notFound("There is no station '%s'".formatted(device)));
    }

    private static Setting setting(DeviceState station, String name) {
        return station.model().setting(name).orElseThrow(() -> {
            List<String> known = station.model().settings().stream()
                    .map(Setting::name)
                    .sorted()
                    .toList();
            String near = Suggestion.didYouMean(name, known);
            return Problem.notFound("%s has no setting '%s'.%s"
                    .formatted(
                            station.model().name(),
                            name,
                            near.isEmpty() ? " It has " + String.join(", ", known) : near));
        });
    }

    private static double value(JsonNode value, Setting setting, DeviceState station) {
        try {
            return SettingValues.parse(text(value, setting), setting, station.model());
        } catch (IllegalArgumentException refused) {
            throw Problem.badRequest(String.valueOf(refused.getMessage()));
        }
    }

    /** The value as it would stand in a rule file. */
    private static String text(JsonNode value, Setting setting) {
        if (value.isTextual() || value.isBoolean()) {
            return value.asText();
        }
        if (value.isNumber() && Math.abs(value.doubleValue()) <= LARGEST) {
            return BigDecimal.valueOf(value.doubleValue()).stripTrailingZeros().toPlainString();
        }
        throw new IllegalArgumentException("%s must be %s, not %s"
                .formatted(
                        setting.name(),
                        setting.formatRange(),
                        value.isMissingNode()
                                ? "absent: the body needs a value"
                                : value.getNodeType() + " " + shown(value)));
    }

    private static String shown(JsonNode value) {
        String text = value.toString();
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }

    private static Optional<Duration> length(JsonNode length) {
        if (length.isMissingNode()) {
            return Optional.empty();
        }
        try {
            return Optional.of(SettingValues.length("for", length.isTextual() ? length.asText() : shown(length)));
        } catch (IllegalArgumentException refused) {
            throw Problem.badRequest(String.valueOf(refused.getMessage()));
        }
    }
}
