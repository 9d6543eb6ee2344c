package io.github.joulekeeper.ecoflow;

import java.io.IOException;

/** A message that is not what the vendor's page describes; the message completes "the message …". */
final class MalformedMessageException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedMessageException(String message) {
        super(message);
    }
}
