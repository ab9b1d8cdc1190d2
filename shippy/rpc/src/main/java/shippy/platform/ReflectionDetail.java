package shippy.platform;

import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import java.util.List;

/** What a module on the class path adds to reflection, for {@link java.util.ServiceLoader}. */
public interface ReflectionDetail {
  /** Sees the answers of reflection on these services, as input streams of the bytes sent. */
  ServerInterceptor interceptor(List<ServerServiceDefinition> services);
}
