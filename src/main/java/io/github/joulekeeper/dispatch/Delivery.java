package io.github.joulekeeper.dispatch;

/** What became of handing a command to the cloud. */
public sealed interface Delivery {
    /** HTTP code 0, or written to MQTT. */
    record Accepted() implements Delivery {}

    /**
     * The cloud answered that it will not.
     *
     * @param code the vendor's code
     * @param message the vendor's message
     * @param passing whether the code is known to pass, so that a retry makes sense
     */
    record Refused(String code, String message, boolean passing) implements Delivery {}

    /**
     * It is not known to have arrived: no connection, time-out, 5xx, 429.
     *
     * @param reason as a person reads it, without secrets
     * @param throttled whether the way as a whole should pause (429, 5xx)
     * @param mayHaveArrived whether the station may have got it all the same, as after a time-out
     */
    record Failed(String reason, boolean throttled, boolean mayHaveArrived) implements Delivery {
        /** A failure that does not tell whether the command arrived. */
        public Failed(String reason, boolean throttled) {
            this(reason, throttled, true);
        }

        /** It surely never left. */
        public static Failed neverSent(String reason) {
            return new Failed(reason, false, false);
        }
    }
}
