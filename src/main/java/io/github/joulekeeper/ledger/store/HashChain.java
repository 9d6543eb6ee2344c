package io.github.joulekeeper.ledger.store;

import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Ties each entry to the one before, so that none can be changed, taken out or slipped in unnoticed. For one thread.
 *
 * <p>The hash of an entry is SHA-256, in hexadecimal, over the hash before, the sequence and the body in UTF-8, a line each,
 * without a line's end after the body.
 */
final class HashChain {
    /** What the first entry is tied to. */
    static final String START = "0".repeat(64);

    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final MessageDigest digest;
    private final byte[] raw = new byte[32];
    private final byte[] hash = new byte[64];
    private final byte[] number = new byte[22];

    /** @param before what the next entry is tied to */
    HashChain(String before) {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256, which every Java must have", e);
        }
        goOnFrom(before);
    }

    void goOnFrom(String before) {
        System.arraycopy(before.getBytes(StandardCharsets.US_ASCII), 0, hash, 0, hash.length);
    }

    /** Ties an entry to the one before; its hash is then the chain's. */
    void tie(long sequence, byte[] text, int from, int to) {
        digest.update(hash);
        int digits = line(sequence);
        digest.update(number, digits, number.length - digits);
        digest.update(text, from, to - from);
        try {
            digest.digest(raw, 0, raw.length);
        } catch (DigestException e) {
            throw new IllegalStateException("SHA-256 has 32 bytes", e);
        }
        for (int i = 0; i < raw.length; i++) {
            hash[2 * i] = DIGITS[(raw[i] >> 4) & 15];
            hash[2 * i + 1] = DIGITS[raw[i] & 15];
        }
    }

    /** The sequence between two line ends; where it begins in {@link #number}. */
    private int line(long sequence) {
        int at = number.length - 1;
        number[at] = '\n';
        long left = sequence;
        do {
            number[--at] = (byte) ('0' + left % 10);
            left /= 10;
        } while (left > 0);
        number[--at] = '\n';
        return at;
    }

    /** The newest entry's hash, 64 hexadecimal digits. */
    String hash() {
        return new String(hash, StandardCharsets.US_ASCII);
    }

    /** Writes the first digits of the newest entry's hash. */
    void beginning(byte[] into, int at, int digits) {
        System.arraycopy(hash, 0, into, at, digits);
    }
}
