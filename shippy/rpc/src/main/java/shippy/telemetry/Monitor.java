package shippy.telemetry;

import static java.util.Objects.requireNonNull;

import io.grpc.ClientInterceptor;
import io.grpc.Context;
import io.grpc.ServerServiceDefinition;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import shippy.clock.Clock;

/**
 * Observes the calls of a process: keeps the latest 200 spans, and counts by callee. Of the traces
 * that begin here it records 100 a second, and otherwise only failed calls; it keeps the choice
 * that a caller sends. It costs a call about a microsecond, takes no lock, and its memory is
 * bounded. Safe for any thread.
 */
public final class Monitor {
  /** go-micro puts the name of any service before it. */
  private static final String DEBUG = ".Debug";

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
   * Traces the calls of a channel; each attempt sends the trace of the caller's gRPC context as
   * {@code traceparent}. Must be outside of interceptors that repeat calls.
   */
  public ClientInterceptor client() {
    return new ClientTracingInterceptor(this);
  }

  /** Whether a gRPC service only tells of an instance: debugging, health, reflection. */
  public static boolean isDiagnostic(String service) {
    return service.startsWith("grpc.") || service.endsWith(DEBUG) || service.equals("Debug");
  }

  /** The tracer factory for a server; counts the calls of these services. */
  public ServerMetrics server(Collection<ServerServiceDefinition> services) {
    return new ServerMetrics(this, services);
  }

  /**
   * Begins a span, in the parent's trace or else in a new one. A span that is not recorded becomes
   * recorded once an attempt of one of its calls fails.
   */
  public ActiveSpan begin(String name, Optional<TraceContext> parent) {
    return new ActiveSpan(this, name, parent);
  }

  /** The id of the trace of the call with that context, which is recorded from now on. */
  public Optional<String> recordedTrace(Context context) {
    return Optional.ofNullable(CallerTrace.KEY.get(context)).map(at -> at.recorded(random).trace());
  }

  /** The latest spans that have ended, oldest first. */
  public List<Span> spans() {
    return spans.latest();
  }

  /** The callees, by service and address. */
  public List<Callee> called() {
    return callees.counted(nanoTime());
  }

  long nanoTime() {
    return clock.nanoTime();
  }

  /** Begins a trace. All that are not recorded share a context: the same header costs no call. */
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
