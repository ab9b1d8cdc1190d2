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
 * What every service answers besides its own methods: health, and reflection for callers that have
 * no stubs. None of it is an endpoint of the node. Safe for any thread.
 */
final class StandardServices {
  private final HealthStatusManager health = new HealthStatusManager();
  private final OpenStreams streams = new OpenStreams();

  @SuppressWarnings("deprecation") // v1alpha is what older clients ask for
  List<ServerServiceDefinition> definitions() {
    return Stream.<BindableService>of(
            health.getHealthService(),
            ProtoReflectionServiceV1.newInstance(),
            ProtoReflectionService.newInstance())
        .map(streams::of)
        .toList();
  }

  /** Tells those who ask for the health of this name, and those who watch it. */
  void setHealth(String name, boolean serving) {
    health.setStatus(name, serving ? ServingStatus.SERVING : ServingStatus.NOT_SERVING);
  }

  /** All names are unhealthy from now on. */
  void stopServing() {
    health.enterTerminalState();
  }

  /** Ends the streams of those who watch. */
  void endStreams() {
    streams.end();
  }
}
