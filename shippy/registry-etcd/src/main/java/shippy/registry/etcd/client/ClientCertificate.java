package shippy.registry.etcd.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import shippy.config.Config;
import shippy.config.Secrets;
import shippy.config.Settings;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.tls.Pem;

/**
 * The client certificate of this program with those that signed it, and its private key, which is
 * never part of a text.
 */
record ClientCertificate(List<X509Certificate> chain, PrivateKey key) {
  private static final String KEY_FILE = "registry_key_file";

  /**
   * Reads both files of the settings, or neither; fails if one is unusable or they do not belong
   * together.
   */
  static Optional<ClientCertificate> from(Config config) {
    Optional<Path> certificate = config.find(Settings.REGISTRY_CERT_FILE).map(Path::of);
    Optional<Path> key = config.find(Settings.REGISTRY_KEY_FILE).map(Path::of);
    if (certificate.isPresent() && key.isEmpty()) {
      throw config.invalid(
          Settings.REGISTRY_CERT_FILE, "its private key with it, in --registry_key_file");
    }
    if (certificate.isEmpty() && key.isPresent()) {
      throw config.invalid(
          Settings.REGISTRY_KEY_FILE, "its certificate with it, in --registry_cert_file");
    }
    return certificate.map(
        file -> {
          List<X509Certificate> chain = chain(file);
          return new ClientCertificate(
              chain, key(config, chain.get(0).getPublicKey(), key.orElseThrow()));
        });
  }

  private static List<X509Certificate> chain(Path file) {
    try (InputStream pem = Files.newInputStream(file)) {
      return Pem.certificates(pem);
    } catch (IOException | GeneralSecurityException e) {
      throw unreadable("registry_cert_file", "a certificate in PEM", file.toString(), e);
    }
  }

  static ProblemException unreadable(
      String setting, String expected, String file, Exception cause) {
    return unusable(setting, expected, file)
        .withLikely("no such file, not readable, or not PEM")
        .withFix("openssl x509 -noout -subject -in " + file, "what is in it?")
        .toException(cause);
  }

  private static PrivateKey key(Config config, PublicKey certified, Path file) {
    try {
      Secrets.requirePrivate(config, Settings.REGISTRY_KEY_FILE, file);
      return Pem.key(Files.readString(file, StandardCharsets.ISO_8859_1), certified);
    } catch (IOException e) {
      throw unusable(KEY_FILE, "a private key in PEM, without a password", file)
          .withLikely("no such file, not readable, or encrypted")
          .withFix("openssl pkcs8 -topk8 -nocrypt -in %s -out key.pem".formatted(file), "decrypt")
          .toException(e);
    } catch (GeneralSecurityException e) {
      throw unusable(KEY_FILE, "the key of the certificate in registry_cert_file", file)
          .withLikely("the key of another certificate")
          .withFix("openssl pkey -pubout -in " + file, "compare with openssl x509 -pubkey")
          .toException(e);
    }
  }

  private static Problem unusable(String setting, String expected, Object file) {
    return Problem.of(
        ExitCode.CONFIG, "%s: \"%s\" (expected: %s)".formatted(setting, file, expected));
  }

  @Override
  public String toString() {
    return chain.get(0).getSubjectX500Principal().toString();
  }
}
