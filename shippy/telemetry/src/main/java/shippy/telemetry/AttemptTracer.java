package shippy.telemetry;

import io.grpc.Attributes;
import io.grpc.ClientStreamTracer;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.Status;
import java.net.SocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Traces one attempt of a call, from its creation to its end. */
final class AttemptTracer extends ClientStreamTracer {
  private final Monitor monitor;
  private final CallMeter.Recorder recorder;
  private final String method;
  private final CallerTrace caller;
  private final TraceContext at;
  private final Span.Attempt attempt;
  private final @Nullable Deadline deadline;
  private final long started;
  private volatile Optional<SocketAddress> peer = Optional.empty();

  AttemptTracer(
      Monitor monitor,
      CallMeter.Recorder recorder,
      String method,
      CallerTrace caller,
      TraceContext at,
      Span.Attempt attempt,
      @Nullable Deadline deadline,
      long started) {
    this.monitor = monitor;
    this.recorder = recorder;
    this.method = method;
    this.caller = caller;
    this.at = at;
    this.attempt = attempt;
    this.deadline = deadline;
    this.started = started;
  }

  @Override
  public void streamCreated(Attributes transport, Metadata headers) {
    peer = PeerAddress.of(transport);
  }

  @Override
  public void streamClosed(Status status) {
    long now = monitor.nanoTime();
    long duration = now - started;
    Status.Code code = code(status);
    Optional<SocketAddress> reached = peer;
    recorder.ended(code, duration);
    monitor.callees().of(attempt.service(), reached).count(code, duration, now);
    TraceContext told = at.recorded() || code == Status.Code.OK ? at : failed();
    if (told.recorded()) {
      long parent = caller.at().span();
      monitor.add(
          new Span(
              told,
              parent,
              Span.Kind.RPC_CLIENT,
              method,
              started,
              duration,
              code,
              reached,
              Optional.of(attempt)));
    }
  }

  private TraceContext failed() {
    return caller.recorded(monitor.random()).next(monitor.random());
  }

  /**
   * The code that the caller sees: a deadline ends a call on both sides, and the server may be
   * faster.
   */
  private Status.Code code(Status status) {
    return status.getCode() == Status.Code.CANCELLED && deadline != null && deadline.isExpired()
        ? Status.Code.DEADLINE_EXCEEDED
        : status.getCode();
  }
}
