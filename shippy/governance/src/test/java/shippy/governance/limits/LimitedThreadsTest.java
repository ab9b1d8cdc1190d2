package shippy.governance.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.BindableService;
import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.client.Client;
import shippy.clock.Clock;
import shippy.config.LiveConfig;
import shippy.platform.Platform;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.Vessel;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.proto.vessel.VesselServiceGrpc.VesselServiceImplBase;
import shippy.registry.InMemoryRegistry;
import shippy.service.RunningService;
import shippy.service.Service;
import shippy.testkit.config.ScriptedConfig;

/** A service with limits whose own interceptor waits for something. */
@Timeout(60)
class LimitedThreadsTest {
  private final Semaphore waits = new Semaphore(0);
  private final Semaphore gate = new Semaphore(0);
  private final InMemoryRegistry registry = new InMemoryRegistry(Clock.system());
  private final ScriptedConfig script = ScriptedConfig.of("");
  private final LiveConfig live = script.load(Map.of("registry", "memory"), List.of());
  private final Platform platform = Platform.on(registry, live, Clock.system());
  private final BindableService intercepted =
      () -> ServerInterceptors.intercept(new Answers(), new Waits());
  private final RunningService service =
      Service.named("test.vessel").handler(intercepted).grace(Duration.ZERO).start(platform);
  private final Client client = Client.of(platform);
  private final Channel channel = client.direct(service.address());

  private static final class Answers extends VesselServiceImplBase {
    @Override
    public void findAvailable(Specification request, StreamObserver<Response> out) {
      out.onNext(Response.getDefaultInstance());
      out.onCompleted();
    }

    @Override
    public void create(Vessel request, StreamObserver<Response> out) {
      findAvailable(Specification.getDefaultInstance(), out);
    }
  }

  /** Holds up those that create. */
  private final class Waits implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      if ("Create".equals(call.getMethodDescriptor().getBareMethodName())) {
        waits.release();
        gate.acquireUninterruptibly();
      }
      return next.startCall(call, headers);
    }
  }

  @AfterEach
  void close() {
    gate.release(1_000);
    client.close();
    service.close();
    platform.close();
    live.close();
    registry.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"server_rate = 999/s", "server_shed = concurrency:gradient", "server_rate = 1/m|"})
  void interceptor_of_the_service_that_waits_holds_up_no_other_call(String settings)
      throws Exception {
    for (String next : settings.split("[|]", -1)) {
      script.change(next + "\n");
    }
    var held = VesselServiceGrpc.newFutureStub(channel).create(Vessel.getDefaultInstance());
    assertThat(waits.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    assertThat(
            VesselServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(10, TimeUnit.SECONDS)
                .findAvailable(Specification.getDefaultInstance()))
        .isNotNull();
    gate.release();
    assertThat(held.get(10, TimeUnit.SECONDS)).isNotNull();
  }
}
