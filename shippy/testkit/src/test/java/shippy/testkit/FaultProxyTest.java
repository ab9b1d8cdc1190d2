package shippy.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static shippy.testkit.Eventually.eventually;
import static shippy.testkit.Eventually.throughout;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import shippy.clock.Clock;

@Timeout(20)
class FaultProxyTest {
  private static final Duration SOON = Duration.ofSeconds(15);
  private static final int SHORT_MILLIS = 300;

  private final Echo echo = new Echo();
  private final FaultProxy proxy = FaultProxy.to(echo.address());

  @AfterEach
  void close() throws IOException {
    proxy.close();
    echo.close();
    eventually(
        SOON,
        () ->
            assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("fault-proxy"));
  }

  @Test
  void passing_is_a_plain_connection_with_its_end() throws IOException {
    try (Socket socket = connect()) {
      assertThat(echoed(socket, 'a')).isEqualTo('a');
      socket.shutdownOutput();
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
    eventually(SOON, () -> assertThat(proxy.open()).isZero());
  }

  @Test
  void delay_holds_for_each_byte_both_ways_and_keeps_their_order() throws IOException {
    try (Socket socket = connect()) {
      echoed(socket, 'a');
      proxy.delay(Duration.ofMillis(200));
      Supplier<Duration> taken = Clock.system().stopwatch();
      socket.getOutputStream().write("xyz".getBytes(UTF_8));
      proxy.pass();
      assertThat(socket.getInputStream().readNBytes(3)).asString().isEqualTo("xyz");
      proxy.delay(Duration.ofMillis(200));
      assertThat(echoed(socket, 'b')).isEqualTo('b');
      assertThat(taken.get()).isBetween(Duration.ofMillis(400), Duration.ofSeconds(2));
    }
  }

  @Test
  void blackhole_swallows_what_is_sent_and_later_resets_what_lost_it() throws IOException {
    try (Socket old = connect()) {
      echoed(old, 'a');
      proxy.blackhole();
      try (Socket fresh = connect()) {
        assertSilent(old);
        assertSilent(fresh);
        proxy.pass();
        assertReset(old);
        assertReset(fresh);
      }
    }
    try (Socket after = connect()) {
      assertThat(echoed(after, 'b')).isEqualTo('b');
    }
    assertThat(echo.heard).containsExactly((int) 'a', (int) 'b');
  }

  @Test
  void connection_that_lost_nothing_outlives_a_blackhole() throws IOException {
    try (Socket socket = connect()) {
      echoed(socket, 'a');
      proxy.blackhole();
      throughout(Duration.ofMillis(SHORT_MILLIS), () -> assertThat(proxy.open()).isEqualTo(1));
      proxy.pass();
      assertThat(echoed(socket, 'b')).isEqualTo('b');
    }
  }

  @Test
  void reset_ends_open_connections_and_new_ones() throws IOException {
    try (Socket old = connect()) {
      echoed(old, 'a');
      proxy.reset();
      assertReset(old);
      assertThatThrownBy(
              () -> {
                try (Socket fresh = connect()) {
                  assertReset(fresh);
                  throw new SocketException("reset after it was open");
                }
              })
          .isInstanceOf(SocketException.class);
    }
    proxy.pass();
    try (Socket after = connect()) {
      assertThat(echoed(after, 'b')).isEqualTo('b');
    }
  }

  @Test
  void half_closed_client_reads_the_end_and_is_still_heard() throws IOException {
    try (Socket old = connect()) {
      echoed(old, 'a');
      proxy.halfClose();
      assertThat(old.getInputStream().read()).isEqualTo(-1);
      old.getOutputStream().write('b');
      try (Socket fresh = connect()) {
        assertThat(fresh.getInputStream().read()).isEqualTo(-1);
        fresh.getOutputStream().write('c');
        eventually(SOON, () -> assertThat(echo.heard).hasSize(3));
      }
    }
  }

  @Test
  void target_that_refuses_is_a_reset() throws IOException {
    try (FaultProxy nowhere = FaultProxy.to("127.0.0.1:1");
        Socket socket = connect(nowhere)) {
      assertReset(socket);
    }
  }

  private Socket connect() throws IOException {
    return connect(proxy);
  }

  private static Socket connect(FaultProxy through) throws IOException {
    String address = through.address();
    Socket socket =
        new Socket(
            InetAddress.getLoopbackAddress(),
            Integer.parseInt(address.substring(address.indexOf(':') + 1)));
    socket.setSoTimeout(5_000);
    return socket;
  }

  private static int echoed(Socket socket, int letter) throws IOException {
    socket.getOutputStream().write(letter);
    return socket.getInputStream().read();
  }

  private static void assertSilent(Socket socket) throws IOException {
    socket.setSoTimeout(SHORT_MILLIS);
    assertThatThrownBy(() -> echoed(socket, 'x')).isInstanceOf(SocketTimeoutException.class);
    socket.setSoTimeout(5_000);
  }

  private static void assertReset(Socket socket) {
    assertThatThrownBy(() -> socket.getInputStream().read())
        .isInstanceOf(SocketException.class)
        .hasMessageContaining("reset");
  }

  /** Answers each byte with itself. */
  private static final class Echo implements AutoCloseable {
    final BlockingQueue<Integer> heard = new LinkedBlockingQueue<>();
    private final ServerSocket listener;

    Echo() {
      try {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      start(this::accept);
    }

    String address() {
      return "127.0.0.1:" + listener.getLocalPort();
    }

    private void accept() throws IOException {
      while (true) {
        Socket socket = listener.accept();
        start(() -> answer(socket));
      }
    }

    private void answer(Socket socket) throws IOException {
      try (socket) {
        for (int b = socket.getInputStream().read(); b >= 0; b = socket.getInputStream().read()) {
          heard.add(b);
          socket.getOutputStream().write(b);
        }
      }
    }

    private static void start(ThrowingRunnable task) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  task.run();
                } catch (Exception e) {
                  // The test closed the socket or had it reset.
                }
              },
              "echo");
      thread.setDaemon(true);
      thread.start();
    }

    @Override
    public void close() throws IOException {
      listener.close();
    }
  }
}
