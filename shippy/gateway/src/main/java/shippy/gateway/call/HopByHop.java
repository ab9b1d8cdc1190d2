package shippy.gateway.call;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Drops headers that are for one connection only (RFC 9110 §7.6.1). Stateless. */
final class HopByHop {
  private static final Set<String> ALWAYS =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          // The other connection has its own.
          "content-length",
          "expect",
          "host");

  private HopByHop() {}

  /** The headers to pass on; those that {@code Connection} names are dropped too. */
  static Map<String, List<String>> without(Map<String, List<String>> headers) {
    Set<String> dropped = new HashSet<>(ALWAYS);
    headers.forEach(
        (name, values) -> {
          if (name.equalsIgnoreCase("connection")) {
            values.stream()
                .flatMap(value -> List.of(value.split(",")).stream())
                .forEach(token -> dropped.add(token.strip().toLowerCase(Locale.ROOT)));
          }
        });
    Map<String, List<String>> kept = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.forEach(
        (name, values) -> {
          if (!name.startsWith(":") && !dropped.contains(name.toLowerCase(Locale.ROOT))) {
            kept.put(name, values);
          }
        });
    return kept;
  }
}
