package shippy.platform;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a server, made when the settings first ask for them; until then a call costs one
 * look. Safe for any thread.
 */
public final class ServerLimits implements ServerInterceptor {
  private final Platform platform;
  private volatile @Nullable ServerInterceptor limits;

  private ServerLimits(Platform platform) {
    this.platform = platform;
  }

  /** Limits that follow the settings of the platform. */
  public static ServerLimits of(Platform platform) {
    ServerLimits made = new ServerLimits(platform);
    platform.liveConfig().onUpdate(made::update);
    made.update();
    return made;
  }

  private synchronized void update() {
    if (limits == null && Governance.limitsServer(platform.config())) {
      limits = Governance.load().limits(platform);
    }
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
