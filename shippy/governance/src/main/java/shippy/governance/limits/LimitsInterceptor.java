package shippy.governance.limits;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.config.TrafficSettings;
import shippy.config.TrafficSettings.RateLimit;
import shippy.config.TrafficSettings.Shedding;
import shippy.platform.Platform;
import shippy.telemetry.Monitor;

/**
 * Refuses calls beyond {@code server_rate}, {@code server_rates} and what {@code server_shed}
 * bears, with {@code RESOURCE_EXHAUSTED} and {@code google.rpc.RetryInfo}, as the settings say now.
 * Calls of diagnostic services pass. A stream is one call to the rates and none to the shedding,
 * which takes its measure from the time that calls take. Safe for any thread.
 */
public final class LimitsInterceptor implements ServerInterceptor {
  private final Clock clock;
  private final RateLimits rates;
  private final UnknownMethods unknown;
  private final Refusals refusals;
  private Shedding shedding = new Shedding(Shedding.By.OFF, OptionalInt.empty());
  private volatile Shedder shedder = Shedder.NONE;

  private LimitsInterceptor(Clock clock, Monitor monitor, Set<String> methods) {
    this.clock = clock;
    this.rates = new RateLimits(clock);
    this.unknown = new UnknownMethods(methods);
    this.refusals = new Refusals(monitor, clock);
  }

  /**
   * Follows the settings of the platform.
   *
   * @param methods of the server, by their full names
   */
  public static LimitsInterceptor of(Platform platform, Set<String> methods) {
    LimitsInterceptor made = new LimitsInterceptor(platform.clock(), platform.monitor(), methods);
    platform.liveConfig().onUpdate(() -> made.update(platform.config()));
    made.update(platform.config());
    return made;
  }

  private synchronized void update(Config config) {
    Map<String, RateLimit> named = config.find(TrafficSettings.SERVER_RATES).orElse(Map.of());
    rates.update(config.find(TrafficSettings.SERVER_RATE), named);
    unknown.update(named.keySet());
    Shedding next = config.get(TrafficSettings.SERVER_SHED);
    if (!next.equals(shedding)) {
      shedder = Shedder.of(next, clock, CpuLoad::ofMachine);
      shedding = next;
    }
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    MethodDescriptor<Q, A> method = call.getMethodDescriptor();
    if (Monitor.isDiagnostic(String.valueOf(method.getServiceName()))) {
      return next.startCall(call, headers);
    }
    boolean unary = method.getType() == MethodType.UNARY;
    Shedder now = unary ? shedder : Shedder.NONE;
    Optional<Refusal> refusal =
        rates.take(
            method.getFullMethodName(),
            () -> CallerName.of(call.getAttributes(), headers),
            now::begin);
    if (refusal.isPresent()) {
      refusals.refuse(call, refusal.get());
      return new ServerCall.Listener<>() {};
    }
    return unary
        ? new MeasuredCall<>(call, now, clock).start(headers, next)
        : next.startCall(call, headers);
  }
}
