package shippy.registry.etcd.client;

import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.registry.HostPort;

/**
 * Checks whether members are alive while the client is still being loaded. It needs little code: it
 * sends the beginning of HTTP/2, which a server answers at once.
 */
record Http2Probe(EtcdOptions options, Executor threads) implements BooleanSupplier {
  static final Duration LIMIT = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(Http2Probe.class);

  /** The preface and empty settings. */
  private static final String HELLO = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0";

  /** Whether any member answers within the limit. */
  @Override
  public boolean getAsBoolean() {
    List<CompletableFuture<Boolean>> asked =
        options.members().stream()
            .map(member -> CompletableFuture.supplyAsync(() -> answers(member), threads))
            .toList();
    return asked.stream().anyMatch(CompletableFuture::join);
  }

  private boolean answers(HostPort member) {
    int limit = (int) LIMIT.toMillis();
    try (Socket plain = new Socket()) {
      plain.connect(new InetSocketAddress(member.host(), member.port()), limit);
      plain.setSoTimeout(limit);
      try (Socket socket = secured(plain, member)) {
        socket.getOutputStream().write(HELLO.getBytes(StandardCharsets.ISO_8859_1));
        return socket.getInputStream().read() >= 0;
      }
    } catch (IOException e) {
      LOG.debug("no sign of life from {}", member, e);
      return false;
    }
  }

  private Socket secured(Socket plain, HostPort member) throws IOException {
    Optional<SslContext> tls = options.tls();
    return tls.isPresent()
        ? ((JdkSslContext) tls.get())
            .context()
            .getSocketFactory()
            .createSocket(plain, member.host(), member.port(), true)
        : plain;
  }
}
