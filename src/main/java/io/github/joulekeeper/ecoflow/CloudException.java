package io.github.joulekeeper.ecoflow;

import io.github.joulekeeper.dispatch.Delivery;

/** A call to the cloud that did not succeed. The message is for people and holds no secrets. */
public final class CloudException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final CloudProblem problem;
    private final String code;
    private final String vendorMessage;

    /**
     * @param code the vendor's code, or {@code HTTP} and the status, or empty when there was no answer
     * @param vendorMessage what the cloud or the connection said, without secrets
     */
    CloudException(CloudProblem problem, String code, String vendorMessage) {
        super(describe(problem, code, vendorMessage));
        this.problem = problem;
        this.code = code;
        this.vendorMessage = vendorMessage;
    }

    private static String describe(CloudProblem problem, String code, String vendorMessage) {
        String what = problem.answered() ? "The cloud refused" : "The cloud could not be asked";
        String detail = code.isEmpty() ? vendorMessage : code + (vendorMessage.isEmpty() ? "" : ", " + vendorMessage);
        return "%s (%s). %s".formatted(what, detail, problem.remedy());
    }

    public CloudProblem problem() {
        return problem;
    }

    /** The vendor's code, {@code HTTP} and the status, or empty when there was no answer. */
    public String code() {
        return code;
    }

    /** What the cloud or the connection said. */
    public String vendorMessage() {
        return vendorMessage;
    }

    /** This as the outcome of sending a command. */
    Delivery delivery() {
        return problem.answered() && problem != CloudProblem.OFFLINE
                ? new Delivery.Refused(
                        code, vendorMessage.isEmpty() ? problem.remedy() : vendorMessage, problem.passing())
                : new Delivery.Failed(
                        describe(problem, code, vendorMessage), problem == CloudProblem.BUSY, mayHaveArrived());
    }

    /** A server that fails may have done first what it was asked for; one that has too much to do has not. */
    private boolean mayHaveArrived() {
        return switch (problem) {
            case OFFLINE, UNREACHABLE -> false;
            case BUSY -> !code.equals(CloudAnswer.TOO_MANY);
            default -> true;
        };
    }
}
