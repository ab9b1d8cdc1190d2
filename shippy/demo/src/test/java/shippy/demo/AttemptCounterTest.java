package shippy.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ClientInterceptors;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import shippy.client.Client;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.platform.Platform;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.proto.vessel.VesselServiceGrpc.VesselServiceBlockingStub;
import shippy.proto.vessel.VesselServiceGrpc.VesselServiceImplBase;
import shippy.registry.InMemoryRegistry;
import shippy.registry.Node;

class AttemptCounterTest {
  private final InMemoryRegistry registry = new InMemoryRegistry(Clock.system());
  private final Platform platform =
      Platform.on(registry, Config.of(Map.of("client_request_timeout", "30s"), Map.of()));
  private final Client client = Client.of(platform);
  private final CallTotals totals = new CallTotals();
  private final AtomicInteger refusals = new AtomicInteger();
  private final Server server =
      platform
          .server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
          .addService(new HealthStatusManager().getHealthService())
          .addService(new Refusing())
          .build();

  @BeforeEach
  void start() throws IOException {
    server.start();
    registry.register(Node.of("fleet", "fleet-1", address()), Duration.ofMinutes(1));
  }

  @AfterEach
  void close() {
    client.close();
    server.shutdownNow();
    platform.close();
    registry.close();
  }

  @Test
  void call_that_succeeds_at_once_is_one_answer_and_no_retry() {
    instances().findAvailable(Specification.getDefaultInstance());

    assertThat(totals.answeredBy(address())).isEqualTo(1);
    assertThat(totals.total().retried()).isZero();
  }

  @Test
  void attempts_beyond_the_first_are_retries_and_refusals_are_no_answers() {
    refusals.set(2);

    instances().findAvailable(Specification.getDefaultInstance());

    assertThat(totals.answeredBy(address())).isEqualTo(1);
    assertThat(totals.total().retried()).isEqualTo(2);
  }

  @Test
  void call_that_fails_has_no_answer() {
    refusals.set(Integer.MAX_VALUE);

    assertThatThrownBy(() -> instances().findAvailable(Specification.getDefaultInstance()))
        .isInstanceOf(StatusRuntimeException.class);
    assertThat(totals.answers()).isEmpty();
    assertThat(totals.total().retried()).isPositive();
  }

  private VesselServiceBlockingStub instances() {
    return VesselServiceGrpc.newBlockingStub(
        ClientInterceptors.intercept(client.channel("fleet"), new AttemptCounter(totals)));
  }

  private String address() {
    return "127.0.0.1:" + server.getPort();
  }

  /** Says UNAVAILABLE as often as it is told to. */
  private final class Refusing extends VesselServiceImplBase {
    @Override
    public void findAvailable(Specification wanted, StreamObserver<Response> out) {
      if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        out.onError(Status.UNAVAILABLE.withDescription("not now").asRuntimeException());
        return;
      }
      out.onNext(Response.getDefaultInstance());
      out.onCompleted();
    }
  }
}
