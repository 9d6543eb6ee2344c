package io.github.joulekeeper.rule.file;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** By which it is seen whether two texts are the same without keeping them. */
final class Digest {
    private Digest() {}

    /**
     * The beginning of the SHA-256 of bytes, in hexadecimal.
     *
     * @param length how many bytes of it, 1 to 32: two digits each
     */
    static String of(byte[] bytes, int length) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, length);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
