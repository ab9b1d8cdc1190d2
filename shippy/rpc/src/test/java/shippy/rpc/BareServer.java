package shippy.rpc;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** A gRPC server without registration, health and drain: it can end as badly as a process. */
final class BareServer implements AutoCloseable {
  private final Server server;
  private final String address;

  private BareServer(Server server) {
    this.server = server;
    this.address = "127.0.0.1:" + server.getPort();
  }

  static BareServer of(BindableService handler) {
    return at("127.0.0.1:0", handler);
  }

  /** On the address of one that has ended. */
  static BareServer at(String address, BindableService handler) {
    int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
    try {
      return new BareServer(
          NettyServerBuilder.forAddress(
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
              .addService(handler)
              .build()
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String address() {
    return address;
  }

  /** Ends all calls and connections at once. */
  void cutOff() {
    server.shutdownNow();
  }

  @Override
  public void close() {
    cutOff();
    try {
      server.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
