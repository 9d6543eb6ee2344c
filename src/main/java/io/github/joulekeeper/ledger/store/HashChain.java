package io.github.joulekeeper.ledger.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Ties each entry to the one before, so that none can be changed, taken out or slipped in unnoticed. */
final class HashChain {
    /** What the first entry is tied to. */
    static final String START = "0".repeat(64);

    private final MessageDigest digest;

    HashChain() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256, which every Java must have", e);
        }
    }

    /** The hash of an entry: SHA-256 over the hash before, the sequence and the body, a line each. */
    String next(String before, long sequence, String body) {
        return HexFormat.of()
                .formatHex(digest.digest((before + "\n" + sequence + "\n" + body).getBytes(StandardCharsets.UTF_8)));
    }
}
