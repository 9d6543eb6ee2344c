package io.github.joulekeeper.app;

import java.util.List;
import java.util.stream.IntStream;

/**
 * One setting of a DELTA 2, set by a rule of its own on a station of its own.
 *
 * @param serial the station
 * @param setting its name in rules
 * @param value as the rule says it; another than the station begins with
 * @param shown the value as people read it
 * @param command the vendor's command that must arrive, fields that keep their value and companions included
 */
record SettingCase(String serial, String setting, String value, String shown, SentCommand command) {

    /** A vendor command as it must arrive: module type, operate type, and {@code params} as JSON. */
    record SentCommand(int moduleType, String operateType, String params) {}

    /** The rule's id and the station's name. */
    String name() {
        return setting.replace('.', '-');
    }

    String rule() {
        return """
                  - id: %s
                    devices: [%s]
                    when: soc > 0%%
                    set: {%s: %s}
                """.formatted(name(), name(), setting, value);
    }

    static List<SettingCase> all() {
        List<SettingCase> plain = List.of(
                of("ac-charging.watts", "600", "600 W", 5, "acChgCfg", "{'chgWatts':600,'chgPauseFlag':255}"),
                of("ac-charging.paused", "true", "true", 5, "acChgCfg", "{'chgWatts':200,'chgPauseFlag':1}"),
                of("ac-output.enabled", "false", "false", 5, "acOutCfg", acOut(0, 255, -1, 255)),
                of("ac-output.x-boost", "true", "true", 5, "acOutCfg", acOut(255, 1, -1, 255)),
                of("ac-output.voltage", "240 V", "240 V", 5, "acOutCfg", acOut(255, 255, 240, 255)),
                of("ac-output.frequency", "60 Hz", "60 Hz", 5, "acOutCfg", acOut(255, 255, -1, 2)),
                of("ac-always-on.enabled", "true", "true", 1, "acAutoOutConfig", alwaysOn(1, 20)),
                of("ac-always-on.min-soc", "30%", "30 %", 1, "acAutoOutConfig", alwaysOn(0, 30)),
                of("usb-output.enabled", "true", "true", 1, "dcOutCfg", "{'enabled':1}"),
                of("car-output.enabled", "true", "true", 5, "mpptCar", "{'enabled':1}"),
                of("charge-limit.soc", "80%", "80 %", 2, "upsConfig", "{'maxChgSoc':80}"),
                of("discharge-limit.soc", "10%", "10 %", 2, "dsgCfg", "{'minDsgSoc':10}"),
                of("backup-reserve.enabled", "true", "true", 1, "watthConfig", reserve(1, 50)),
                of("backup-reserve.soc", "60%", "60 %", 1, "watthConfig", reserve(0, 60)),
                of("generator.start-soc", "20%", "20 %", 2, "openOilSoc", "{'openOilSoc':20}"),
                of("generator.stop-soc", "80%", "80 %", 2, "closeOilSoc", "{'closeOilSoc':80}"),
                of("solar-priority.enabled", "true", "true", 1, "pvChangePrio", "{'pvChangeSet':1}"),
                of("car-charging.milliamps", "6 A", "6000 mA", 5, "dcChgCfg", "{'dcChgCfg':6000}"),
                of("standby.device", "1h", "1 h", 1, "standbyTime", "{'standbyMin':60}"),
                of("standby.ac", "2h", "2 h", 5, "standbyTime", "{'standbyMins':120}"),
                of("standby.car", "never", "never", 5, "carStandby", "{'standbyMins':0}"),
                of("screen.timeout", "30s", "30 s", 1, "lcdCfg", "{'delayOff':30,'brighLevel':3}"),
                of("screen.brightness", "3", "3", 1, "lcdCfg", "{'delayOff':300,'brighLevel':3}"),
                of("beeper.silent", "true", "true", 5, "quietMode", "{'enabled':1}"));
        return IntStream.range(0, plain.size())
                .mapToObj(i -> plain.get(i).on("R331ZTEST%07d".formatted(i + 1)))
                .toList();
    }

    /** What must arrive when one station is to be brought to all of these values at once: the 17 commands. */
    static List<SentCommand> together() {
        return List.of(
                new SentCommand(5, "quietMode", json("{'enabled':1}")),
                new SentCommand(5, "mpptCar", json("{'enabled':1}")),
                new SentCommand(5, "acOutCfg", json(acOut(0, 1, 240, 2))),
                new SentCommand(5, "acChgCfg", json("{'chgWatts':600,'chgPauseFlag':1}")),
                new SentCommand(5, "standbyTime", json("{'standbyMins':120}")),
                new SentCommand(5, "carStandby", json("{'standbyMins':0}")),
                new SentCommand(5, "dcChgCfg", json("{'dcChgCfg':6000}")),
                new SentCommand(1, "standbyTime", json("{'standbyMin':60}")),
                new SentCommand(1, "dcOutCfg", json("{'enabled':1}")),
                new SentCommand(1, "lcdCfg", json("{'delayOff':30,'brighLevel':3}")),
                new SentCommand(1, "pvChangePrio", json("{'pvChangeSet':1}")),
                new SentCommand(1, "watthConfig", json(reserve(1, 60))),
                new SentCommand(1, "acAutoOutConfig", json(alwaysOn(1, 30))),
                new SentCommand(2, "upsConfig", json("{'maxChgSoc':80}")),
                new SentCommand(2, "dsgCfg", json("{'minDsgSoc':10}")),
                new SentCommand(2, "openOilSoc", json("{'openOilSoc':20}")),
                new SentCommand(2, "closeOilSoc", json("{'closeOilSoc':80}")));
    }

    private static SettingCase of(
            String setting, String value, String shown, int moduleType, String operateType, String params) {
        return new SettingCase("", setting, value, shown, new SentCommand(moduleType, operateType, json(params)));
    }

    private SettingCase on(String station) {
        return new SettingCase(station, setting, value, shown, command);
    }

    private static String acOut(int enabled, int xboost, int volts, int frequency) {
        return "{'enabled':%d,'xboost':%d,'out_voltage':%d,'out_freq':%d}".formatted(enabled, xboost, volts, frequency);
    }

    private static String alwaysOn(int enabled, int soc) {
        return "{'acAutoOutConfig':%d,'minAcOutSoc':%d}".formatted(enabled, soc);
    }

    private static String reserve(int enabled, int soc) {
        return "{'isConfig':%d,'bpPowerSoc':%d,'minDsgSoc':255,'minChgSoc':255}".formatted(enabled, soc);
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }
}
