package shippy.e2e;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The spans of one trace. */
record StoredTrace(List<StoredSpan> spans) {
  /** All in which a service took part. */
  static List<StoredTrace> all(TraceStore store, String service) {
    Collection<List<StoredSpan>> traces =
        store.spans(service).stream().collect(groupingBy(StoredSpan::trace)).values();
    return traces.stream().map(StoredTrace::new).toList();
  }

  /** Each span with those that led to it, the first one first: {@code a client X > b server X}. */
  List<String> paths() {
    Map<String, StoredSpan> byId = spans.stream().collect(toMap(StoredSpan::id, identity()));
    return spans.stream().map(span -> path(span, byId)).sorted().toList();
  }

  private static String path(StoredSpan span, Map<String, StoredSpan> byId) {
    if (span.parent().isEmpty()) {
      return span.text();
    }
    StoredSpan parent = byId.get(span.parent());
    return (parent == null ? "lost" : path(parent, byId)) + " > " + span.text();
  }
}
