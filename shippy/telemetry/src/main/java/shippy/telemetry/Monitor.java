package shippy.telemetry;

import static java.util.Objects.requireNonNull;

import io.grpc.ClientInterceptor;
import io.grpc.Context;
import io.grpc.ServerServiceDefinition;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.random.RandomGenerator;
import shippy.clock.Clock;

/**
 * Observes the calls of a process: keeps the latest 200 spans, and counts by callee. Of the traces
 * that begin here it records 100 a second, or the share that an exporter asks for, and otherwise
 * only failed calls; it keeps the choice that a caller sends. It costs a call about a microsecond,
 * takes no lock, and its memory is bounded. Safe for any thread.
 */
public final class Monitor {
  /** go-micro puts the name of any service before it. */
  private static final String DEBUG = ".Debug";

  private final Clock clock;
  private final RandomGenerator random;
  private final SpanBuffer spans = new SpanBuffer();
  private final CalleeMetrics callees = new CalleeMetrics();
  private final TraceContext unrecorded;
  private final TraceHeader header = new TraceHeader();
  private final List<Instrument> instruments = new CopyOnWriteArrayList<>();
  private volatile LongPredicate sampler;
  private volatile Consumer<Span> exporter = span -> {};
  private volatile CallMeter meter = CallMeter.NONE;

  public Monitor(Clock clock, RandomGenerator random) {
    this.clock = requireNonNull(clock, "clock");
    this.random = requireNonNull(random, "random");
    this.sampler = new TraceSampler(clock.nanoTime())::take;
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

  /**
   * Passes on each recorded span as it ends, from now on; another call takes the place of the
   * first.
   *
   * @param to is called on the threads of calls: must neither block nor throw
   * @param sample the share of the traces that begin here which are recorded, 0 to 1; traces of
   *     failed calls are recorded whatever it is
   */
  public void exportSpans(Consumer<Span> to, double sample) {
    requireNonNull(to, "to");
    sampler = now -> random.nextDouble() < sample;
    exporter = to;
  }

  /** Measures the calls of servers and channels that are made after this. */
  public void recordCalls(CallMeter calls) {
    meter = requireNonNull(calls, "calls");
  }

  /** Adds a number that exporters read. */
  public void add(Instrument instrument) {
    instruments.add(requireNonNull(instrument, "instrument"));
  }

  /** The numbers that were added, oldest first. */
  public List<Instrument> instruments() {
    return List.copyOf(instruments);
  }

  /** The tracer factory for a server; counts the calls of these services. */
  public ServerMetrics server(Collection<ServerServiceDefinition> services) {
    return new ServerMetrics(this, services);
  }

  /**
   * Begins a span, in the parent's trace or else in a new one. A span that is not recorded becomes
   * recorded once an attempt of one of its calls fails.
   */
  public ActiveSpan begin(Span.Kind kind, String name, Optional<TraceContext> parent) {
    return new ActiveSpan(this, kind, name, parent);
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
    return sampler.test(nowNanos) ? TraceContext.begin(random) : unrecorded;
  }

  RandomGenerator random() {
    return random;
  }

  TraceHeader header() {
    return header;
  }

  CallMeter meter() {
    return meter;
  }

  CalleeMetrics callees() {
    return callees;
  }

  void add(Span span) {
    spans.add(span);
    exporter.accept(span);
  }
}
