package shippy.registry.etcd.client;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import shippy.config.Config;
import shippy.config.Setting;
import shippy.config.Settings;
import shippy.registry.HostPort;

/**
 * How to reach an etcd cluster: at least one member; plaintext if there is no TLS; no login if
 * there are no credentials; the client certificate for TLS.
 */
public record EtcdOptions(
    List<HostPort> members,
    Optional<SslContext> tls,
    Optional<Credentials> credentials,
    Optional<ClientCertificate> certificate,
    EtcdUse use) {

  /**
   * Reads the settings and their files; a {@link shippy.problem.ProblemException} if one is wrong.
   */
  public static EtcdOptions from(Config config) {
    return from(config, EtcdUse.registry());
  }

  /** The same for another use. */
  static EtcdOptions from(Config config, EtcdUse use) {
    EtcdAddresses addresses = EtcdAddresses.from(config, use.address());
    List<Setting<String>> asking =
        List.of(Settings.REGISTRY_CA_FILE, Settings.REGISTRY_CERT_FILE).stream()
            .filter(setting -> config.find(setting).isPresent())
            .toList();
    if (!asking.isEmpty() && addresses.http()) {
      throw config.invalid(
          use.address(),
          "https:// or no scheme, since %s asks for TLS".formatted(asking.get(0).name()));
    }
    Optional<ClientCertificate> certificate = ClientCertificate.from(config);
    Optional<Path> ca = config.find(Settings.REGISTRY_CA_FILE).map(Path::of);
    Optional<SslContext> tls =
        addresses.https() || !asking.isEmpty()
            ? Optional.of(tls(ca, certificate))
            : Optional.empty();
    return new EtcdOptions(addresses.members(), tls, Credentials.from(config), certificate, use);
  }

  /** The same for one member only. */
  EtcdOptions only(HostPort member) {
    return new EtcdOptions(List.of(member), tls, credentials, certificate, use);
  }

  /** For messages. */
  public String location() {
    return members.stream().map(HostPort::toString).collect(Collectors.joining(", "));
  }

  /** Trusts the certificates in the file; without a file those of the JDK. */
  private static SslContext tls(Optional<Path> ca, Optional<ClientCertificate> certificate) {
    SslContextBuilder builder =
        GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK);
    certificate.ifPresent(
        own -> builder.keyManager(own.key(), own.chain().toArray(X509Certificate[]::new)));
    try {
      if (ca.isEmpty()) {
        return builder.build();
      }
      try (InputStream certificates = Files.newInputStream(ca.get())) {
        return builder.trustManager(certificates).build();
      }
    } catch (IOException | IllegalArgumentException e) {
      String file = ca.map(Path::toString).orElse("the JDK's");
      throw ClientCertificate.unreadable("registry_ca_file", "CA certificates in PEM", file, e);
    }
  }
}
