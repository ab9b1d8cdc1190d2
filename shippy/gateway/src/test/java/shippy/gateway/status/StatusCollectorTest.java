package shippy.gateway.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Server;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc.HealthImplBase;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.platform.Platform;
import shippy.registry.InMemoryRegistry;
import shippy.registry.Node;

class StatusCollectorTest {
  private final InMemoryRegistry registry = new InMemoryRegistry(Clock.system());
  private final Platform platform = Platform.on(registry, Config.of(Map.of(), Map.of()));
  private final StatusCollector collector = new StatusCollector(platform);
  private final AtomicBoolean leaving = new AtomicBoolean();

  @AfterEach
  void close() {
    collector.close();
    platform.close();
    registry.close();
  }

  @Test
  void instance_that_leaves_while_it_is_asked_has_stopped() throws IOException {
    Server server =
        platform
            .server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(new Health())
            .build();
    try {
      register(server.start().getPort());
      assertThat(states()).containsExactly(InstanceState.SERVING);

      leaving.set(true);

      assertThat(states()).containsExactly(InstanceState.STOPPED);
      assertThat(states()).containsExactly(InstanceState.STOPPED);
    } finally {
      server.shutdownNow();
    }
  }

  private void register(int port) {
    registry.register(
        Node.of("shippy.service.vessel", "vessel-1", "127.0.0.1:" + port), Duration.ofMinutes(1));
  }

  private List<InstanceState> states() {
    return collector.look().services().stream()
        .flatMap(service -> service.nodes().stream())
        .map(SystemStatus.Instance::state)
        .toList();
  }

  /** Of an instance that says nothing any more once it has left the registry. */
  private final class Health extends HealthImplBase {
    @Override
    public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> answer) {
      if (leaving.get()) {
        registry.nodes("shippy.service.vessel").forEach(registry::deregister);
        return;
      }
      answer.onNext(HealthCheckResponse.newBuilder().setStatus(ServingStatus.SERVING).build());
      answer.onCompleted();
    }
  }
}
