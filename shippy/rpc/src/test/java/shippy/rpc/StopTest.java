package shippy.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import shippy.client.Client;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.Vessel;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.service.RunningService;

/** A service that stops while clients hold streams open that never end by themselves. */
class StopTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final InProcessServices fleet = new InProcessServices();
  private final InProcessServices.Handler handler = new InProcessServices.Handler();
  private final RunningService service = fleet.start(handler);
  private final Channel channel =
      fleet
          .keep(Client.open(InProcessServices.config("client_request_timeout", "60s")))
          .direct(service.address());

  @AfterEach
  void close() throws Exception {
    fleet.close();
  }

  @Test
  void watchers_of_health_hear_not_serving_and_then_the_end_and_calls_are_waited_for()
      throws Exception {
    Received<HealthCheckResponse> all = watch("");
    Received<HealthCheckResponse> registry = watch(RunningService.REGISTRY);
    Future<Response> call =
        VesselServiceGrpc.newFutureStub(channel).create(Vessel.getDefaultInstance());
    eventually(SOON, () -> assertThat(handler.calls).hasValue(1));

    CompletableFuture<Void> closing = CompletableFuture.runAsync(service::close);

    for (Received<HealthCheckResponse> watch : List.of(all, registry)) {
      assertThat(watch.end()).isEqualTo("UNAVAILABLE: the service is stopping");
      assertThat(watch.messages)
          .extracting(HealthCheckResponse::getStatus)
          .containsExactly(ServingStatus.SERVING, ServingStatus.NOT_SERVING);
    }
    assertThat(call).isNotDone();
    assertThat(closing).isNotDone();
    handler.gate.complete(null);
    assertThat(call.get(30, TimeUnit.SECONDS).getCreated()).isTrue();
    closing.get(30, TimeUnit.SECONDS);
  }

  @Test
  @SuppressWarnings("deprecation") // older clients speak v1alpha only
  void streams_of_reflection_are_ended_and_not_cut_off() throws Exception {
    var v1 = new Received<ServerReflectionResponse>();
    ServerReflectionGrpc.newStub(channel)
        .serverReflectionInfo(v1)
        .onNext(ServerReflectionRequest.newBuilder().setListServices("*").build());
    var v1alpha = new Received<io.grpc.reflection.v1alpha.ServerReflectionResponse>();
    io.grpc.reflection.v1alpha.ServerReflectionGrpc.newStub(channel)
        .serverReflectionInfo(v1alpha)
        .onNext(
            io.grpc.reflection.v1alpha.ServerReflectionRequest.newBuilder()
                .setListServices("*")
                .build());
    for (Received<?> stream : List.of(v1, v1alpha)) {
      eventually(SOON, () -> assertThat(stream.messages).hasSize(1));
    }

    service.close();

    assertThat(v1.end()).isEqualTo("UNAVAILABLE: the service is stopping");
    assertThat(v1alpha.end()).isEqualTo("UNAVAILABLE: the service is stopping");
  }

  private Received<HealthCheckResponse> watch(String name) {
    Received<HealthCheckResponse> watch = new Received<>();
    HealthGrpc.newStub(channel)
        .watch(HealthCheckRequest.newBuilder().setService(name).build(), watch);
    eventually(SOON, () -> assertThat(watch.messages).hasSize(1));
    return watch;
  }

  /** What came over one stream. */
  private static final class Received<T> implements StreamObserver<T> {
    final List<T> messages = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Status> end = new CompletableFuture<>();

    String end() throws Exception {
      Status status = end.get(30, TimeUnit.SECONDS);
      return status.getCode() + ": " + status.getDescription();
    }

    @Override
    public void onNext(T message) {
      messages.add(message);
    }

    @Override
    public void onError(Throwable failure) {
      end.complete(Status.fromThrowable(failure));
    }

    @Override
    public void onCompleted() {
      end.complete(Status.OK);
    }
  }
}
