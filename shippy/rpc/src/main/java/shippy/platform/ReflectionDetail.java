package shippy.platform;

import io.grpc.ServerServiceDefinition;
import java.util.List;

/** What a module on the class path adds to reflection, for {@link java.util.ServiceLoader}. */
public interface ReflectionDetail {
  /**
   * The service with what is added; one that is not reflection stays as it is. Its messages are
   * input streams of the bytes sent.
   *
   * @param described the services that reflection tells of
   */
  ServerServiceDefinition added(
      ServerServiceDefinition service, List<ServerServiceDefinition> described);
}
