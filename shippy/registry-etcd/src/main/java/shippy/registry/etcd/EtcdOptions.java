package shippy.registry.etcd;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import shippy.config.Config;
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
 */
record EtcdOptions(
    List<HostPort> members, Optional<SslContext> tls, Optional<Credentials> credentials) {

  static EtcdOptions from(Config config) {
    EtcdAddresses addresses = EtcdAddresses.from(config);
    Optional<Path> ca = config.find(Settings.REGISTRY_CA_FILE).map(Path::of);
    if (ca.isPresent() && addresses.http()) {
      throw config.invalid(
          Settings.REGISTRY_ADDRESS, "https:// or no scheme, since registry_ca_file asks for TLS");
    }
    Optional<SslContext> tls =
        addresses.https() || ca.isPresent() ? Optional.of(tls(ca)) : Optional.empty();
    return new EtcdOptions(addresses.members(), tls, Credentials.from(config));
  }

  /** For messages. */
  String location() {
    return members.stream().map(HostPort::toString).collect(Collectors.joining(", "));
  }

  /** Trusts what the file names, without one what the JDK trusts. */
  private static SslContext tls(Optional<Path> ca) {
    SslContextBuilder builder =
        GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK);
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
