package io.github.joulekeeper.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The body of an answer of the HTTP API.
 *
 * @param code the vendor's code; {@code 0} for success
 * @param message the vendor's message
 * @param data what was asked for; missing if nothing was
 */
record CloudAnswer(String code, String message, JsonNode data) {
    static final CloudAnswer SUCCESS = success(MissingNode.getInstance());

    static final String SIGNATURE_WRONG = "8521";
    static final String ACCESS_KEY_WRONG = "8513";
    static final String NOT_ALLOWED = "1006";
    static final String PARAMETER_REFUSED = "8524";
    static final String SERVER_ERROR = "1000";
    static final String OFFLINE = "6012";

    static CloudAnswer success(JsonNode data) {
        return new CloudAnswer("0", "Success", data);
    }

    static CloudAnswer failure(String code, String message) {
        return new CloudAnswer(code, message, MissingNode.getInstance());
    }

    boolean succeeded() {
        return code.equals("0");
    }

    ObjectNode body() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("code", code).put("message", message);
        if (!data.isMissingNode()) {
            body.set("data", data);
        }
        return body.put("tid", "");
    }
}
