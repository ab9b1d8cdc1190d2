package shippy.registry.etcd.client;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;
import static shippy.testkit.Eventually.throughout;

import io.etcd.jetcd.api.WatchGrpc;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import shippy.config.Config;

@Execution(ExecutionMode.CONCURRENT)
class EtcdChannelsTest {
  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final Duration SOON = Duration.ofSeconds(15);

  /** etcd refuses pings without a call or watch, and those within 5 s of each other. */
  @Test
  void pings_are_sent_only_while_a_call_or_watch_is_open_and_no_oftener_than_etcd_permits()
      throws IOException {
    try (FrameRecorder idle = new FrameRecorder();
        FrameRecorder busy = new FrameRecorder();
        EtcdChannels toIdle = channels(idle);
        EtcdChannels toBusy = channels(busy)) {
      toIdle.open();
      watch(toBusy.open());
      eventually(SOON, () -> assertThat(idle.types).contains(SETTINGS));
      eventually(SOON, () -> assertThat(busy.types).contains(HEADERS));
      throughout(Duration.ofSeconds(6), () -> assertThat(busy.types).doesNotContain(PING));
      eventually(SOON, () -> assertThat(busy.types).contains(PING));
      throughout(Duration.ofSeconds(1), () -> assertThat(idle.types).doesNotContain(PING));
    }
  }

  private static EtcdChannels channels(FrameRecorder server) {
    Map<String, String> flags = Map.of("registry_address", server.address());
    return new EtcdChannels(
        EtcdOptions.from(Config.of(flags, Map.of())),
        new EtcdCallInterceptor(() -> SOON, () -> {}));
  }

  private static void watch(ManagedChannel channel) {
    ClientCall<WatchRequest, WatchResponse> call =
        channel.newCall(WatchGrpc.getWatchMethod(), CallOptions.DEFAULT.withWaitForReady());
    call.start(new ClientCall.Listener<>() {}, new Metadata());
  }

  /** Greets one client as an HTTP/2 server, and notes the types of the frames that it sends. */
  private static final class FrameRecorder implements AutoCloseable {
    private static final int PREFACE_LENGTH = 24;
    private static final byte[] EMPTY_SETTINGS = {0, 0, 0, SETTINGS, 0, 0, 0, 0, 0};

    final List<Integer> types = new CopyOnWriteArrayList<>();
    private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

    FrameRecorder() throws IOException {
      Thread reader = new Thread(this::record, "frames");
      reader.setDaemon(true);
      reader.start();
    }

    String address() {
      return "127.0.0.1:" + server.getLocalPort();
    }

    private void record() {
      try (Socket client = server.accept();
          DataInputStream in = new DataInputStream(client.getInputStream())) {
        client.getOutputStream().write(EMPTY_SETTINGS);
        in.skipNBytes(PREFACE_LENGTH);
        while (true) {
          int lengthAndType = in.readInt();
          types.add(lengthAndType & 0xff);
          in.skipNBytes(5 + (lengthAndType >>> 8)); // flags, stream and payload
        }
      } catch (IOException e) {
        // ended by either side
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }
}
