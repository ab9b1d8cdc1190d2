package shippy.platform;

import io.grpc.HandlerRegistry;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import java.util.List;

/**
 * What callers of another framework expect of a service beyond gRPC; a module on the class path
 * provides it, for {@link java.util.ServiceLoader}. Safe for any thread.
 */
public interface CallerDialect {
  /** The methods behind paths that none of these services has. */
  HandlerRegistry fallback(List<ServerServiceDefinition> services);

  /**
   * The interceptor nearest to the handlers. It sees messages as input streams of the bytes on the
   * wire.
   */
  ServerInterceptor inner();

  /** The first to see a call, and the last to see its end, of the service of that name. */
  ServerInterceptor outer(String service);
}
