package io.github.joulekeeper.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.joulekeeper.app.ServiceEvent;
import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.engine.SetPoint;
import io.github.joulekeeper.ledger.LedgerEntry;
import java.util.List;
import java.util.Locale;

/** Events as the API's clients read them: a name and an object of JSON. */
final class EventJson {
    /** The names of all events that can be asked for. */
    static final List<String> NAMES = List.of(
            "readings",
            "rule",
            "command",
            "claim",
            "setting",
            "external-change",
            "station",
            "connection",
            "rules",
            "mode",
            "note");

    private static final String MANUAL = "manual:";

    private EventJson() {}

    static String name(ServiceEvent event) {
        return switch (event) {
            case ServiceEvent.Readings readings -> "readings";
            case ServiceEvent.ClaimChanged changed -> "claim";
            case ServiceEvent.SettingRead read -> "setting";
            case ServiceEvent.ModeChanged changed -> "mode";
            case ServiceEvent.Recorded recorded -> name(recorded.entry());
        };
    }

    private static String name(LedgerEntry entry) {
        return switch (entry) {
            case LedgerEntry.CommandOpened _, LedgerEntry.CommandStep _, LedgerEntry.CommandEnded _ -> "command";
            case LedgerEntry.RuleChanged _ -> "rule";
            case LedgerEntry.ExternalChange _ -> "external-change";
            case LedgerEntry.Noted noted ->
                switch (noted.kind()) {
                    case "connection", "rules", "station" -> noted.kind();
                    default -> "note";
                };
            case LedgerEntry.Dropped _ -> "note";
            case LedgerEntry.Remembered _ -> throw new IllegalArgumentException("What is remembered is no event");
        };
    }

    static String data(ServiceEvent event) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        event.station()
                .ifPresent(station -> json.put("device", station.serial()).put("deviceName", station.name()));
        switch (event) {
            case ServiceEvent.Readings readings -> readings(json, readings);
            case ServiceEvent.ClaimChanged changed -> {
                json.put("setting", changed.setting().name());
                changed.claim()
                        .ifPresentOrElse(claim -> claim(json.putObject("claim"), claim), () -> json.putNull("claim"));
            }
            case ServiceEvent.SettingRead read -> {
                Setting setting = read.setting();
                json.put("setting", setting.name())
                        .put("value", setting.format(read.value()))
                        .put("number", read.value())
                        .put("unit", setting.unit().symbol());
            }
            case ServiceEvent.ModeChanged changed -> json.put("mode", word(changed.mode()));
            case ServiceEvent.Recorded recorded -> entry(json, recorded.entry());
        }
        return json.put("at", event.at().toString()).toString();
    }

    /** The data of the event that tells a client to look at everything anew. */
    static String reset(String reason) {
        return JsonNodeFactory.instance.objectNode().put("reason", reason).toString();
    }

    private static void readings(ObjectNode json, ServiceEvent.Readings readings) {
        json.put("online", readings.online());
        var values = json.putArray("readings");
        for (ServiceEvent.Value value : readings.changed()) {
            ObjectNode one = values.addObject().put("key", value.quota().key());
            value.quota().aliases().forEach(one.putArray("aliases")::add);
            one.put("value", value.value())
                    .put("unit", value.quota().unit().symbol())
                    .put("shown", value.quota().format(value.value()))
                    .put("at", value.at().toString());
        }
    }

    private static void claim(ObjectNode json, SetPoint claim) {
        json.put("origin", claim.origin());
        if (claim.origin().startsWith(MANUAL)) {
            json.put("author", claim.origin().substring(MANUAL.length()));
        }
        json.put("value", claim.setting().format(claim.value()))
                .put("number", claim.value())
                .put("unit", claim.setting().unit().symbol())
                .put("reason", claim.reason())
                .put("since", claim.since().toString());
    }

    private static void entry(ObjectNode json, LedgerEntry entry) {
        switch (entry) {
            case LedgerEntry.CommandOpened opened -> {
                json.put("id", opened.commandId()).put("step", "opened").putNull("outcome");
                json.put("detail", opened.reason()).put("command", opened.command());
                opened.origins().forEach(json.putArray("rules")::add);
                ObjectNode settings = json.putObject("settings");
                opened.setPoints().forEach(settings::put);
            }
            case LedgerEntry.CommandStep step ->
                json.put("id", step.commandId())
                        .put("step", word(step.step()))
                        .putNull("outcome")
                        .put("detail", step.detail());
            case LedgerEntry.CommandEnded ended ->
                json.put("id", ended.commandId())
                        .put("step", word(ended.outcome()))
                        .put("outcome", word(ended.outcome()))
                        .put("detail", ended.detail());
            case LedgerEntry.RuleChanged changed ->
                json.put("rule", changed.rule())
                        .put("from", word(changed.from()))
                        .put("to", word(changed.to()))
                        .put("reason", changed.reason());
            case LedgerEntry.ExternalChange change ->
                json.put("setting", change.setting()).put("from", change.from()).put("to", change.to());
            case LedgerEntry.Noted noted ->
                json.put("kind", noted.kind()).put("subject", noted.subject()).put("detail", noted.detail());
            case LedgerEntry.Dropped dropped ->
                json.put("kind", "ledger")
                        .put("subject", "")
                        .put("detail", "Dropped %d old entries".formatted(dropped.entries()));
            case LedgerEntry.Remembered remembered ->
                throw new IllegalArgumentException("What is remembered is no event");
        }
    }

    private static String word(Enum<?> constant) {
        return word(constant.name());
    }

    private static String word(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
