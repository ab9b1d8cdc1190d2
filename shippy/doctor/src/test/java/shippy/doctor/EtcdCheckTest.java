package shippy.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static shippy.testkit.Eventually.eventually;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import shippy.config.Config;
import shippy.problem.ProblemException;
import shippy.testkit.CommandHarness;
import shippy.testkit.etcd.EtcdExtension;

@Tag("etcd")
class EtcdCheckTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void etcd_that_is_down_fails_and_passes_after_its_fix() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Config config = EtcdRows.config("127.0.0.1:" + port);
    Rows rows = EtcdRows.members(config);
    assertThat(rows.line())
        .isEqualTo(
            "FAIL etcd: etcd is unreachable (127.0.0.1:%d: connection refused)".formatted(port));
    String fix = rows.fix();
    assertThat(fix).startsWith("etcd --listen-client-urls=http://127.0.0.1:" + port);
    String[] words = fix.split(" ", -1);
    words[0] = EtcdExtension.program().toString();
    try (CommandHarness etcd = CommandHarness.program(words)) {
      // Its ports for other members are not what this is about, and may be taken here.
      etcd.start("--listen-peer-urls=http://127.0.0.1:0");
      eventually(
          PATIENCE,
          () ->
              assertThat(EtcdRows.members(config).line())
                  .matches(EtcdRows.line("127.0.0.1:" + port)));
    }
  }

  @Test
  void wrong_setting_fails_with_where_it_came_from() {
    Config config = EtcdRows.config("a:b:c");
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> EtcdRows.members(config))
        .withMessageStartingWith("--registry_address: \"a:b:c\" (expected: ");
  }

  @Nested
  class OfThreeMembers {
    @RegisterExtension static final EtcdExtension etcd = EtcdExtension.nodes(3);

    @Test
    void each_has_a_row_and_one_leads() {
      Rows rows = EtcdRows.members(EtcdRows.config(etcd.endpoints()));
      assertThat(rows.all()).hasSize(3);
      for (int i = 0; i < 3; i++) {
        assertThat(rows.lines().get(i)).matches(EtcdRows.line(etcd.endpoint(i)));
      }
      assertThat(rows.lines().stream().filter(line -> line.contains(", leads"))).hasSize(1);
    }

    @Test
    void one_that_is_down_warns_until_it_is_started_again() {
      Config config = EtcdRows.config(etcd.endpoints());
      etcd.kill(1);
      Rows rows = EtcdRows.members(config);
      assertThat(rows.lines().get(1))
          .isEqualTo(
              "WARN etcd: %s: connection refused; the others carry on".formatted(etcd.endpoint(1)));
      Finding down = rows.all().get(1);
      assertThat(down.fix().orElseThrow().command()).isEqualTo("systemctl start etcd");
      etcd.restart(1);
      eventually(
          PATIENCE,
          () ->
              assertThat(EtcdRows.members(config).lines())
                  .noneMatch(line -> line.contains("refused")));
    }

    @Test
    void two_that_are_down_fail_although_one_may_still_be_read() {
      Config config = EtcdRows.config(etcd.endpoints());
      etcd.kill(1);
      etcd.kill(2);
      assertThat(EtcdRows.members(config).lines())
          .containsSubsequence(
              "FAIL etcd: " + etcd.endpoint(1) + ": connection refused",
              "FAIL etcd: " + etcd.endpoint(2) + ": connection refused");
      eventually(
          PATIENCE,
          () ->
              assertThat(EtcdRows.members(config).lines().get(0))
                  .startsWith("FAIL etcd: " + etcd.endpoint(0) + ": etcd 3.")
                  .endsWith(", knows no leader: nothing can register"));
    }
  }

  @Nested
  class WithPasswords {
    @RegisterExtension
    static final EtcdExtension etcd = EtcdExtension.nodes(1).user("shippy", "right");

    @TempDir private Path folder = Path.of("");

    @Test
    void wrong_one_fails_until_the_right_one_is_in_the_file() throws IOException {
      Path file = Files.writeString(folder.resolve("password"), "wrong");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      Config config =
          EtcdRows.config(
              etcd.endpoints(),
              "registry_username",
              "shippy",
              "registry_password_file",
              file.toString());
      Rows rows = EtcdRows.members(config);
      assertThat(rows.line())
          .startsWith("FAIL etcd: etcd refuses the login: ")
          .endsWith("(wrong user or password)");
      assertThat(Arrays.asList(rows.fix().split(" ", -1)))
          .containsExactly("--registry_username=...", "--registry_password_file=...");
      Files.writeString(file, "right");
      assertThat(EtcdRows.members(config).line()).matches(EtcdRows.line(etcd.endpoints()));
      assertThat(EtcdRows.registry(config).line()).startsWith("WARN registry: ");
    }

    @Test
    void none_at_all_fails() {
      Config config = EtcdRows.config(etcd.endpoints());
      assertThatExceptionOfType(ProblemException.class)
          .isThrownBy(() -> EtcdRows.registry(config))
          .withMessageStartingWith("etcd refuses the login: ");
    }
  }
}
