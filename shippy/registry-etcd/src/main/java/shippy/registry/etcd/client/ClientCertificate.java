package shippy.registry.etcd.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import shippy.config.Config;
import shippy.config.Secrets;
import shippy.config.Settings;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/**
 * The client certificate of this program with those that signed it, and its private key, which is
 * never part of a text.
 */
record ClientCertificate(List<X509Certificate> chain, PrivateKey key) {
  private static final String KEY_FILE = "registry_key_file";
  private static final Pattern PKCS8 =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([\\s\\w+/=]+)-----END PRIVATE KEY-----");

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
      List<X509Certificate> chain =
          CertificateFactory.getInstance("X.509").generateCertificates(pem).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (chain.isEmpty()) {
        throw new IOException("no certificate in it");
      }
      return chain;
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

  /** The algorithm is that of the certificate: PKCS #8 has it only in its bytes. */
  private static PrivateKey key(Config config, PublicKey certified, Path file) {
    try {
      Secrets.requirePrivate(config, Settings.REGISTRY_KEY_FILE, file);
      Matcher pem = PKCS8.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
      if (!pem.find()) {
        throw new IOException("no unencrypted PKCS #8 key in it");
      }
      byte[] bytes = Base64.getMimeDecoder().decode(pem.group(1));
      PrivateKey key =
          KeyFactory.getInstance(certified.getAlgorithm())
              .generatePrivate(new PKCS8EncodedKeySpec(bytes));
      if (!belong(key, certified)) {
        throw new GeneralSecurityException("the key of another certificate");
      }
      return key;
    } catch (IOException | IllegalArgumentException e) {
      throw unusable(KEY_FILE, "a private key in PKCS#8 PEM, without a password", file)
          .withLikely("no such file, not readable, encrypted, or in the older form of openssl")
          .withFix("openssl pkcs8 -topk8 -nocrypt -in %s -out key.pem".formatted(file), "convert")
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

  private static boolean belong(PrivateKey key, PublicKey certified)
      throws GeneralSecurityException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    byte[] signed = signature.sign();
    signature.initVerify(certified);
    return signature.verify(signed);
  }

  @Override
  public String toString() {
    return chain.get(0).getSubjectX500Principal().toString();
  }
}
