package shippy.gateway.status;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Groups spans into traces and keeps the latest, those with a failure longer than others: also
 * after the instances that told them have gone. One thread.
 */
final class Traces {
  static final int MAX_FAILED = 100;
  static final int MAX_OTHERS = 200;
  private static final int MAX_SPANS = 300;

  /** By trace, then by where they are from and their id. */
  private final Map<String, Map<String, TraceSpan>> kept = new LinkedHashMap<>();

  /**
   * The traces after one more look, latest first.
   *
   * @param began when the look began that the spans are from
   */
  List<SystemStatus.Trace> look(Instant began, Stream<TraceSpan> all) {
    all.forEach(this::keep);
    List<SystemStatus.Trace> traces =
        kept.entrySet().stream()
            .map(entry -> trace(entry.getKey(), List.copyOf(entry.getValue().values()), began))
            .sorted(Comparator.comparingLong(SystemStatus.Trace::at).reversed())
            .toList();
    Set<SystemStatus.Trace> stay =
        Stream.concat(
                traces.stream().filter(Traces::failed).limit(MAX_FAILED),
                traces.stream().filter(trace -> !failed(trace)).limit(MAX_OTHERS))
            .collect(Collectors.toSet());
    List<SystemStatus.Trace> left = traces.stream().filter(stay::contains).toList();
    kept.keySet().retainAll(left.stream().map(SystemStatus.Trace::id).collect(Collectors.toSet()));
    return left;
  }

  private void keep(TraceSpan span) {
    Map<String, TraceSpan> spans = kept.computeIfAbsent(span.trace(), t -> new LinkedHashMap<>());
    if (spans.size() < MAX_SPANS) {
      spans.put(span.node() + " " + span.id(), span);
    }
  }

  /** Whether something of it failed, even if it was tried again with success. */
  private static boolean failed(SystemStatus.Trace trace) {
    return trace.spans().stream().anyMatch(span -> span.error() || span.attempt() > 1);
  }

  private static SystemStatus.Trace trace(String id, List<TraceSpan> spans, Instant began) {
    long start = spans.stream().mapToLong(TraceSpan::startedMicros).min().orElse(0);
    long end = spans.stream().mapToLong(TraceSpan::endMicros).max().orElse(start);
    List<SystemStatus.Part> parts =
        spans.stream()
            .sorted(Comparator.comparingLong(TraceSpan::startedMicros))
            .map(span -> span.part(start))
            .toList();
    return new SystemStatus.Trace(id, start / 1_000, end - start, isComplete(spans, began), parts);
  }

  /**
   * Instances tell a span once it has ended. So a trace is complete if its first span is there and
   * ended before any instance was asked, and if no other span lacks its parent. A caller outside
   * may have begun the trace, but a call that was made is never the first.
   */
  private static boolean isComplete(List<TraceSpan> spans, Instant began) {
    Set<String> ids = spans.stream().map(TraceSpan::id).collect(Collectors.toSet());
    List<TraceSpan> first = spans.stream().filter(span -> !ids.contains(span.parent())).toList();
    return first.size() == 1
        && !first.get(0).made()
        && first.get(0).endMicros() <= ChronoUnit.MICROS.between(Instant.EPOCH, began);
  }
}
