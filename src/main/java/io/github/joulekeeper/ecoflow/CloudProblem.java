package io.github.joulekeeper.ecoflow;

import java.util.List;

/**
 * What can go wrong with a call to the cloud, and what can be done about it. The vendor documents no codes beyond 0; these
 * are the ones that integrations see.
 */
public enum CloudProblem {
    /** 8521: the signature is wrong. Seen to pass by itself now and then. */
    SIGNATURE(
            List.of("8521"),
            true,
            true,
            "If it stays, check ecoflow.secret-key and that this machine's clock is right."),
    /** 8513: the access key is not known to this host. */
    ACCESS_KEY(
            List.of("8513"),
            true,
            false,
            "Check ecoflow.access-key, and that ecoflow.url is the host of the account's region: api-e in Europe, api-a in"
                    + " the Americas, api elsewhere."),
    /** 1006: not this account's device, or a parameter that it does not take. */
    NOT_ALLOWED(
            List.of("1006"),
            true,
            false,
            "Check that the station is bound to the account itself and not only shared with it, and that its model takes"
                    + " this command."),
    /** 1008 and 8524: a parameter was refused. */
    PARAMETER(
            List.of("1008", "8524"),
            true,
            false,
            "The station's model does not take this value; check the model chosen for it and its firmware."),
    /** 1000: a fault on the cloud's side, or a command that is not for this model. */
    SERVER(
            List.of("1000"),
            true,
            true,
            "If it stays, this command is not for the station's model; check the model chosen for it."),
    /** 6012, and -2 over MQTT: the station is offline. */
    OFFLINE(List.of("6012", "-2"), true, true, "Check the station's power and its Wi-Fi."),
    /** -1 over MQTT: the station belongs to another account. */
    NOT_YOURS(List.of("-1"), true, false, "Bind the station to the account whose keys are configured."),
    /** Any other code. */
    OTHER_CODE(List.of(), true, false, "Joulekeeper does not know this code; the message is all there is."),
    /** An HTTP status from 300 to 499 without a code of the vendor. */
    HTTP(
            List.of(),
            true,
            false,
            "Check that ecoflow.url is the address of the cloud's API and no proxy answers for it."),
    /** HTTP 429 or 5xx: too many calls, or the cloud is ill. The account as a whole should pause. */
    BUSY(List.of(), false, true, "Joulekeeper pauses and tries again."),
    /** An answer that is not what the vendor's page describes, such as an HTML page or an empty body. */
    UNREADABLE(List.of(), false, true, "If it stays, check that ecoflow.url is the address of the cloud's API."),
    /** No answer in time. */
    TIMED_OUT(List.of(), false, true, "Check the connection to the internet; Joulekeeper tries again."),
    /** The connection broke before the answer was there. */
    BROKEN_OFF(List.of(), false, true, "Check the connection to the internet; Joulekeeper tries again."),
    /** No connection: refused, no such host, or a certificate that is not trusted. */
    UNREACHABLE(List.of(), false, true, "Check ecoflow.url and the connection to the internet.");

    private final List<String> codes;
    private final boolean answered;
    private final boolean passing;
    private final String remedy;

    CloudProblem(List<String> codes, boolean answered, boolean passing, String remedy) {
        this.codes = codes;
        this.answered = answered;
        this.passing = passing;
        this.remedy = remedy;
    }

    /** The problem that a code of the vendor, other than 0, tells of. */
    public static CloudProblem ofCode(String code) {
        for (CloudProblem problem : values()) {
            if (problem.codes.contains(code)) {
                return problem;
            }
        }
        return OTHER_CODE;
    }

    /** Whether the cloud answered that it will not; otherwise the call may or may not have had its effect. */
    public boolean answered() {
        return answered;
    }

    /** Whether it is known to pass, so that trying the same again makes sense. */
    public boolean passing() {
        return passing;
    }

    /** What the user can do, a sentence. */
    public String remedy() {
        return remedy;
    }
}
