package shippy.telemetry;

import static java.util.Objects.requireNonNull;

import io.grpc.Status;
import java.net.SocketAddress;
import java.util.Optional;

/**
 * A call that was answered, one attempt of a call that was made, or work that calls are part of.
 *
 * @param at its trace context
 * @param parent the id of the span that caused it; 0 if none did
 * @param kind what it stands for
 * @param name the full name of the method or what names the work, cut at 255 characters
 * @param startedNanos when it began, as the process's monotonic clock reads
 * @param durationNanos how long it took
 * @param status how it ended
 * @param peer the other side; empty if none was reached
 * @param attempt which attempt of a call; empty for a call that was answered
 */
public record Span(
    TraceContext at,
    long parent,
    Kind kind,
    String name,
    long startedNanos,
    long durationNanos,
    Status.Code status,
    Optional<SocketAddress> peer,
    Optional<Attempt> attempt) {
  static final int LONGEST_NAME = 255;

  /** What a span stands for. */
  public enum Kind {
    /** A gRPC call that was answered. */
    RPC_SERVER,
    /** An attempt of a gRPC call that was made. */
    RPC_CLIENT,
    /** An HTTP request that was answered. */
    HTTP_SERVER,
    /** Work of this process, such as a command. */
    INTERNAL
  }

  /**
   * One of the attempts of a call.
   *
   * @param service the name by which it was called
   * @param number from 1
   */
  public record Attempt(String service, int number) {
    public Attempt {
      service = fit(service);
    }
  }

  public Span {
    requireNonNull(at, "at");
    requireNonNull(kind, "kind");
    name = fit(name);
    requireNonNull(status, "status");
    requireNonNull(peer, "peer");
    requireNonNull(attempt, "attempt");
  }

  static String fit(String name) {
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
  }
}
