package shippy.registry.kubernetes;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import shippy.config.Config;
import shippy.config.Format;
import shippy.config.Setting;
import shippy.config.Settings;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.registry.HostPort;
import shippy.tls.Pem;

/**
 * How to reach a cluster.
 *
 * @param server the URL of the API server
 * @param namespace the one whose services are found
 * @param tls empty for plain HTTP, as {@code kubectl proxy} serves it
 * @param token the bearer token at this moment, if there is one; may block
 * @param inside whether this program runs in a pod, from where others can be called
 */
record ClusterAccess(
    String server,
    String namespace,
    Optional<SSLContext> tls,
    Supplier<Optional<String>> token,
    boolean inside) {
  private static final Path SERVICE_ACCOUNT =
      Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
  private static final Setting<String> HOST = variable("KUBERNETES_SERVICE_HOST");
  private static final Setting<String> PORT = variable("KUBERNETES_SERVICE_PORT");
  private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  /**
   * The service account of the pod, else the kubeconfig.
   *
   * @throws shippy.problem.ProblemException if there is neither, or one is unusable
   */
  static ClusterAccess from(Config config) {
    return from(config, SERVICE_ACCOUNT);
  }

  static ClusterAccess from(Config config, Path serviceAccount) {
    Optional<String> host = config.find(HOST);
    return host.isPresent() && Files.exists(serviceAccount.resolve("token"))
        ? inPod(config, host.get(), serviceAccount)
        : Kubeconfig.read(config).access(config);
  }

  private static ClusterAccess inPod(Config config, String host, Path serviceAccount) {
    int port = config.find(PORT).map(Integer::parseInt).orElse(443);
    try {
      byte[] ca = Files.readAllBytes(serviceAccount.resolve("ca.crt"));
      String own = Files.readString(serviceAccount.resolve("namespace")).strip();
      return new ClusterAccess(
          "https://" + new HostPort(host, port),
          namespace(config, own),
          Optional.of(tls(Optional.of(ca), Optional.empty(), Optional.empty())),
          file(serviceAccount.resolve("token")),
          true);
    } catch (IOException | GeneralSecurityException e) {
      throw Problem.of(ExitCode.CONFIG, "the service account of this pod cannot be used: " + e)
          .withFact("looked at " + serviceAccount)
          .toException(e);
    }
  }

  /** A variable that is not one of shippy's. */
  static Setting<String> variable(String name) {
    return Setting.optional(name.toLowerCase(Locale.ROOT), name, Format.text()).orVariable(name);
  }

  /** {@code --registry_address}, else what the cluster's own configuration names. */
  static String namespace(Config config, String own) {
    String namespace = config.find(Settings.REGISTRY_ADDRESS).orElse(own);
    if (!NAMESPACE.matcher(namespace).matches()) {
      throw config.invalid(Settings.REGISTRY_ADDRESS, "a namespace of Kubernetes");
    }
    return namespace;
  }

  /** A token in a file, which is read each time: kubelet replaces it before it expires. */
  static Supplier<Optional<String>> file(Path file) {
    return () -> {
      try {
        return Optional.of(Files.readString(file).strip());
      } catch (IOException e) {
        throw Problem.of(ExitCode.CONFIG, "cannot read the token file " + file).toException(e);
      }
    };
  }

  /** Trusts these authorities, else those of the JDK; shows the certificate, if there is one. */
  static SSLContext tls(
      Optional<byte[]> authorities, Optional<byte[]> certificate, Optional<byte[]> key)
      throws IOException, GeneralSecurityException {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(authorities.isPresent() ? trusted(authorities.get()) : null);
    SSLContext context = SSLContext.getInstance("TLS");
    KeyManager @Nullable [] own =
        certificate.isPresent() && key.isPresent() ? shown(certificate.get(), key.get()) : null;
    context.init(own, trust.getTrustManagers(), null);
    return context;
  }

  private static KeyStore trusted(byte[] authorities) throws IOException, GeneralSecurityException {
    KeyStore store = empty();
    for (X509Certificate authority : Pem.certificates(new ByteArrayInputStream(authorities))) {
      store.setCertificateEntry("ca-" + store.size(), authority);
    }
    return store;
  }

  private static KeyManager[] shown(byte[] certificate, byte[] key)
      throws IOException, GeneralSecurityException {
    List<X509Certificate> chain = Pem.certificates(new ByteArrayInputStream(certificate));
    KeyStore store = empty();
    store.setKeyEntry(
        "own",
        Pem.key(new String(key, StandardCharsets.ISO_8859_1), chain.get(0).getPublicKey()),
        new char[0],
        chain.toArray(X509Certificate[]::new));
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    return keys.getKeyManagers();
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  @Override
  public String toString() {
    return "%s, namespace %s".formatted(server, namespace);
  }
}
