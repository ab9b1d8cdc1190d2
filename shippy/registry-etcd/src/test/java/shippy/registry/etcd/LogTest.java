package shippy.registry.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;
import static shippy.testkit.Eventually.throughout;

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
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import shippy.registry.Node;
import shippy.registry.Snapshot;
import shippy.registry.etcd.client.EndOfLifeWarning;
import shippy.testkit.etcd.EtcdExtension;
import shippy.testkit.registry.SnapshotRecorder;

/** What an operator reads of it: edges, and nothing that the caller is told anyway. */
@Isolated
class LogTest {
  private static final Duration SOON = Duration.ofSeconds(15);
  private static final Node NODE = Node.of("s", "s-1", "127.0.0.1:1");

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
        EtcdRegistry registry = EtcdRegistries.open("127.0.0.1:" + closedPort(socket))) {
      SnapshotRecorder seen = new SnapshotRecorder();
      registry.watch("s", seen);
      eventually(
          SOON, () -> assertThat(seen.last()).containsInstanceOf(Snapshot.Unavailable.class));
      assertThat(lines()).isEmpty();
    }
    assertThat(lines()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2.3.8, true",
    "3.4.42, true",
    "3.5.0, false",
    "3.6.9, false",
    "3.10.1-rc.1, false",
    "4.0.0, false",
    "unknown, false",
    "'', false"
  })
  void end_of_life_is_before_the_two_newest_minor_versions(String version, boolean old) {
    assertThat(EndOfLifeWarning.isEndOfLife(version)).isEqualTo(old);
  }

  @Nested
  @Tag("etcd")
  class WithEtcd {
    @RegisterExtension static final EtcdExtension etcd = EtcdExtension.nodes(1);

    @Test
    void server_out_of_support_is_told_once_and_only_to_who_registers() {
      try (EtcdRegistry registry = EtcdRegistries.open(etcd.endpoints())) {
        assertThat(registry.nodes("s")).isEmpty();
        assertThat(lines()).isEmpty();
        String version = etcd.etcdctl("endpoint", "status").split(", ", -1)[2];
        registry.register(NODE, Duration.ofSeconds(60));
        registry.register(NODE, Duration.ofSeconds(60));
        if (EndOfLifeWarning.isEndOfLife(version)) {
          eventually(SOON, () -> assertThat(lines()).isNotEmpty());
          assertThat(lines())
              .containsExactly(
                  "Registry [etcd] %s runs etcd %s, which is end-of-life and gets no security fixes:"
                          .formatted(etcd.endpoints(), version)
                      + " upgrade it, one minor version at a time, to 3.5 or newer");
        } else {
          throughout(Duration.ofSeconds(1), () -> assertThat(lines()).isEmpty());
        }
      }
    }

    @Test
    void loss_of_a_known_set_is_logged_once_for_all_services() {
      try (EtcdRegistry registry = EtcdRegistries.open(etcd.endpoints())) {
        registry.register(NODE, Duration.ofSeconds(60));
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
        assertThat(news())
            .containsExactly(
                "Registry [etcd] %s is lost, known nodes stay in use: [%s: connection refused]"
                    .formatted(etcd.endpoints(), etcd.endpoints()));
        etcd.restart(0);
        eventually(SOON, () -> assertThat(news()).hasSizeGreaterThan(1));
        assertThat(news().get(1))
            .matches(
                "Registry \\[etcd] %s answers again after \\d+\\.\\d s"
                    .formatted(etcd.endpoints()));
      }
    }
  }

  /** What is said of the connection, whatever the age of this machine's etcd. */
  private List<String> news() {
    return lines().stream().filter(line -> !line.contains("end-of-life")).toList();
  }

  private List<String> lines() {
    return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private static int closedPort(ServerSocket socket) throws IOException {
    socket.close();
    return socket.getLocalPort();
  }
}
