package shippy.governance.limits;

import static java.util.Objects.requireNonNull;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Supplier;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.config.TrafficSettings;
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
  private final Supplier<OptionalDouble> cpu;
  private final RateLimits rates;
  private final Refusals refusals;
  private Shedding shedding = new Shedding(Shedding.By.OFF, OptionalInt.empty());
  private volatile Shedder shedder = Shedder.NONE;

  private LimitsInterceptor(Clock clock, Monitor monitor, Supplier<OptionalDouble> cpu) {
    this.clock = clock;
    this.cpu = requireNonNull(cpu, "cpu");
    this.rates = new RateLimits(clock);
    this.refusals = new Refusals(monitor, clock);
  }

  /** Follows the settings of the platform. */
  public static LimitsInterceptor of(Platform platform) {
    return of(platform, CpuLoad::ofMachine);
  }

  static LimitsInterceptor of(Platform platform, Supplier<OptionalDouble> cpu) {
    LimitsInterceptor made = new LimitsInterceptor(platform.clock(), platform.monitor(), cpu);
    platform.liveConfig().onUpdate(() -> made.update(platform.config()));
    made.update(platform.config());
    return made;
  }

  private synchronized void update(Config config) {
    rates.update(
        config.find(TrafficSettings.SERVER_RATE),
        config.find(TrafficSettings.SERVER_RATES).orElse(Map.of()));
    Shedding next = config.get(TrafficSettings.SERVER_SHED);
    if (!next.equals(shedding)) {
      shedder = Shedder.of(next, clock, cpu);
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
