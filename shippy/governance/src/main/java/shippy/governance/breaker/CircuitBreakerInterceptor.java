package shippy.governance.breaker;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import shippy.clock.Clock;
import shippy.telemetry.Monitor;

/**
 * A circuit breaker for each method of each service called: while about a third or more of the
 * calls of a method fail, some to nearly all are not made and end with {@code UNAVAILABLE} at once,
 * with a cause that says why. Must be outside of all that repeats calls, so that a call counts
 * once. Diagnostic calls always pass. Safe for any thread.
 */
public final class CircuitBreakerInterceptor implements ClientInterceptor {
  /** More than a program calls; any further methods have no breaker. */
  static final int MAX = 1_024;

  private record Key(String service, String method) {}

  private final Map<Key, MethodBreaker> breakers = new ConcurrentHashMap<>();
  private final Monitor monitor;
  private final Clock clock;
  private final RandomGenerator random;
  private final Executor callbacks;

  /**
   * No breaker has counted yet.
   *
   * @param monitor gets the numbers of each breaker
   */
  public CircuitBreakerInterceptor(Monitor monitor, Clock clock, RandomGenerator random) {
    this.monitor = requireNonNull(monitor, "monitor");
    this.clock = requireNonNull(clock, "clock");
    this.random = requireNonNull(random, "random");
    this.callbacks = task -> clock.schedule(Duration.ZERO, task);
  }

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    MethodBreaker breaker =
        Monitor.isDiagnostic(String.valueOf(method.getServiceName())) || isOver(options)
            ? null
            : breaker(new Key(next.authority(), method.getFullMethodName()));
    if (breaker == null) {
      return next.newCall(method, options);
    }
    Optional<Status> refusal = breaker.refusal();
    if (refusal.isPresent()) {
      Executor executor = requireNonNullElse(options.getExecutor(), callbacks);
      return new DroppedCall<>(refusal.get(), executor);
    }
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      @Override
      public void start(Listener<A> caller, Metadata headers) {
        super.start(new Counting<>(caller, breaker), headers);
      }
    };
  }

  /** Whether it fails without being made, which says nothing of its service. */
  private static boolean isOver(CallOptions options) {
    Deadline deadline = options.getDeadline();
    return (deadline != null && deadline.isExpired()) || Context.current().isCancelled();
  }

  private @Nullable MethodBreaker breaker(Key key) {
    MethodBreaker known = breakers.get(key);
    return known != null ? known : add(key);
  }

  private synchronized @Nullable MethodBreaker add(Key key) {
    MethodBreaker known = breakers.get(key);
    if (known != null || breakers.size() == MAX) {
      return known;
    }
    MethodBreaker made =
        new MethodBreaker(key.service(), key.method(), new CircuitBreaker(clock, random));
    made.addTo(monitor);
    breakers.put(key, made);
    return made;
  }

  /** Each started call ends once, whatever its caller does. */
  private static final class Counting<A> extends SimpleForwardingClientCallListener<A> {
    private final MethodBreaker breaker;

    Counting(ClientCall.Listener<A> caller, MethodBreaker breaker) {
      super(caller);
      this.breaker = breaker;
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      breaker.count(status);
      super.onClose(status, trailers);
    }
  }
}
