package shippy.telemetry;

import static java.util.Objects.requireNonNull;

import io.grpc.ClientInterceptor;
import io.grpc.ServerServiceDefinition;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import shippy.clock.Clock;

/**
 * What a process sees of its calls: the latest 200 spans, and counts by whom it called. Of the
 * traces that begin here a hundred a second are recorded, of the other calls only those that go
 * wrong; a caller's own choice is kept. It costs a call about a microsecond, takes no lock on its
 * way, and its memory is bounded. Safe for any thread.
 */
public final class Monitor {
  private final Clock clock;
  private final RandomGenerator random;
  private final SpanBuffer spans = new SpanBuffer();
  private final CalleeMetrics callees = new CalleeMetrics();
  private final TraceSampler sampler;
  private final TraceContext unrecorded;
  private final TraceHeader header = new TraceHeader();

  public Monitor(Clock clock, RandomGenerator random) {
    this.clock = requireNonNull(clock, "clock");
    this.random = requireNonNull(random, "random");
    this.sampler = new TraceSampler(clock.nanoTime());
    this.unrecorded = TraceContext.unrecorded(random);
  }

  /**
   * Watches the calls of a channel; each attempt takes the trace of the caller's gRPC context along
   * as {@code traceparent}. To be put outside of interceptors that repeat calls.
   */
  public ClientInterceptor client() {
    return new ClientTracingInterceptor(this);
  }

  /** Watches the calls of a server's own services, once it is the server's tracer factory. */
  public ServerMetrics served(Collection<ServerServiceDefinition> services) {
    return new ServerMetrics(this, services);
  }

  /**
   * Work that begins now, in the trace of this place, or else in a new one. Calls made in work that
   * is not recorded have it recorded once one of their attempts fails.
   */
  public ActiveSpan begin(String name, Optional<TraceContext> parent) {
    return new ActiveSpan(this, name, parent);
  }

  /** The latest spans that have ended, oldest first. */
  public List<Span> spans() {
    return spans.latest();
  }

  /** Who was called, by service and address. */
  public List<Callee> called() {
    return callees.counted(nanoTime());
  }

  long nanoTime() {
    return clock.nanoTime();
  }

  /**
   * Begins a trace. All that are not recorded are one: a header that stays the same costs a call
   * next to nothing.
   */
  TraceContext trace(long nowNanos) {
    return sampler.take(nowNanos) ? TraceContext.begin(random) : unrecorded;
  }

  RandomGenerator random() {
    return random;
  }

  TraceHeader header() {
    return header;
  }

  CalleeMetrics callees() {
    return callees;
  }

  void add(Span span) {
    spans.add(span);
  }
}
