package shippy.registry.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;
import shippy.registry.Node;
import shippy.registry.Snapshot;
import shippy.testkit.EtcdExtension;
import shippy.testkit.SnapshotRecorder;

/** What an operator reads of it: edges, and nothing that the caller is told anyway. */
class LogTest {
  private static final Duration SOON = Duration.ofSeconds(5);

  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private Level level = root.getLevel();

  @BeforeEach
  void listen() {
    log.list = new CopyOnWriteArrayList<>();
    log.start();
    root.addAppender(log);
    level = root.getLevel();
    root.setLevel(Level.INFO);
  }

  @AfterEach
  void stop_listening() {
    root.detachAppender(log);
    root.setLevel(level);
  }

  @Test
  void first_attempt_that_fails_is_told_to_the_caller_and_not_logged() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        EtcdRegistry registry = Etcd.open("127.0.0.1:" + closedPort(socket))) {
      SnapshotRecorder seen = new SnapshotRecorder();
      registry.watch("s", seen);
      eventually(
          SOON, () -> assertThat(seen.last()).containsInstanceOf(Snapshot.Unavailable.class));
      assertThat(lines()).isEmpty();
    }
    assertThat(lines()).isEmpty();
  }

  @Nested
  @Tag("etcd")
  class WithEtcd {
    @RegisterExtension static final EtcdExtension etcd = EtcdExtension.nodes(1);

    @Test
    void loss_of_a_known_set_is_logged_once_for_all_services() {
      try (EtcdRegistry registry = Etcd.open(etcd.endpoints())) {
        registry.register(Node.of("s", "s-1", "127.0.0.1:1"), Duration.ofSeconds(60));
        SnapshotRecorder one = new SnapshotRecorder();
        SnapshotRecorder other = new SnapshotRecorder();
        registry.watch("s", one);
        registry.watch("t", other);
        eventually(SOON, () -> assertThat(one.nodes()).isPresent());
        eventually(SOON, () -> assertThat(other.nodes()).isPresent());
        etcd.kill(0);
        eventually(
            SOON, () -> assertThat(one.last()).containsInstanceOf(Snapshot.Unavailable.class));
        eventually(
            SOON, () -> assertThat(other.last()).containsInstanceOf(Snapshot.Unavailable.class));
        assertThat(lines())
            .containsExactly(
                "Registry [etcd] %s is lost, known nodes stay in use: [%s: connection refused]"
                    .formatted(etcd.endpoints(), etcd.endpoints()));
        etcd.restart(0);
        eventually(SOON, () -> assertThat(lines()).hasSizeGreaterThan(1));
        assertThat(lines().get(1))
            .matches(
                "Registry \\[etcd] %s answers again after \\d+\\.\\d s"
                    .formatted(etcd.endpoints()));
      }
    }
  }

  private List<String> lines() {
    return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private static int closedPort(ServerSocket socket) throws IOException {
    socket.close();
    return socket.getLocalPort();
  }
}
