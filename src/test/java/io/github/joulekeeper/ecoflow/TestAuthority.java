package io.github.joulekeeper.ecoflow;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate authority of our own, made with the JDK's keytool. */
final class TestAuthority {
    private static final String PASSWORD = "changeit";

    private final Path directory;

    TestAuthority(Path directory) {
        this.directory = directory;
        keytool(
                "-genkeypair",
                "-alias",
                "ca",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=Test CA",
                "-ext",
                "bc:c",
                "-validity",
                "2",
                "-keystore",
                store("ca"));
        keytool("-exportcert", "-rfc", "-alias", "ca", "-file", pem().toString(), "-keystore", store("ca"));
    }

    Path pem() {
        return directory.resolve("ca.pem");
    }

    /** A server's certificate, private key and the key store that holds both. */
    record Server(Path certificate, Path key, Path keyStore) {
        SSLContext context() {
            try (InputStream in = Files.newInputStream(keyStore)) {
                KeyStore keys = KeyStore.getInstance("PKCS12");
                keys.load(in, PASSWORD.toCharArray());
                KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                factory.init(keys, PASSWORD.toCharArray());
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(factory.getKeyManagers(), null, null);
                return context;
            } catch (IOException | GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Issues a certificate for a host name. */
    Server issue(String host) {
        String name = host.replace('.', '-');
        String request = directory.resolve(name + ".csr").toString();
        Path certificate = directory.resolve(name + ".pem");
        keytool(
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + host,
                "-validity",
                "2",
                "-keystore",
                store(name));
        keytool("-certreq", "-alias", name, "-file", request, "-keystore", store(name));
        keytool(
                "-gencert",
                "-rfc",
                "-alias",
                "ca",
                "-infile",
                request,
                "-outfile",
                certificate.toString(),
                "-ext",
                "san=dns:" + host,
                "-validity",
                "2",
                "-keystore",
                store("ca"));
        keytool("-importcert", "-noprompt", "-alias", "ca", "-file", pem().toString(), "-keystore", store(name));
        keytool("-importcert", "-noprompt", "-alias", name, "-file", certificate.toString(), "-keystore", store(name));
        Path key = directory.resolve(name + ".key");
        try (InputStream in = Files.newInputStream(Path.of(store(name)))) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            byte[] encoded = keys.getKey(name, PASSWORD.toCharArray()).getEncoded();
            Files.writeString(
                    key,
                    "-----BEGIN PRIVATE KEY-----\n"
                            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded)
                            + "\n-----END PRIVATE KEY-----\n");
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        return new Server(certificate, key, Path.of(store(name)));
    }

    private String store(String name) {
        return directory.resolve(name + ".p12").toString();
    }

    private static void keytool(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storepass", PASSWORD, "-storetype", "PKCS12"));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + output);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
