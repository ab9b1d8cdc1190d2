package shippy.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A fresh self-signed certificate for 127.0.0.1 and its key, as PEM files. The certificate is its
 * own CA. Made by the JDK's keytool, since openssl is not everywhere.
 *
 * @param certificate the certificate, also the CA file for clients
 * @param key the private key, PKCS #8
 */
record ServerCertificate(Path certificate, Path key) {
  private static final String PASSWORD = "for-tests-only";
  private static final String GENERATE =
      "-keyalg EC -groupname secp256r1 -dname CN=etcd -validity 2 -storetype PKCS12"
          + " -ext SAN=ip:127.0.0.1,dns:localhost";

  static ServerCertificate create(Path folder) {
    Path store = folder.resolve("server.p12");
    Path certificate = folder.resolve("server.pem");
    Path key = folder.resolve("server-key.pem");
    keytool(store, "-genkeypair", List.of(GENERATE.split(" ", -1)));
    keytool(store, "-exportcert", List.of("-rfc", "-file", certificate.toString()));
    try {
      Files.writeString(key, pem(privateKey(store)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ServerCertificate(certificate, key);
  }

  private static void keytool(Path store, String verb, List<String> options) {
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    List<String> command = new ArrayList<>(List.of(keytool, verb));
    command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
    command.addAll(List.of("-alias", "server"));
    command.addAll(options);
    EtcdControl.run(command);
  }

  private static Key privateKey(Path store) throws IOException {
    try (InputStream in = Files.newInputStream(store)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, PASSWORD.toCharArray());
      return keys.getKey("server", PASSWORD.toCharArray());
    } catch (GeneralSecurityException e) {
      throw new IOException("unreadable key store: " + store, e);
    }
  }

  private static String pem(Key key) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
    return "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n";
  }
}
