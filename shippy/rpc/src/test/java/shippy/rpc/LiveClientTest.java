package shippy.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import shippy.client.Client;
import shippy.clock.Clock;
import shippy.config.LiveConfig;
import shippy.platform.Platform;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.proto.vessel.VesselServiceGrpc.VesselServiceImplBase;
import shippy.service.Service;
import shippy.testkit.Concurrently;
import shippy.testkit.ThrowingRunnable;
import shippy.testkit.config.ScriptedConfig;

/** A client whose settings change while it calls. */
class LiveClientTest {
  private static final String SHORT = "client_request_timeout = 20s\nclient_retries = 0\n";
  private static final String LONG = "client_request_timeout = 40s\nclient_retries = 3\n";
  private static final Duration BETWEEN = Duration.ofSeconds(30);

  private final InProcessServices fleet = new InProcessServices();
  private final ScriptedConfig script = ScriptedConfig.of(SHORT);
  private final LiveConfig live = fleet.keep(script.load(Map.of("registry", "memory"), List.of()));
  private final Platform platform = fleet.keep(Platform.on(fleet.registry, live, Clock.system()));
  private final AtomicInteger calls = new AtomicInteger();
  private final Attempts attempts = new Attempts();

  /** Refuses the first two attempts of each call, and keeps how much time each attempt has. */
  private static final class Attempts extends VesselServiceImplBase {
    /** By the call, whose number is its capacity. */
    final Map<Integer, ConcurrentLinkedQueue<Duration>> left = new ConcurrentHashMap<>();

    @Override
    public void findAvailable(Specification request, StreamObserver<Response> out) {
      Deadline deadline = Objects.requireNonNull(Context.current().getDeadline());
      var seen = left.computeIfAbsent(request.getCapacity(), call -> new ConcurrentLinkedQueue<>());
      seen.add(Duration.ofNanos(deadline.timeRemaining(TimeUnit.NANOSECONDS)));
      if (seen.size() <= 2) {
        out.onError(Status.UNAVAILABLE.withDescription("try again").asRuntimeException());
        return;
      }
      out.onNext(Response.getDefaultInstance());
      out.onCompleted();
    }
  }

  @BeforeEach
  void start() {
    live.follow(Clock.system());
    fleet.start(Service.named(InProcessServices.NAME).handler(attempts).grace(Duration.ZERO));
  }

  @AfterEach
  void close() throws Exception {
    fleet.close();
  }

  /** Makes a call; returns how many attempts it took, and how much time the last one had. */
  private List<Duration> call(Channel channel) {
    int number = calls.incrementAndGet();
    try {
      var unused =
          VesselServiceGrpc.newBlockingStub(channel)
              .findAvailable(Specification.newBuilder().setCapacity(number).build());
    } catch (StatusRuntimeException e) {
      assertThat(e).hasMessage("UNAVAILABLE: try again");
    }
    return List.copyOf(Objects.requireNonNull(attempts.left.get(number)));
  }

  @Test
  void open_channel_follows_new_retries_and_timeouts() {
    Channel channel = fleet.keep(Client.of(platform)).channel(InProcessServices.NAME);
    assertThat(call(channel)).hasSize(1).allMatch(left -> left.compareTo(BETWEEN) < 0);
    script.change(LONG);
    assertThat(call(channel)).hasSize(3).allMatch(left -> left.compareTo(BETWEEN) > 0);
    script.change(LONG + "services.test.service.vessel.timeout = 20s\n");
    assertThat(call(channel)).hasSize(3).allMatch(left -> left.compareTo(BETWEEN) < 0);
    script.change(LONG + "methods.VesselService.FindAvailable.retries = 1\n");
    assertThat(call(channel)).hasSize(2).allMatch(left -> left.compareTo(BETWEEN) > 0);
    script.change(SHORT);
    assertThat(call(channel)).hasSize(1);
  }

  @Test
  void call_follows_the_old_or_the_new_settings_and_never_a_mixture() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    Thread flipping =
        new Thread(
            () -> {
              while (!done.get()) {
                script.change(LONG);
                script.change(SHORT);
              }
            });
    flipping.start();
    try {
      for (int round = 0; round < 10; round++) { // few calls each: failures throttle retries
        try (Client client = Client.of(platform)) {
          Channel channel = client.channel(InProcessServices.NAME);
          ThrowingRunnable some =
              () -> {
                for (int i = 0; i < 4; i++) {
                  call(channel);
                }
              };
          Concurrently.run(Collections.nCopies(4, some));
        }
      }
    } finally {
      done.set(true);
      flipping.join();
    }
    assertThat(attempts.left.values())
        .hasSize(10 * 16)
        .allSatisfy(
            seen ->
                assertThat(seen)
                    .hasSize(seen.element().compareTo(BETWEEN) < 0 ? 1 : 3)
                    .allMatch(left -> left.compareTo(BETWEEN) < 0 == (seen.size() == 1)))
        .extracting(ConcurrentLinkedQueue::size)
        .contains(1, 3);
  }
}
