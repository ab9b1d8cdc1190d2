package shippy.telemetry.export.trace;

import com.google.common.net.InetAddresses;
import io.grpc.Status;
import java.net.InetSocketAddress;
import java.util.Optional;
import shippy.telemetry.Resource;
import shippy.telemetry.Span;
import shippy.telemetry.TraceContext;

/** Spans, one of each kind. Stateless. */
final class SpanSamples {
  static final Resource WHO = new Resource("shippy.service.consignment", "c-1", "1.2");
  static final String METHOD = "shippy.service.vessel.VesselService/Reserve";
  static final long TRACE_HIGH = 0x4bf92f3577b34da6L;
  static final long TRACE_LOW = 0xa3ce929d0e0e4736L;

  static final Span COMMAND =
      new Span(
          at(1, ""),
          0,
          Span.Kind.INTERNAL,
          "create",
          1_000,
          9_000,
          Status.Code.OK,
          Optional.empty(),
          Optional.empty());

  static final Span SECOND_ATTEMPT =
      new Span(
          at(2, ""),
          1,
          Span.Kind.RPC_CLIENT,
          METHOD,
          2_000,
          7_000,
          Status.Code.NOT_FOUND,
          Optional.of(new InetSocketAddress(InetAddresses.forString("127.0.0.1"), 50051)),
          Optional.of(new Span.Attempt("shippy.service.vessel", 2)));

  static final Span UNREACHED =
      new Span(
          at(5, ""),
          1,
          Span.Kind.RPC_CLIENT,
          METHOD,
          2_000,
          7,
          Status.Code.UNAVAILABLE,
          Optional.empty(),
          Optional.of(new Span.Attempt("shippy.service.vessel", 1)));

  static final Span ANSWER =
      new Span(
          at(3, "vendor=1"),
          2,
          Span.Kind.RPC_SERVER,
          METHOD,
          3_000,
          5_000,
          Status.Code.NOT_FOUND,
          Optional.of(new InetSocketAddress(InetAddresses.forString("::1"), 40000)),
          Optional.empty());

  static final Span REQUEST =
      new Span(
          at(4, ""),
          0,
          Span.Kind.HTTP_SERVER,
          "POST /rpc/a",
          4_000,
          500,
          Status.Code.INTERNAL,
          Optional.empty(),
          Optional.empty());

  private SpanSamples() {}

  private static TraceContext at(long span, String state) {
    return new TraceContext(TRACE_HIGH, TRACE_LOW, span, true, state);
  }
}
