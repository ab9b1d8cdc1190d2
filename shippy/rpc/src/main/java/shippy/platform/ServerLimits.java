package shippy.platform;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a server, made when the settings first ask for them; until then a call costs one
 * look. Safe for any thread.
 */
public final class ServerLimits implements ServerInterceptor {
  private final Platform platform;
  private final List<ServerServiceDefinition> services;
  private volatile @Nullable ServerInterceptor limits;

  private ServerLimits(Platform platform, List<ServerServiceDefinition> services) {
    this.platform = platform;
    this.services = services;
  }

  /** Limits for these services, which follow the settings of the platform. */
  public static ServerLimits of(Platform platform, List<ServerServiceDefinition> services) {
    ServerLimits made = new ServerLimits(platform, services);
    platform.liveConfig().onUpdate(made::update);
    made.update();
    return made;
  }

  private synchronized void update() {
    if (limits == null && Governance.limitsServer(platform.config())) {
      limits = Governance.load().limits(platform, methods());
    }
  }

  private Set<String> methods() {
    return services.stream()
        .flatMap(service -> service.getMethods().stream())
        .map(method -> method.getMethodDescriptor().getFullMethodName())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether calls may be refused; also once that is over. */
  public boolean isActive() {
    return limits != null;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    ServerInterceptor now = limits;
    return now == null ? next.startCall(call, headers) : now.interceptCall(call, headers, next);
  }
}
