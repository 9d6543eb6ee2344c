package io.github.joulekeeper.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A certificate authority and a server's certificate, made by the JDK's keytool.
 *
 * @param authority the authority's certificate, a PEM file
 * @param server the server's certificate, a PEM file
 * @param key the server's private key, a PEM file
 */
record Certificates(Path authority, Path server, Path key) {
    private static final String PASSWORD = "only-for-tests";

    /**
     * Makes new ones.
     *
     * @param folder where the files go
     * @param names the server's names as keytool takes them, such as {@code dns:localhost,ip:127.0.0.1}
     */
    static Certificates make(Path folder, String names) {
        try {
            Files.createDirectories(folder);
            Path store = folder.resolve("keys.p12");
            Files.deleteIfExists(store);
            keytool(
                    store,
                    "ca",
                    "CN=Joulekeeper test authority",
                    "-ext",
                    "bc:critical=ca:true",
                    "-ext",
                    "ku=keyCertSign");
            keytool(store, "server", "CN=Joulekeeper test broker", "-ext", "san=" + names, "-signer", "ca");
            KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
            return new Certificates(
                    pem(
                            folder.resolve("ca.pem"),
                            "CERTIFICATE",
                            keys.getCertificate("ca").getEncoded()),
                    pem(
                            folder.resolve("server.pem"),
                            "CERTIFICATE",
                            keys.getCertificate("server").getEncoded()),
                    pem(
                            folder.resolve("server.key"),
                            "PRIVATE KEY",
                            keys.getKey("server", PASSWORD.toCharArray()).getEncoded()));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("could not make certificates in " + folder, e);
        }
    }

    private static void keytool(Path store, String alias, String name, String... more) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-alias",
                alias,
                "-dname",
                name,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "2"));
        line.addAll(List.of(more));
        Programs.run(line);
    }

    private static Path pem(Path file, String kind, byte[] content) throws IOException {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return Files.writeString(
                file, "-----BEGIN %s-----%n%s%n-----END %1$s-----%n".formatted(kind, lines), StandardCharsets.US_ASCII);
    }
}
