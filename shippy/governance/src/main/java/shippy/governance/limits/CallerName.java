package shippy.governance.limits;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.Metadata;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.Principal;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;
import shippy.platform.Headers;

/**
 * Who calls: the common name of the caller's certificate, else the service that {@code
 * micro-from-service} names, which anyone may claim, else the address without its port. Stateless.
 */
final class CallerName {
  private static final int MAX = 100;
  private static final String COMMON_NAME = "CN=";

  private CallerName() {}

  /** Printable and short, as it appears in texts. */
  static String of(Attributes connection, Metadata headers) {
    String name = certified(connection.get(Grpc.TRANSPORT_ATTR_SSL_SESSION));
    if (name == null) {
      name = headers.get(Headers.FROM_SERVICE);
    }
    if (name == null || name.isBlank()) {
      name = address(connection.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
    }
    StringBuilder text = new StringBuilder();
    name.codePoints().limit(MAX).forEach(c -> text.append(c > ' ' && c < 0x7f ? (char) c : '?'));
    return text.toString();
  }

  private static @Nullable String certified(@Nullable SSLSession session) {
    try {
      return session == null ? null : name(session.getPeerPrincipal());
    } catch (SSLPeerUnverifiedException e) {
      return null; // TLS without a certificate of the caller
    }
  }

  private static String name(Principal principal) {
    String name = principal.getName();
    if (principal instanceof X500Principal && name.contains(COMMON_NAME)) {
      String from = name.substring(name.indexOf(COMMON_NAME) + COMMON_NAME.length());
      return from.split("[,+]", 2)[0];
    }
    return name;
  }

  private static String address(@Nullable SocketAddress address) {
    return address instanceof InetSocketAddress ip && ip.getAddress() != null
        ? ip.getAddress().getHostAddress()
        : String.valueOf(address);
  }
}
