package shippy.gateway.status;

import io.grpc.Status;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.regex.Pattern;
import shippy.clock.Clock;
import shippy.proto.debug.SpanType;
import shippy.registry.Node;

/**
 * A span of a trace.
 *
 * @param trace 32 hexadecimal digits
 * @param id 16 hexadecimal digits
 * @param parent the same; empty at the beginning of a trace
 * @param node where it is from: the id of an instance, or {@code gateway}
 * @param startedMicros since 1970
 * @param status the name of a gRPC code
 * @param attempt from 1; more than 1 if it was tried again
 * @param made whether it is a call that was made, not one that was answered
 */
record TraceSpan(
    String trace,
    String id,
    String parent,
    String node,
    String name,
    long startedMicros,
    long durationMicros,
    String status,
    long attempt,
    boolean made) {
  static final String GATEWAY = "gateway";

  private static final String OK = Status.Code.OK.name();
  private static final Pattern ATTEMPT = Pattern.compile("[1-9]\\d{0,8}");
  private static final HexFormat HEX = HexFormat.of();

  /** A span of this process. */
  static TraceSpan of(shippy.telemetry.Span span, Clock clock) {
    long ageNanos = clock.nanoTime() - span.startedNanos();
    return new TraceSpan(
        span.at().trace(),
        HEX.toHexDigits(span.at().span()),
        span.parent() == 0 ? "" : HEX.toHexDigits(span.parent()),
        GATEWAY,
        span.name(),
        ChronoUnit.MICROS.between(Instant.EPOCH, clock.now().minusNanos(ageNanos)),
        span.durationNanos() / 1_000,
        span.status().name(),
        span.attempt().map(shippy.telemetry.Span.Attempt::number).orElse(1),
        span.attempt().isPresent());
  }

  /** A span that the instance told. */
  static TraceSpan of(shippy.proto.debug.Span span, Node node) {
    String status = span.getMetadataOrDefault("status", "");
    String attempt = span.getMetadataOrDefault("attempt", "");
    return new TraceSpan(
        span.getTrace(),
        span.getId(),
        span.getParent(),
        node.id(),
        span.getName(),
        Long.divideUnsigned(span.getStarted(), 1_000),
        Long.divideUnsigned(span.getDuration(), 1_000),
        status.isEmpty() ? OK : status,
        ATTEMPT.matcher(attempt).matches() ? Long.parseLong(attempt) : 1,
        span.getType() == SpanType.OUTBOUND);
  }

  /** This span as the page shows it. */
  SystemStatus.Part part(long traceStartMicros) {
    return new SystemStatus.Part(
        id,
        parent,
        node,
        name,
        startedMicros - traceStartMicros,
        durationMicros,
        !status.equals(OK),
        status,
        attempt);
  }

  long endMicros() {
    return startedMicros + durationMicros;
  }
}
