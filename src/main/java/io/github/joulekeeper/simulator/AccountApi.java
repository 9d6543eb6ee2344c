package io.github.joulekeeper.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Answers the calls of the HTTP API once they are known to be signed, without HTTP around them. */
final class AccountApi {
    private final Map<String, StationLink> links;
    private final Broker broker;

    /** @param links the account's stations by serial number */
    AccountApi(Map<String, StationLink> links, Broker broker) {
        this.links = links;
        this.broker = broker;
    }

    /**
     * @param serial the station that the call names; empty if none
     * @param replyDelay how late a set_reply comes
     */
    CloudAnswer answer(ApiCall call, String serial, JsonNode body, Duration replyDelay) {
        return switch (call) {
            case DEVICE_LIST -> deviceList();
            case CERTIFICATION -> certification();
            case SET_QUOTA, GET_QUOTA, ALL_QUOTAS -> {
                StationLink link = links.get(serial);
                if (link == null) {
                    yield CloudAnswer.failure(
                            CloudAnswer.NOT_ALLOWED, "current device is not allowed to get device info");
                }
                yield switch (call) {
                    case SET_QUOTA -> link.put(body, replyDelay);
                    case GET_QUOTA -> quotas(link, body);
                    default -> CloudAnswer.success(StationMessages.object(link.known()));
                };
            }
        };
    }

    private CloudAnswer deviceList() {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (StationLink link : links.values()) {
            list.addObject()
                    .put("sn", link.station().serial())
                    .put("deviceName", link.station().name())
                    .put("online", link.online() ? 1 : 0);
        }
        return CloudAnswer.success(list);
    }

    private CloudAnswer certification() {
        Certificate certificate = broker.certificate();
        return CloudAnswer.success(JsonNodeFactory.instance
                .objectNode()
                .put("certificateAccount", certificate.account())
                .put("certificatePassword", certificate.password())
                .put("url", certificate.host())
                .put("port", Integer.toString(certificate.port()))
                .put("protocol", certificate.protocol()));
    }

    private static CloudAnswer quotas(StationLink link, JsonNode body) {
        if (!link.online()) {
            return CloudAnswer.failure(CloudAnswer.OFFLINE, "Device is offline");
        }
        JsonNode asked = body.path("params").path("quotas");
        if (!asked.isArray()) {
            return CloudAnswer.failure(CloudAnswer.NOT_ALLOWED, "invalid parameter: params.quotas must be an array");
        }
        List<String> keys = new ArrayList<>();
        asked.forEach(key -> keys.add(key.asText()));
        return CloudAnswer.success(StationMessages.object(link.station().quotas(keys)));
    }
}
