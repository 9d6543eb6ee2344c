package io.github.joulekeeper.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A DELTA 2 on the vendor's side: it reports over MQTT, does what set commands say, and misbehaves to order. */
final class VendorStation implements AutoCloseable {
    /** How the station takes set commands. */
    enum Manner {
        /** Applies, acknowledges, reports. */
        GOOD,
        /** Acknowledges with 1 and does nothing. */
        ACK_ONE,
        /** The command is refused with code 1008: by the cloud over HTTP, in the reply over MQTT. */
        REFUSES,
        /** Does nothing and says nothing. */
        SILENT,
        /** Applies and never replies. */
        NEVER_REPLIES,
        /** Acknowledges and does nothing. */
        LIES
    }

    /** How reports are written. */
    enum Shape {
        /** The documented one: a type code and bare keys. */
        NESTED,
        /** The one seen in the field: prefixed keys, and a module type that is a string. */
        FLAT
    }

    /** A set command that reached the vendor's side. */
    record Received(Instant at, String via, String serial, JsonNode command) {
        String messageId() {
            return command.path("id").asText();
        }
    }

    /** A module as reports name it. */
    private record Module(String prefix, int type, String typeCode) {}

    private static final List<Module> MODULES = List.of(
            new Module("pd.", 1, "pdStatus"),
            new Module("bms_bmsStatus.", 2, "bmsStatus"),
            new Module("bms_emsStatus.", 2, "emsStatus"),
            new Module("inv.", 3, "invStatus"),
            new Module("mppt.", 5, "mpptStatus"));
    private static final long APPLY_MILLIS = 80;
    private static final long REPORT_MILLIS = 250;

    private final ObjectMapper json = new ObjectMapper();
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor();
    private final String serial;
    private final StationLink link;
    private final Delta2 inside = new Delta2();
    private final Map<String, Object> remembered = new TreeMap<>(inside.quotas());
    private final List<Received> received = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private Manner manner = Manner.GOOD;
    private Shape shape = Shape.NESTED;
    private boolean reporting = true;
    private boolean online = true;
    private long messages = 1000;

    VendorStation(Mosquitto broker, String serial) {
        this.serial = serial;
        this.link = new StationLink(broker, serial, this::onMessage, this::announce);
        link.connect();
    }

    String serial() {
        return serial;
    }

    synchronized void behave(Manner manner) {
        this.manner = manner;
    }

    synchronized void write(Shape shape) {
        this.shape = shape;
    }

    /** Whether it reports what it was set to; without, only a question brings it to light. */
    synchronized void reportChanges(boolean reporting) {
        this.reporting = reporting;
    }

    /** Reports everything again and again, as stations do. */
    void pulse(long millis) {
        clockwork.scheduleAtFixedRate(this::announce, millis, millis, TimeUnit.MILLISECONDS);
    }

    /** The battery now holds so much, and the station reports it. */
    synchronized void soc(int percent) {
        report(inside.setSoc(percent));
    }

    /** It loses the vendor's cloud, or finds it again. */
    synchronized void online(boolean online, boolean told) {
        this.online = online;
        if (told) {
            status();
        }
    }

    synchronized boolean isOnline() {
        return online;
    }

    /** What a setting's quota really is, whatever the station says. */
    synchronized Object quota(String key) {
        return inside.quota(key);
    }

    /** What the cloud remembers, which for an unreachable station is old. */
    synchronized Map<String, Object> remembered() {
        return new TreeMap<>(remembered);
    }

    /** The set commands that reached the vendor's side, over HTTP or MQTT. */
    synchronized List<Received> received() {
        return List.copyOf(received);
    }

    /** What was wrong with commands that it got. */
    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    /** Says any bytes on one of its topics. */
    void say(String topic, byte[] message) {
        link.say(topic, message);
    }

    /** A report of the battery's charge that is larger than most clients let through. */
    synchronized void longReport(int percent, int bytes) {
        Map<String, Object> shown = new TreeMap<>(inside.setSoc(percent));
        remembered.putAll(shown);
        MODULES.forEach(module -> {
            ObjectNode message = message(module, shown);
            message.withObject("/params").put("padding", "x".repeat(bytes));
            link.say("quota", message);
        });
    }

    /** Takes a set command that came by HTTP; the vendor's code and message, "0" for taken. */
    synchronized String[] put(JsonNode command) {
        received.add(new Received(Instant.now(), "http", serial, command));
        if (!online) {
            return new String[] {"6012", "device is offline"};
        }
        String fault = faultOf(command);
        if (!fault.isEmpty()) {
            return new String[] {"1006", fault};
        }
        if (manner == Manner.REFUSES) {
            return new String[] {"1008", "param invalid"};
        }
        later(APPLY_MILLIS, () -> carryOut(command));
        return new String[] {"0", "Success"};
    }

    /** The present values of quotas, as the station itself gives them. */
    synchronized ObjectNode read(JsonNode keys) {
        ObjectNode values = json.createObjectNode();
        keys.forEach(key -> {
            Object value = inside.quota(key.asText());
            if (value != null) {
                values.set(key.asText(), json.valueToTree(value));
                remembered.put(key.asText(), value);
            }
        });
        return values;
    }

    @Override
    public void close() {
        clockwork.shutdownNow();
        link.close();
    }

    private synchronized void onMessage(String topic, JsonNode message) {
        if (topic.equals("set")) {
            received.add(new Received(Instant.now(), "mqtt", serial, message));
            String fault = faultOf(message);
            if (!online) {
                reply("set_reply", message, "-2", "device offline", json.createObjectNode());
            } else if (!fault.isEmpty()) {
                reply("set_reply", message, "1006", fault, json.createObjectNode());
            } else if (manner == Manner.REFUSES) {
                reply("set_reply", message, "1008", "param invalid", json.createObjectNode());
            } else {
                later(APPLY_MILLIS, () -> carryOut(message));
            }
        } else if (online) {
            reply("get_reply", message, "0", "", read(message.path("params").path("quotas")));
        } else {
            reply("get_reply", message, "-2", "device offline", json.createObjectNode());
        }
    }

    private synchronized void carryOut(JsonNode command) {
        if (!online) {
            return;
        }
        if (manner == Manner.GOOD || manner == Manner.NEVER_REPLIES) {
            Map<String, Object> changed = inside.apply(command);
            if (reporting) {
                later(REPORT_MILLIS, () -> report(changed));
            }
        }
        switch (manner) {
            case GOOD, LIES -> acknowledge(command, 0);
            case ACK_ONE -> acknowledge(command, 1);
            case REFUSES, SILENT, NEVER_REPLIES -> {}
        }
    }

    private void acknowledge(JsonNode command, int ack) {
        reply("set_reply", command, "0", "", json.createObjectNode().put("ack", ack));
    }

    private void reply(String topic, JsonNode request, String code, String message, ObjectNode data) {
        ObjectNode reply = json.createObjectNode();
        // A number even where the request had a string, as is seen in the field.
        reply.put("id", request.path("id").asLong()).put("version", "1.0").put("time", ++messages);
        reply.set("moduleType", request.path("moduleType"));
        reply.set("operateType", request.path("operateType"));
        reply.put("code", code);
        if (!message.isEmpty()) {
            reply.put("message", message);
        }
        reply.set("data", data);
        link.say(topic, reply);
    }

    private synchronized void announce() {
        status();
        if (online) {
            report(inside.quotas());
        }
    }

    private void status() {
        ObjectNode status = json.createObjectNode();
        status.put("id", String.valueOf(++messages)).put("version", "1.0").put("timestamp", System.currentTimeMillis());
        status.putObject("params").put("status", online ? 1 : 0);
        link.say("status", status);
    }

    private synchronized void report(Map<String, Object> values) {
        if (!online) {
            return;
        }
        remembered.putAll(values);
        for (Module module : MODULES) {
            ObjectNode message = message(module, values);
            if (!message.path("params").isEmpty()) {
                link.say("quota", message);
            }
        }
    }

    private ObjectNode message(Module module, Map<String, Object> values) {
        ObjectNode message = json.createObjectNode();
        message.put("id", ++messages).put("version", "1.0");
        if (shape == Shape.NESTED) {
            message.put("time", messages).put("moduleType", module.type()).put("typeCode", module.typeCode());
        } else {
            message.put("timestamp", System.currentTimeMillis()).put("moduleType", String.valueOf(module.type()));
        }
        ObjectNode params = message.putObject("params");
        values.forEach((key, value) -> {
            if (key.startsWith(module.prefix())) {
                String name =
                        shape == Shape.NESTED ? key.substring(module.prefix().length()) : key;
                params.set(name, json.valueToTree(value));
            }
        });
        return message;
    }

    private String faultOf(JsonNode command) {
        String fault = Delta2.faultOf(command);
        if (!fault.isEmpty()) {
            faults.add(fault + " in " + command);
        }
        return fault;
    }

    private void later(long millis, Runnable step) {
        try {
            clockwork.schedule(step, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The station was switched off; whatever it was about to do, it does no more.
        }
    }
}
