package io.github.joulekeeper.ecoflow;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** The certificates that are trusted. */
final class Trust {
    private Trust() {}

    /** The certificates of a PEM file. @throws IllegalArgumentException if there is none to be read */
    static Collection<? extends Certificate> certificates(Path pem) {
        try (InputStream in = Files.newInputStream(pem)) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw new IllegalArgumentException(
                        "ecoflow.mqtt.ca (%s) holds no certificate. It must be a PEM file".formatted(pem)
                                + " with lines BEGIN CERTIFICATE");
            }
            return certificates;
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "ecoflow.mqtt.ca (%s) cannot be read. Check the path and who may read it".formatted(pem), e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "ecoflow.mqtt.ca (%s) must be a PEM file of certificates: %s".formatted(pem, e.getMessage()), e);
        }
    }

    /** What Java trusts and the certificates of a PEM file: one host may be of a company's own, another public. */
    static KeyStore withJavas(Path pem) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int count = 0;
            for (Certificate certificate : certificates(pem)) {
                store.setCertificateEntry("own-" + count++, certificate);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            for (TrustManager trusted : factory.getTrustManagers()) {
                if (trusted instanceof X509TrustManager x509) {
                    for (X509Certificate certificate : x509.getAcceptedIssuers()) {
                        store.setCertificateEntry("java-" + count++, certificate);
                    }
                }
            }
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime's own certificates cannot be read", e);
        }
    }
}
