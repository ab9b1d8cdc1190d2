package shippy.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * A fresh self-signed certificate for 127.0.0.1 and its key, as PEM files, for servers and clients.
 * The certificate is its own CA. Made by the JDK's keytool, since openssl is not everywhere.
 *
 * @param certificate the certificate, also the CA file for those who are to trust it
 * @param key the private key, PKCS #8, readable by its owner only
 */
public record SelfSignedCertificate(Path certificate, Path key) {
  private static final String PASSWORD = "for-tests-only";
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rw-------");
  private static final String GENERATE =
      "-keyalg EC -groupname secp256r1 -validity 2 -storetype PKCS12"
          + " -ext SAN=ip:127.0.0.1,dns:localhost";

  /**
   * Makes {@code NAME.pem} and {@code NAME-key.pem} in the folder; the name is also the subject.
   */
  public static SelfSignedCertificate create(Path folder, String name) {
    Path store = folder.resolve(name + ".p12");
    Path certificate = folder.resolve(name + ".pem");
    Path key = folder.resolve(name + "-key.pem");
    List<String> generate = new ArrayList<>(List.of(GENERATE.split(" ", -1)));
    generate.addAll(List.of("-dname", "CN=" + name));
    keytool(store, "-genkeypair", generate);
    keytool(store, "-exportcert", List.of("-rfc", "-file", certificate.toString()));
    try {
      Files.createFile(key, PosixFilePermissions.asFileAttribute(PRIVATE));
      Files.writeString(key, pem(privateKey(store)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new SelfSignedCertificate(certificate, key);
  }

  private static void keytool(Path store, String verb, List<String> options) {
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    List<String> command = new ArrayList<>(List.of(keytool, verb));
    command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
    command.addAll(List.of("-alias", "it"));
    command.addAll(options);
    SystemCommand.run(command);
  }

  private static Key privateKey(Path store) throws IOException {
    try (InputStream in = Files.newInputStream(store)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, PASSWORD.toCharArray());
      return keys.getKey("it", PASSWORD.toCharArray());
    } catch (GeneralSecurityException e) {
      throw new IOException("unreadable key store: " + store, e);
    }
  }

  private static String pem(Key key) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
    return "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n";
  }
}
