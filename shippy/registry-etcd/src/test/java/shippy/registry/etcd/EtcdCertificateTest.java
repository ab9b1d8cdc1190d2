package shippy.registry.etcd;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static shippy.testkit.Eventually.eventually;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.registry.Node;
import shippy.registry.RegistryException;
import shippy.testkit.etcd.EtcdExtension;
import shippy.testkit.etcd.SelfSignedCertificate;

/** An etcd that runs with {@code --client-cert-auth}. */
@Tag("etcd")
class EtcdCertificateTest {
  private static final Node NODE = Node.of("s", "s-1", "127.0.0.1:1");

  @RegisterExtension static final EtcdExtension etcd = EtcdExtension.nodes(1).clientCertificates();

  @TempDir Path folder;

  @Test
  void certificate_that_etcd_trusts_is_enough() {
    try (EtcdRegistry registry = showing(etcd.client())) {
      registry.register(NODE, Duration.ofSeconds(15));
      assertThat(registry.nodes("s")).containsExactly(NODE);
    }
  }

  @Test
  void missing_certificate_is_told_as_that() {
    try (EtcdRegistry registry = open(Map.of())) {
      Problem problem = failure(registry);
      assertThat(problem.what())
          .isEqualTo("etcd asks for a client certificate: cannot find the nodes of s");
      assertThat(problem.code()).isEqualTo(ExitCode.CONFIG);
      assertThat(problem.facts()).containsExactly(etcd.endpoints() + ": bad_certificate");
      assertThat(problem.likely()).contains("this etcd runs with --client-cert-auth");
      assertThat(problem.fixes().get(0).command())
          .isEqualTo("--registry_cert_file=cert.pem --registry_key_file=key.pem");
    }
  }

  @Test
  void certificate_of_a_stranger_is_told_as_that() {
    try (EtcdRegistry registry = showing(SelfSignedCertificate.create(folder, "stranger"))) {
      Problem problem = failure(registry);
      assertThat(problem.what())
          .isEqualTo("etcd refuses the client certificate: cannot find the nodes of s");
      assertThat(problem.code()).isEqualTo(ExitCode.CONFIG);
      assertThat(problem.facts())
          .containsExactly(
              etcd.endpoints() + ": bad_certificate", "client certificate: CN=stranger");
    }
  }

  /** The first handshake of a process may take longer than a call may, on a busy machine. */
  private static Problem failure(EtcdRegistry registry) {
    AtomicReference<Problem> told = new AtomicReference<>();
    eventually(
        Duration.ofSeconds(10),
        () -> {
          Problem problem =
              catchThrowableOfType(RegistryException.class, () -> registry.nodes("s")).problem();
          assertThat(problem.what()).doesNotStartWith("etcd does not answer");
          told.set(problem);
        });
    return requireNonNull(told.get());
  }

  private static EtcdRegistry showing(SelfSignedCertificate own) {
    return open(
        Map.of(
            "registry_cert_file",
            own.certificate().toString(),
            "registry_key_file",
            own.key().toString()));
  }

  private static EtcdRegistry open(Map<String, String> certificate) {
    Map<String, String> flags = new HashMap<>(certificate);
    flags.put("registry_address", etcd.endpoints());
    flags.put("registry_ca_file", etcd.caFile().toString());
    return EtcdRegistries.open(flags, Map.of());
  }
}
