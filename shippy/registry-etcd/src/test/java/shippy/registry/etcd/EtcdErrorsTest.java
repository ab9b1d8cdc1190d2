package shippy.registry.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static shippy.testkit.Eventually.eventually;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import shippy.clock.Clock;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemText;
import shippy.registry.Node;
import shippy.registry.RegistryException;
import shippy.registry.Snapshot;
import shippy.testkit.etcd.EtcdExtension;
import shippy.testkit.registry.SnapshotRecorder;

/** Every way not to reach etcd has its own words, in time, without secrets. */
class EtcdErrorsTest {
  private static final String SECRET = "s3cr3t-canary";
  private static final Duration LIMIT = Duration.ofSeconds(3);
  private static final Node NODE = Node.of("s", "s-1", "127.0.0.1:1");

  @Test
  void closed_port_is_told_at_once_with_each_address() throws IOException {
    String first = "127.0.0.1:" + freePort();
    String second = "localhost:" + freePort();
    String address = first + "," + second;
    try (EtcdRegistry registry = EtcdRegistries.open(address)) {
      Problem problem = failure(() -> registry.nodes("s"));
      assertThat(problem.code()).isEqualTo(ExitCode.UNAVAILABLE);
      assertThat(problem.what()).isEqualTo("etcd is unreachable: cannot find the nodes of s");
      assertThat(problem.facts())
          .containsExactlyInAnyOrder(
              first + ": connection refused", second + ": connection refused");
      assertThat(problem.fixes().get(0).command())
          .isEqualTo("etcdctl --endpoints=" + address + " endpoint health");
      assertThat(failure(() -> registry.register(NODE, LIMIT)).what())
          .isEqualTo("etcd is unreachable: cannot register s-1");
      assertThat(failure(registry::services).what())
          .isEqualTo("etcd is unreachable: cannot list the services");
      assertThat(failure(() -> registry.deregister(NODE)).what())
          .isEqualTo("etcd is unreachable: cannot deregister s-1");
    }
  }

  @Test
  void unknown_host_is_told() {
    try (EtcdRegistry registry = EtcdRegistries.open("no-such-host.invalid")) {
      assertThat(failure(() -> registry.nodes("s")).facts())
          .containsExactly("no-such-host.invalid:2379: unknown host");
    }
  }

  @Test
  void ipv6_member_is_dialed() throws IOException {
    String address = "[::1]:" + freePort();
    try (EtcdRegistry registry = EtcdRegistries.open(address)) {
      assertThat(failure(() -> registry.nodes("s")).facts().get(0))
          .startsWith(address + ": ")
          .doesNotContain("unknown host");
    }
  }

  @Test
  void first_watch_on_a_closed_port_is_told_unavailable() throws IOException {
    try (EtcdRegistry registry = EtcdRegistries.open("127.0.0.1:" + freePort())) {
      SnapshotRecorder seen = new SnapshotRecorder();
      registry.watch("s", seen);
      eventually(
          LIMIT.multipliedBy(5),
          () -> assertThat(seen.last()).containsInstanceOf(Snapshot.Unavailable.class));
      assertThat(seen.all()).hasSize(1);
    }
  }

  @Nested
  @Tag("etcd")
  class WithUsers {
    @RegisterExtension
    static final EtcdExtension etcd = EtcdExtension.nodes(1).user("shippy", SECRET);

    @Test
    void right_password_works_and_survives_a_restart_that_forgets_tokens() {
      try (EtcdRegistry registry = login("shippy", SECRET)) {
        SnapshotRecorder seen = new SnapshotRecorder();
        registry.watch("s", seen);
        registry.register(NODE, LIMIT);
        etcd.kill(0);
        etcd.restart(0);
        eventually(Duration.ofSeconds(3), () -> registry.register(NODE, Duration.ofSeconds(60)));
        assertThat(registry.nodes("s")).containsExactly(NODE);
        registry.deregister(NODE);
        eventually(
            Duration.ofSeconds(5),
            () -> assertThat(seen.last()).contains(new Snapshot.Nodes(List.of())));
      }
    }

    @Test
    void wrong_password_is_a_configuration_error_without_the_password() {
      try (EtcdRegistry registry = login("shippy", SECRET + "x")) {
        Problem problem = failure(() -> registry.nodes("s"));
        assertThat(problem.code()).isEqualTo(ExitCode.CONFIG);
        assertThat(problem.what()).isEqualTo("etcd refuses the login: cannot find the nodes of s");
        assertThat(problem.facts())
            .containsExactly(
                etcd.endpoints() + ": authentication failed, invalid user ID or password",
                "user: shippy");
        assertThat(problem.likely()).contains("wrong user or password");
      }
    }

    @Test
    void missing_login_is_told_as_that() {
      try (EtcdRegistry registry = EtcdRegistries.open(etcd.endpoints())) {
        Problem problem = failure(() -> registry.nodes("s"));
        assertThat(problem.code()).isEqualTo(ExitCode.CONFIG);
        assertThat(problem.likely()).contains("this etcd asks for a user and password");
      }
    }

    @Test
    void user_without_rights_is_told_as_that() {
      etcd.etcdctl("user", "add", "guest:" + SECRET);
      try (EtcdRegistry registry = login("guest", SECRET)) {
        SnapshotRecorder seen = new SnapshotRecorder();
        registry.watch("s", seen);
        Problem problem = failure(() -> registry.register(NODE, LIMIT));
        assertThat(problem.code()).isEqualTo(ExitCode.CONFIG);
        assertThat(problem.what()).isEqualTo("etcd does not allow it: cannot register s-1");
        assertThat(problem.likely()).contains("guest may not use the keys below /micro/registry/");
        eventually(
            LIMIT, () -> assertThat(seen.last()).containsInstanceOf(Snapshot.Unavailable.class));
      } finally {
        etcd.etcdctl("user", "delete", "guest");
      }
    }

    private static EtcdRegistry login(String user, String password) {
      return EtcdRegistries.open(
          Map.of("registry_address", etcd.endpoints(), "registry_username", user),
          Map.of("MICRO_REGISTRY_PASSWORD", password));
    }
  }

  @Nested
  @Tag("etcd")
  class WithTls {
    @RegisterExtension static final EtcdExtension etcd = EtcdExtension.nodes(1).tls();

    @Test
    void ca_file_is_enough() {
      try (EtcdRegistry registry =
          EtcdRegistries.open(
              Map.of(
                  "registry_address",
                  etcd.endpoints(),
                  "registry_ca_file",
                  etcd.caFile().toString()),
              Map.of())) {
        registry.register(NODE, LIMIT);
        assertThat(registry.nodes("s")).containsExactly(NODE);
      }
    }

    @Test
    void plaintext_client_is_told_to_use_tls() {
      try (EtcdRegistry registry = EtcdRegistries.open(etcd.endpoints())) {
        Problem problem = failure(() -> registry.nodes("s"));
        assertThat(problem.code()).isEqualTo(ExitCode.CONFIG);
        assertThat(problem.what()).isEqualTo("etcd expects TLS: cannot find the nodes of s");
        assertThat(problem.fixes().get(0).command())
            .isEqualTo("--registry_address=https://" + etcd.endpoints());
      }
    }

    @Test
    void unknown_ca_is_told() {
      try (EtcdRegistry registry = EtcdRegistries.open("https://" + etcd.endpoints())) {
        Problem problem = failure(() -> registry.nodes("s"));
        assertThat(problem.code()).isEqualTo(ExitCode.CONFIG);
        assertThat(problem.what())
            .isEqualTo("etcd's certificate is not trusted: cannot find the nodes of s");
      }
    }
  }

  @Nested
  @Tag("etcd")
  class WithoutTls {
    @RegisterExtension static final EtcdExtension etcd = EtcdExtension.nodes(1);

    @Test
    void tls_client_is_told_to_do_without() {
      try (EtcdRegistry registry = EtcdRegistries.open("https://" + etcd.endpoints())) {
        Problem problem = failure(() -> registry.nodes("s"));
        assertThat(problem.code()).isEqualTo(ExitCode.CONFIG);
        assertThat(problem.what()).isEqualTo("etcd does not speak TLS: cannot find the nodes of s");
      }
    }

    @Test
    void login_where_none_is_asked_for_does_no_harm() {
      try (EtcdRegistry registry =
          EtcdRegistries.open(
              Map.of("registry_address", etcd.endpoints(), "registry_username", "u"),
              Map.of("MICRO_REGISTRY_PASSWORD", SECRET))) {
        assertThat(registry.nodes("s")).isEmpty();
      }
    }
  }

  private static Problem failure(ThrowingCallable operation) {
    return failure(operation, LIMIT);
  }

  static Problem failure(ThrowingCallable operation, Duration limit) {
    Supplier<Duration> taken = Clock.system().stopwatch();
    RegistryException failure = catchThrowableOfType(RegistryException.class, operation);
    assertThat(taken.get()).isLessThan(limit);
    assertThat(failure).hasStackTraceContaining("EtcdFailure");
    assertThat(ProblemText.render(failure.problem())).doesNotContain(SECRET);
    assertThat(failure.getMessage() + failure.getCause()).doesNotContain(SECRET);
    return failure.problem();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
