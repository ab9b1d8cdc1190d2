package shippy.testkit.etcd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import shippy.testkit.SystemCommand;

/**
 * A fresh self-signed certificate for 127.0.0.1 and its key, as PEM files, for servers and clients.
 * The certificate is its own CA. Made by the JDK's keytool, since openssl is not everywhere.
 *
 * @param certificate the certificate, which is also the CA file for those who shall trust it
 * @param key the private key, PKCS #8, readable by its owner only
 */
public record SelfSignedCertificate(Path certificate, Path key) {
  private static final String PASSWORD = "for-tests-only";
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rw-------");
  private static final String ALIAS = "it";
  private static final String OPTIONS =
      "-keyalg EC -groupname secp256r1 -validity 2 -storetype PKCS12"
          + " -ext SAN=ip:127.0.0.1,dns:localhost"
          + " -J-XX:TieredStopAtLevel=1 -J-XX:+UseSerialGC";

  /**
   * Makes {@code NAME.pem} and {@code NAME-key.pem} in the folder; the name is also the subject.
   */
  public static SelfSignedCertificate create(Path folder, String name) {
    Path store = folder.resolve(name + ".p12");
    Path certificate = folder.resolve(name + ".pem");
    Path key = folder.resolve(name + "-key.pem");
    keytool(store, name);
    try {
      KeyStore.PrivateKeyEntry made = read(store);
      Files.writeString(certificate, pem("CERTIFICATE", made.getCertificate().getEncoded()));
      Files.createFile(key, PosixFilePermissions.asFileAttribute(PRIVATE));
      Files.writeString(key, pem("PRIVATE KEY", made.getPrivateKey().getEncoded()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("unreadable key store: " + store, e);
    }
    return new SelfSignedCertificate(certificate, key);
  }

  private static void keytool(Path store, String name) {
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    List<String> command = new ArrayList<>(List.of(keytool, "-genkeypair"));
    command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
    command.addAll(List.of("-alias", ALIAS, "-dname", "CN=" + name));
    command.addAll(List.of(OPTIONS.split(" ", -1)));
    SystemCommand.run(command);
  }

  private static KeyStore.PrivateKeyEntry read(Path store)
      throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    var protection = new KeyStore.PasswordProtection(PASSWORD.toCharArray());
    return (KeyStore.PrivateKeyEntry) keys.getEntry(ALIAS, protection);
  }

  private static String pem(String what, byte[] encoded) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(what, body);
  }
}
