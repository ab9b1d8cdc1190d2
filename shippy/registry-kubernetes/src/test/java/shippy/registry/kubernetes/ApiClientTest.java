package shippy.registry.kubernetes;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static shippy.testkit.Eventually.eventually;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ApiClientTest {
  private static final String ENDLESS =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 999999999\r\n\r\n";

  @Test
  void answer_that_does_not_end_is_given_up_with_its_connection() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ApiClient api = client("http://127.0.0.1:" + server.getLocalPort())) {
      CompletableFuture<?> answer = api.list("list", "endpointslices", list -> list);
      try (Socket caller = server.accept()) {
        caller.getOutputStream().write(ENDLESS.getBytes(US_ASCII));
        assertThatThrownBy(answer::join).hasMessageContaining("Kubernetes does not answer");
        eventually(
            Duration.ofSeconds(2),
            () ->
                assertThatThrownBy(() -> caller.getOutputStream().write(' '))
                    .isInstanceOf(IOException.class));
      }
    }
  }

  private static ApiClient client(String server) {
    return new ApiClient(
        new ClusterAccess(server, "default", Optional.empty(), Optional::empty, false));
  }
}
