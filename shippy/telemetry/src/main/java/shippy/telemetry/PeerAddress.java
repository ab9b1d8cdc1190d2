package shippy.telemetry;

import com.google.common.net.InetAddresses;
import io.grpc.Attributes;
import io.grpc.Grpc;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import shippy.registry.HostPort;

/** The address of the other side of a connection. Stateless. */
public final class PeerAddress {
  private PeerAddress() {}

  static Optional<SocketAddress> of(Attributes transport) {
    return Optional.ofNullable(transport.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
  }

  /** The address as registrations write it: {@code 127.0.0.1:50051}, {@code [::1]:50051}. */
  public static String text(SocketAddress peer) {
    return peer instanceof InetSocketAddress at && at.getAddress() != null
        ? new HostPort(InetAddresses.toAddrString(at.getAddress()), at.getPort()).toString()
        : peer.toString();
  }
}
