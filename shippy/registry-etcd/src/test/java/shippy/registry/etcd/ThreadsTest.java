package shippy.registry.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static shippy.testkit.Eventually.eventually;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.registry.Node;
import shippy.registry.Snapshot;
import shippy.testkit.etcd.EtcdExtension;
import shippy.testkit.registry.SnapshotRecorder;

/** What is left in the process; other tests have threads of the same names. */
@Isolated
@Tag("etcd")
class ThreadsTest {
  private static final Duration SOON = Duration.ofSeconds(15);
  private static final Node NODE = Node.of("s", "s-1", "127.0.0.1:1");

  @RegisterExtension static final EtcdExtension etcd = EtcdExtension.nodes(1);

  @Test
  void closing_leaves_no_thread() {
    SnapshotRecorder seen = new SnapshotRecorder();
    try (EtcdRegistry registry = EtcdRegistries.open(etcd.endpoints())) {
      registry.register(NODE, Duration.ofSeconds(15));
      registry.watch("s", seen);
      eventually(SOON, () -> assertThat(seen.last()).contains(new Snapshot.Nodes(List.of(NODE))));
    }
    assertNoThreadIsLeft();
  }

  /** The JVM waits at its exit for threads in a native call, and an event loop is always in one. */
  @Test
  void no_event_loop_is_alive_when_closing_returns() {
    assertNoThreadIsLeft();
    EtcdRegistry registry = EtcdRegistries.open(etcd.endpoints());
    assertThat(registry.services()).isNotNull();
    assertThat(eventLoops()).isNotEmpty();
    registry.close();
    assertThat(eventLoops()).isEmpty();
  }

  private static List<String> eventLoops() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread -> Arrays.toString(thread.getValue()).contains("io.netty.channel.nio."))
        .map(thread -> thread.getKey().getName())
        .toList();
  }

  /** jetcd asks for a status on a channel that closing its client leaves open. */
  @Test
  void closing_while_a_login_and_a_status_are_waited_for_leaves_no_thread() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Map<String, String> flags =
          Map.of(
              "registry_address",
              "127.0.0.1:" + silent.getLocalPort(),
              "registry_username",
              "shippy");
      Config config = Config.of(flags, Map.of("MICRO_REGISTRY_PASSWORD", "secret"));
      try (EtcdRegistry registry = new EtcdRegistry(config, Clock.system())) {
        assertThatThrownBy(registry::services).hasMessageStartingWith("etcd does not answer");
      }
      assertNoThreadIsLeft();
    }
  }

  private static void assertNoThreadIsLeft() {
    eventually(
        SOON,
        () ->
            assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(
                    name ->
                        name.matches("(shippy-etcd|globalEventExecutor|grpc-|jetcd|vert.x).*")));
  }
}
