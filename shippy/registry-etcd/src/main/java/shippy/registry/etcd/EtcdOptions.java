package shippy.registry.etcd;

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
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.registry.HostPort;

/**
 * What it takes to reach an etcd cluster.
 *
 * @param members addresses of its members, at least one
 * @param tls how to speak TLS; empty for plaintext
 * @param credentials who to log in as; empty for nobody
 * @param certificate what is shown over TLS; empty for nothing
 */
record EtcdOptions(
    List<HostPort> members,
    Optional<SslContext> tls,
    Optional<Credentials> credentials,
    Optional<ClientCertificate> certificate) {

  static EtcdOptions from(Config config) {
    EtcdAddresses addresses = EtcdAddresses.from(config);
    List<Setting<String>> asking =
        List.of(Settings.REGISTRY_CA_FILE, Settings.REGISTRY_CERT_FILE).stream()
            .filter(setting -> config.find(setting).isPresent())
            .toList();
    if (!asking.isEmpty() && addresses.http()) {
      throw config.invalid(
          Settings.REGISTRY_ADDRESS,
          "https:// or no scheme, since %s asks for TLS".formatted(asking.get(0).name()));
    }
    Optional<ClientCertificate> certificate = ClientCertificate.from(config);
    Optional<Path> ca = config.find(Settings.REGISTRY_CA_FILE).map(Path::of);
    Optional<SslContext> tls =
        addresses.https() || !asking.isEmpty()
            ? Optional.of(tls(ca, certificate))
            : Optional.empty();
    return new EtcdOptions(addresses.members(), tls, Credentials.from(config), certificate);
  }

  /** The same way to one member alone. */
  EtcdOptions only(HostPort member) {
    return new EtcdOptions(List.of(member), tls, credentials, certificate);
  }

  /** For messages. */
  String location() {
    return members.stream().map(HostPort::toString).collect(Collectors.joining(", "));
  }

  /** Trusts what the file names, without one what the JDK trusts. */
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
      throw Problem.of(
              ExitCode.CONFIG,
              "registry_ca_file: \"%s\" (expected: CA certificates in PEM)".formatted(file))
          .withLikely("no such file, not readable, or not PEM")
          .withFix("openssl x509 -noout -subject -in " + file, "what is in it?")
          .toException(e);
    }
  }
}
