package shippy.gateway.status;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Groups spans into traces.
 *
 * @param began when the look began that the spans are from
 */
record Traces(Instant began) {
  private static final int MAX_TRACES = 20;

  /** The latest traces, latest first. */
  List<SystemStatus.Trace> of(Stream<TraceSpan> all) {
    Map<String, List<TraceSpan>> byTrace = new LinkedHashMap<>();
    all.forEach(span -> byTrace.computeIfAbsent(span.trace(), t -> new ArrayList<>()).add(span));
    return byTrace.values().stream()
        .sorted(Comparator.comparingLong(Traces::start).reversed())
        .limit(MAX_TRACES)
        .map(this::trace)
        .toList();
  }

  private static long start(List<TraceSpan> spans) {
    return spans.stream().mapToLong(TraceSpan::startedMicros).min().orElse(0);
  }

  private SystemStatus.Trace trace(List<TraceSpan> spans) {
    long start = start(spans);
    long end = spans.stream().mapToLong(TraceSpan::endMicros).max().orElse(start);
    List<SystemStatus.Part> parts =
        spans.stream()
            .sorted(Comparator.comparingLong(TraceSpan::startedMicros))
            .map(span -> span.part(start))
            .toList();
    return new SystemStatus.Trace(
        spans.get(0).trace(), start / 1_000, end - start, isComplete(spans), parts);
  }

  /**
   * Instances tell a span once it has ended. So a trace is complete if its first span is there and
   * ended before any instance was asked, and if no other span lacks its parent. A caller outside
   * may have begun the trace, but a call that was made is never the first.
   */
  private boolean isComplete(List<TraceSpan> spans) {
    Set<String> ids = spans.stream().map(TraceSpan::id).collect(Collectors.toSet());
    List<TraceSpan> first = spans.stream().filter(span -> !ids.contains(span.parent())).toList();
    return first.size() == 1
        && !first.get(0).made()
        && first.get(0).endMicros() <= ChronoUnit.MICROS.between(Instant.EPOCH, began);
  }
}
