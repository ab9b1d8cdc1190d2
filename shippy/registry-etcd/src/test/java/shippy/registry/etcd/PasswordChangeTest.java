package shippy.registry.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;
import static shippy.testkit.Eventually.throughout;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import shippy.registry.Node;
import shippy.registry.RegistryException;
import shippy.registry.Snapshot;
import shippy.testkit.etcd.EtcdExtension;
import shippy.testkit.registry.SnapshotRecorder;

/** The password of a running program is changed at etcd, and then in its file. */
@Tag("etcd")
class PasswordChangeTest {
  private static final Node NODE = Node.of("s", "s-1", "127.0.0.1:1");
  private static final Duration TTL = Duration.ofSeconds(60);

  @RegisterExtension static final EtcdExtension etcd = EtcdExtension.nodes(1).user("shippy", "old");

  @TempDir private Path folder = Path.of("");

  @Test
  void loops_ask_for_few_logins_and_go_on_when_the_file_changes() throws Exception {
    Path file = Files.writeString(folder.resolve("password"), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Map<String, String> flags =
        Map.of(
            "registry_address",
            etcd.endpoints(),
            "registry_username",
            "shippy",
            "registry_password_file",
            file.toString());
    try (EtcdRegistry registry = EtcdRegistries.open(flags, Map.of())) {
      SnapshotRecorder seen = new SnapshotRecorder();
      registry.watch("s", seen);
      registry.watch("t", new SnapshotRecorder());
      registry.register(NODE, TTL);
      etcd.etcdctl("user", "delete", "shippy");
      etcd.etcdctl("user", "add", "shippy:new");
      etcd.etcdctl("user", "grant-role", "shippy", "services");
      eventually(Duration.ofSeconds(5), () -> assertThat(isTaken(registry)).isFalse());
      double before = logins();
      // Pauses of 1, 1.6 and 2.6 s, give or take a fifth: two loops and this one asked for 20.
      throughout(Duration.ofSeconds(5), () -> assertThat(isTaken(registry)).isFalse());
      assertThat(logins() - before).isBetween(1.0, 4.0);
      Files.writeString(file, "new");
      assertThat(isTaken(registry)).isTrue();
      eventually(
          Duration.ofSeconds(5),
          () -> assertThat(seen.last()).containsInstanceOf(Snapshot.Nodes.class));
    }
  }

  private static boolean isTaken(EtcdRegistry registry) {
    try {
      registry.register(NODE, TTL);
      return true;
    } catch (RegistryException e) {
      assertThat(e).hasMessage("etcd refuses the login: cannot register s-1");
      return false;
    }
  }

  /** As etcd counts them. */
  private static double logins() throws IOException, InterruptedException {
    URI metrics = URI.create("http://" + etcd.endpoint(0) + "/metrics");
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
        .body()
        .lines()
        .filter(line -> line.startsWith("grpc_server_started_total"))
        .filter(line -> line.contains("grpc_method=\"Authenticate\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
