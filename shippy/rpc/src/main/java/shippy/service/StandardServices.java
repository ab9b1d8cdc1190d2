package shippy.service;

import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.util.List;
import java.util.stream.Stream;

/**
 * The services that every server has besides its own: health, and reflection for callers without
 * stubs. The node does not list them as endpoints. Safe for any thread.
 */
final class StandardServices {
  private final HealthStatusManager health = new HealthStatusManager();
  private final OpenStreams streams = new OpenStreams();

  @SuppressWarnings("deprecation") // older clients ask for v1alpha
  List<ServerServiceDefinition> definitions() {
    return Stream.<BindableService>of(
            health.getHealthService(),
            ProtoReflectionServiceV1.newInstance(),
            ProtoReflectionService.newInstance())
        .map(streams::of)
        .toList();
  }

  /** Sets the health of this name, for checks and watches. */
  void setHealth(String name, boolean serving) {
    health.setStatus(name, serving ? ServingStatus.SERVING : ServingStatus.NOT_SERVING);
  }

  /** Makes all names unhealthy, for good. */
  void stopServing() {
    health.enterTerminalState();
  }

  /** Ends the streams of watches and of reflection. */
  void endStreams() {
    streams.end();
  }
}
