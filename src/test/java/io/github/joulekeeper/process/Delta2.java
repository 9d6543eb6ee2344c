package io.github.joulekeeper.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a DELTA 2 holds, and what it makes of the set commands of the vendor's page. Not for several threads at once. */
final class Delta2 {
    /** Tells "as it is" in a field of one byte. */
    private static final long KEEP = 255;

    /** The commands by module type and operate type. */
    private static final Map<String, List<Field>> COMMANDS = Map.ofEntries(
            Map.entry("5/quietMode", List.of(onOff("enabled", "mppt.beepState"))),
            Map.entry("5/mpptCar", List.of(onOff("enabled", "mppt.carState"))),
            Map.entry(
                    "5/acOutCfg",
                    List.of(
                            keepable("enabled", "mppt.cfgAcEnabled", 0, 1),
                            keepable("xboost", "mppt.cfgAcXboost", 0, 1),
                            new Field("out_voltage", "mppt.cfgAcOutVol", 100, 240, List.of(-1L, 4294967295L)),
                            keepable("out_freq", "mppt.cfgAcOutFreq", 1, 2))),
            Map.entry(
                    "5/acChgCfg",
                    List.of(
                            keepable("chgWatts", "mppt.cfgChgWatts", 200, 1200),
                            keepable("chgPauseFlag", "mppt.chgPauseFlag", 0, 1))),
            Map.entry("5/standbyTime", List.of(field("standbyMins", "mppt.acStandbyMins", 0, 5999))),
            Map.entry("5/carStandby", List.of(field("standbyMins", "mppt.carStandbyMin", 0, 5999))),
            Map.entry("5/dcChgCfg", List.of(field("dcChgCfg", "mppt.dcChgCurrent", 4000, 10000))),
            Map.entry("1/standbyTime", List.of(field("standbyMin", "pd.standbyMin", 0, 5999))),
            Map.entry("1/dcOutCfg", List.of(onOff("enabled", "pd.dcOutState"))),
            Map.entry(
                    "1/lcdCfg",
                    List.of(field("delayOff", "pd.lcdOffSec", 0, 1800), field("brighLevel", "pd.brightLevel", 3, 3))),
            Map.entry("1/pvChangePrio", List.of(onOff("pvChangeSet", "pd.pvChgPrioSet"))),
            Map.entry(
                    "1/watthConfig",
                    List.of(
                            onOff("isConfig", "pd.watchIsConfig"),
                            field("bpPowerSoc", "pd.bpPowerSoc", 5, 100),
                            keepable("minDsgSoc", "pd.minDsgSoc", 0, 100),
                            keepable("minChgSoc", "pd.minChgSoc", 0, 100))),
            Map.entry(
                    "1/acAutoOutConfig",
                    List.of(
                            onOff("acAutoOutConfig", "pd.acAutoOutConfig"),
                            field("minAcOutSoc", "pd.minAcoutSoc", 0, 100))),
            Map.entry("2/upsConfig", List.of(field("maxChgSoc", "bms_emsStatus.maxChargeSoc", 50, 100))),
            Map.entry("2/dsgCfg", List.of(field("minDsgSoc", "bms_emsStatus.minDsgSoc", 0, 30))),
            Map.entry("2/openOilSoc", List.of(field("openOilSoc", "bms_emsStatus.minOpenOilEb", 0, 40))),
            Map.entry("2/closeOilSoc", List.of(field("closeOilSoc", "bms_emsStatus.maxCloseOilEb", 50, 100))));

    private final Map<String, Object> quotas = new TreeMap<>();

    Delta2() {
        try (InputStream file = Delta2.class.getResourceAsStream("delta-2.json")) {
            new ObjectMapper()
                    .readTree(file)
                    .properties()
                    .forEach(quota -> quotas.put(quota.getKey(), plain(quota.getValue())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Field(String name, String quota, long least, long most, List<Long> keeps) {}

    private static Field field(String name, String quota, long least, long most) {
        return new Field(name, quota, least, most, List.of());
    }

    private static Field onOff(String name, String quota) {
        return field(name, quota, 0, 1);
    }

    private static Field keepable(String name, String quota, long least, long most) {
        return new Field(name, quota, least, most, List.of(KEEP));
    }

    /** What is wrong with a set command, empty for nothing: unknown, a field too few or too many, a value out of range. */
    static String faultOf(JsonNode command) {
        String name = nameOf(command);
        List<Field> fields = COMMANDS.get(name);
        if (fields == null) {
            return "unknown command " + name;
        }
        if (!command.path("version").asText().equals("1.0")) {
            return "the version is not 1.0";
        }
        if (!command.path("id").asText().matches("[0-9]+")) {
            return "the id is no number";
        }
        JsonNode params = command.path("params");
        if (params.size() != fields.size()) {
            return "%s takes %d parameters, not %s".formatted(name, fields.size(), params);
        }
        for (Field field : fields) {
            JsonNode value = params.path(field.name());
            if (!value.isIntegralNumber()) {
                return "%s.%s must be a whole number, not %s".formatted(name, field.name(), value);
            }
            long number = value.asLong();
            if (!field.keeps().contains(number) && (number < field.least() || number > field.most())) {
                return "%s.%s must be %d to %d, not %d"
                        .formatted(name, field.name(), field.least(), field.most(), number);
            }
        }
        return "";
    }

    /** Does what a faultless set command says, and returns the new values of what changed or might have. */
    Map<String, Object> apply(JsonNode command) {
        Map<String, Object> set = new LinkedHashMap<>();
        for (Field field : COMMANDS.get(nameOf(command))) {
            long value = command.path("params").path(field.name()).asLong();
            if (!field.keeps().contains(value)) {
                set.put(field.quota(), field.name().equals("out_freq") ? (value == 1 ? 50 : 60) : (Object) value);
            }
        }
        quotas.putAll(set);
        return set;
    }

    /** The state of charge, in percent, in all the places where the station shows it. */
    Map<String, Object> setSoc(int percent) {
        Map<String, Object> shown = Map.of(
                "pd.soc", percent,
                "bms_bmsStatus.soc", percent,
                "bms_bmsStatus.f32ShowSoc", percent + 0.0,
                "bms_emsStatus.lcdShowSoc", percent,
                "bms_emsStatus.f32LcdShowSoc", percent + 0.0);
        quotas.putAll(shown);
        return shown;
    }

    Object quota(String key) {
        return quotas.get(key);
    }

    Map<String, Object> quotas() {
        return new TreeMap<>(quotas);
    }

    private static String nameOf(JsonNode command) {
        return command.path("moduleType").asText() + "/"
                + command.path("operateType").asText();
    }

    private static Object plain(JsonNode value) {
        if (value.isArray()) {
            return value;
        }
        return value.isIntegralNumber() ? (Object) value.asLong() : (Object) value.asDouble();
    }
}
