package io.github.joulekeeper.simulator;

import java.util.Arrays;
import java.util.Optional;

/** The calls of the cloud's HTTP API. */
public enum ApiCall {
    DEVICE_LIST("GET", "/iot-open/sign/device/list"),
    SET_QUOTA("PUT", "/iot-open/sign/device/quota"),
    GET_QUOTA("POST", "/iot-open/sign/device/quota"),
    ALL_QUOTAS("GET", "/iot-open/sign/device/quota/all"),
    CERTIFICATION("GET", "/iot-open/sign/certification");

    private final String method;
    private final String path;

    ApiCall(String method, String path) {
        this.method = method;
        this.path = path;
    }

    /** The call of a request, if it is one. */
    static Optional<ApiCall> of(String method, String path) {
        return Arrays.stream(values())
                .filter(call -> call.method.equals(method) && call.path.equals(path))
                .findFirst();
    }

    public String method() {
        return method;
    }

    public String path() {
        return path;
    }
}
