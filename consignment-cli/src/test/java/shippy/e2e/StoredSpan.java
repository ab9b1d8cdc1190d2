package shippy.e2e;

import java.util.Locale;
import java.util.Map;

/**
 * A span as a system for traces tells it.
 *
 * @param parent empty if it has none
 * @param kind of OpenTelemetry, in lower case; internal unless it is told
 * @param tags what else is told of it, and of its process where the system keeps that
 */
record StoredSpan(
    String trace,
    String id,
    String parent,
    String service,
    String kind,
    String name,
    Map<String, String> tags) {
  StoredSpan {
    kind = kind.isEmpty() ? "internal" : kind.toLowerCase(Locale.ROOT);
    tags = Map.copyOf(tags);
  }

  /** Its service, kind and name without a package, as all systems tell it: in lower case. */
  String text() {
    String last = name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    return "%s %s %s".formatted(service, kind, last);
  }
}
