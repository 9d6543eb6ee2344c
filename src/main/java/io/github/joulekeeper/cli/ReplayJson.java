package io.github.joulekeeper.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.joulekeeper.replay.Comparison;
import io.github.joulekeeper.replay.Replayed;
import io.github.joulekeeper.replay.TimelineEntry;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A replay as programs read it. Instants are in UTC, lengths of time in seconds. */
final class ReplayJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ReplayJson() {}

    static String of(Replayed replayed, Comparison.@Nullable Outcome compared, int skipped, ZoneId zone) {
        ObjectNode root = MAPPER.createObjectNode();
        ObjectNode recording = root.putObject("recording")
                .put("from", replayed.from().toString())
                .put("to", replayed.to().toString())
                .put("zone", zone.getId())
                .put("reports", replayed.reports())
                .put("lostEvents", replayed.lost())
                .put("skippedLines", skipped);
        ArrayNode stations = recording.putArray("stations");
        replayed.stations()
                .forEach(station -> stations.addObject()
                        .put("serial", station.serial())
                        .put("name", station.name())
                        .put("model", station.model()));
        entries(root.putArray("timeline"), replayed.timeline());
        summary(root.putObject("summary"), replayed);
        if (compared != null) {
            comparison(root.putObject("compare"), compared);
        }
        return root.toPrettyString();
    }

    private static void entries(ArrayNode array, List<TimelineEntry> entries) {
        for (TimelineEntry entry : entries) {
            ObjectNode node = array.addObject()
                    .put("at", entry.at().toString())
                    .put("device", entry.serial())
                    .put("rule", entry.rule())
                    .put("event", entry.what().name().toLowerCase(Locale.ROOT))
                    .put("reason", entry.reason());
            if (!entry.settings().isEmpty()) {
                ObjectNode settings = node.putObject("settings");
                entry.settings().forEach(settings::put);
            }
        }
    }

    private static void summary(ObjectNode summary, Replayed replayed) {
        summary.put("commands", replayed.commandCount());
        ObjectNode bySetting = summary.putObject("commandsBySetting");
        replayed.commands().forEach((setting, count) -> bySetting.put(setting, count));
        ArrayNode rules = summary.putArray("rules");
        replayed.rules()
                .forEach(activity -> rules.addObject()
                        .put("rule", activity.rule())
                        .put("device", activity.serial())
                        .put("starts", activity.starts())
                        .put("activeSeconds", activity.active().toMillis() / 1000.0)
                        .put("activeAtEnd", activity.activeAtEnd()));
        ArrayNode notApplicable = summary.putArray("notApplicable");
        replayed.notApplicable()
                .forEach(rule -> notApplicable
                        .addObject()
                        .put("rule", rule.rule())
                        .put("device", rule.serial())
                        .put("reason", rule.reason()));
    }

    private static void comparison(ObjectNode node, Comparison.Outcome compared) {
        node.put("same", compared.same());
        entries(node.putArray("onlyFirst"), compared.onlyFirst());
        entries(node.putArray("onlySecond"), compared.onlySecond());
        ArrayNode settings = node.putArray("settings");
        compared.settings()
                .forEach(difference -> settings.addObject()
                        .put("device", difference.serial())
                        .put("setting", difference.setting())
                        .put("from", difference.from().toString())
                        .put("to", difference.to().toString())
                        .put("first", difference.first())
                        .put("second", difference.second()));
        summary(node.putObject("summary"), compared.second());
    }
}
