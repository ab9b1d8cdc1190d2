package shippy.registry.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.registry.etcd.EtcdErrorsTest.failure;
import static shippy.testkit.Eventually.eventually;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import shippy.problem.Problem;
import shippy.registry.Snapshot;
import shippy.testkit.registry.SnapshotRecorder;

/** Nobody answers, in the two ways there are: to a dial, or after it. */
@Execution(ExecutionMode.CONCURRENT)
class EtcdSilenceTest {
  private static final Duration DIAL_LIMIT = Duration.ofSeconds(3);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(6);

  /** The client is replaced under both lookups, by each other. */
  @Test
  void lookups_at_once_on_a_silent_server_are_all_told_that_nothing_comes() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        EtcdRegistry registry = EtcdRegistries.open("127.0.0.1:" + silent.getLocalPort())) {
      List<Problem> problems = new CopyOnWriteArrayList<>();
      List<Thread> lookups =
          Stream.of("a", "b", "c", "d")
              .map(s -> new Thread(() -> problems.add(unanswered(registry, s))))
              .toList();
      lookups.forEach(Thread::start);
      for (Thread lookup : lookups) {
        lookup.join();
      }
      assertThat(problems).hasSize(4);
      assertThat(problems)
          .allSatisfy(p -> assertThat(p.what()).startsWith("etcd does not answer: cannot find"));
    }
  }

  /** A listener whose queue is full: Linux lets further dials wait for an answer. */
  @Test
  void host_that_is_silent_to_a_dial_is_told_without_another_try() throws IOException {
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        EtcdRegistry registry = EtcdRegistries.open("127.0.0.1:" + full.getLocalPort())) {
      List<SocketChannel> queue = new ArrayList<>();
      try {
        for (int i = 0; i < 4; i++) {
          SocketChannel waiting = SocketChannel.open();
          queue.add(waiting);
          waiting.configureBlocking(false);
          waiting.connect(full.getLocalSocketAddress());
        }
        Problem problem = failure(() -> registry.nodes("s"), DIAL_LIMIT);
        assertThat(problem.what()).isEqualTo("etcd is unreachable: cannot find the nodes of s");
        assertThat(problem.facts().get(0)).endsWith(": no answer to a connection attempt");
      } finally {
        for (SocketChannel waiting : queue) {
          waiting.close();
        }
      }
    }
  }

  /** A listener that never accepts: the connection opens, and nothing comes. */
  @Test
  void silent_server_is_told_within_the_limit_and_so_is_a_watch() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        EtcdRegistry registry = EtcdRegistries.open("127.0.0.1:" + silent.getLocalPort())) {
      SnapshotRecorder seen = new SnapshotRecorder();
      registry.watch("s", seen);
      assertThat(unanswered(registry, "s").what())
          .isEqualTo("etcd does not answer: cannot find the nodes of s");
      eventually(
          Duration.ofMillis(500),
          () -> assertThat(seen.last()).containsInstanceOf(Snapshot.Unavailable.class));
    }
  }

  private static Problem unanswered(EtcdRegistry registry, String service) {
    return failure(() -> registry.nodes(service), ANSWER_LIMIT);
  }
}
