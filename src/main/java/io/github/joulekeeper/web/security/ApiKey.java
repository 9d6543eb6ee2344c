package io.github.joulekeeper.web.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A key as it is stored: its secret is not part of it, only the SHA-256 of it.
 *
 * @param id eight hexadecimal digits, also the second part of the key's text
 * @param name what its owner calls it, and the ledger
 * @param role one of {@link Roles#ALL}
 * @param sha256 of the key's whole text, 64 hexadecimal digits
 * @param created when it was made
 * @param revoked since when it opens nothing, or null
 */
public record ApiKey(
        String id,
        String name,
        String role,
        String sha256,
        Instant created,
        @Nullable Instant revoked) {
    /** What every key begins with, so that one that has leaked can be recognised. */
    public static final String PREFIX = "jk_";

    private static final int SECRET_BYTES = 32;
    private static final int ID_BYTES = 4;
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._-]{0,63}");

    public ApiKey {
        if (!id.matches("[0-9a-f]{8}")) {
            throw new IllegalArgumentException("The id of a key (%s) must be 8 hexadecimal digits".formatted(id));
        }
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "The name of a key (%s) must be 1 to 64 letters, digits, blanks, dots, hyphens or underscores, and begin with a letter or digit"
                            .formatted(name));
        }
        Roles.includedIn(role);
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("The sha256 of the key %s must be 64 hexadecimal digits".formatted(id));
        }
    }

    /**
     * A new key, the only time that its text is known.
     *
     * @param text what its owner sends: {@code jk_}, the id, an underscore and 256 random bits
     */
    public record Made(String text, ApiKey key) {
        @Override
        public String toString() {
            return "Made[" + key + "]";
        }
    }

    /** @throws IllegalArgumentException if the name or the role is none */
    public static Made make(String name, String role, Instant now, RandomGenerator random) {
        byte[] idBytes = new byte[ID_BYTES];
        random.nextBytes(idBytes);
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        String id = HexFormat.of().formatHex(idBytes);
        String text =
                PREFIX + id + "_" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        return new Made(text, new ApiKey(id, name, role, hash(text), now, null));
    }

    /** The id within the text of a key, if it looks like one. */
    static Optional<String> idIn(String text) {
        int end = PREFIX.length() + 2 * ID_BYTES;
        return text.startsWith(PREFIX) && text.length() > end && text.charAt(end) == '_'
                ? Optional.of(text.substring(PREFIX.length(), end))
                : Optional.empty();
    }

    /** Whether it opens anything. */
    public boolean isValid() {
        return revoked == null;
    }

    /** Whether this is the key with that text; takes as long for every wrong text. */
    boolean matches(String text) {
        return MessageDigest.isEqual(
                sha256.getBytes(StandardCharsets.US_ASCII), hash(text).getBytes(StandardCharsets.US_ASCII));
    }

    /** The same key, which opens nothing any more. */
    public ApiKey revokedAt(Instant now) {
        return new ApiKey(id, name, role, sha256, created, now);
    }

    static String hash(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    @Override
    public String toString() {
        return "ApiKey[%s, %s, %s%s]".formatted(id, name, role, revoked == null ? "" : ", revoked");
    }
}
