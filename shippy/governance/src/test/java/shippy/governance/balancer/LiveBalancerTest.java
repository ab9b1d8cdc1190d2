package shippy.governance.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import io.grpc.Attributes;
import io.grpc.Channel;
import io.grpc.Server;
import io.grpc.ServerTransportFilter;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.client.Client;
import shippy.clock.Clock;
import shippy.config.LiveConfig;
import shippy.platform.Platform;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.proto.vessel.VesselServiceGrpc.VesselServiceImplBase;
import shippy.registry.InMemoryRegistry;
import shippy.registry.Node;
import shippy.testkit.Concurrently;
import shippy.testkit.ThrowingRunnable;
import shippy.testkit.config.ScriptedConfig;

/** The policies in channels of the client, with real connections. */
class LiveBalancerTest {
  private static final String NAME = "test.service.vessel";
  private static final Duration SOON = Duration.ofSeconds(15);
  private static final Duration SLOW = Duration.ofMillis(20);

  private final InMemoryRegistry registry = new InMemoryRegistry(Clock.system());
  private final ScriptedConfig script = ScriptedConfig.of("");
  private final Deque<AutoCloseable> open = new ArrayDeque<>(List.of(registry));

  /** An instance that answers after a while. */
  private static final class Vessels extends VesselServiceImplBase implements AutoCloseable {
    final AtomicInteger calls = new AtomicInteger();
    final AtomicInteger ended = new AtomicInteger();
    final HealthStatusManager health = new HealthStatusManager();
    private final Duration latency;
    private final Server server;

    Vessels(Duration latency) throws IOException {
      this.latency = latency;
      server =
          NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .addService(this)
              .addService(health.getHealthService())
              .addTransportFilter(
                  new ServerTransportFilter() {
                    @Override
                    public void transportTerminated(Attributes connection) {
                      ended.incrementAndGet();
                    }
                  })
              .build()
              .start();
    }

    Node node() {
      return Node.of(NAME, NAME + "-" + server.getPort(), "127.0.0.1:" + server.getPort());
    }

    @Override
    public void findAvailable(Specification request, StreamObserver<Response> out) {
      calls.incrementAndGet();
      var unused = Clock.system().schedule(latency, () -> answer(out));
    }

    private static void answer(StreamObserver<Response> out) {
      out.onNext(Response.getDefaultInstance());
      out.onCompleted();
    }

    @Override
    public void close() {
      server.shutdownNow();
    }
  }

  @AfterEach
  void close() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  private <T extends AutoCloseable> T keep(T resource) {
    open.push(resource);
    return resource;
  }

  private Vessels start(Duration latency) throws IOException {
    Vessels instance = keep(new Vessels(latency));
    registry.register(instance.node(), Duration.ofMinutes(1));
    return instance;
  }

  private Channel channel(String settings) {
    script.change(settings);
    LiveConfig live = keep(script.load(Map.of("registry", "memory"), List.of()));
    live.follow(Clock.system());
    return keep(Client.of(keep(Platform.on(registry, live, Clock.system())))).channel(NAME);
  }

  private static void call(Channel channel) {
    var unused =
        VesselServiceGrpc.newBlockingStub(channel)
            .findAvailable(Specification.getDefaultInstance());
  }

  private static void calls(Channel channel, int each) {
    ThrowingRunnable some =
        () -> {
          for (int i = 0; i < each; i++) {
            call(channel);
          }
        };
    Concurrently.run(Collections.nCopies(8, some));
  }

  @Test
  void instance_that_leaves_the_registry_after_a_change_is_used_while_its_connection_holds()
      throws Exception {
    Vessels only = start(Duration.ZERO);
    Channel channel = channel("client_retries = 0\n");
    call(channel);
    script.change("client_retries = 0\nclient_balancer = random\n");
    eventually(
        SOON,
        () -> {
          call(channel);
          assertThat(only.ended).as("connections of the policy before").hasValue(1);
        });

    registry.deregister(only.node());

    calls(channel, 100);
    assertThat(only.ended).hasValue(1);
  }

  @Test
  void policy_changes_under_load_without_a_lost_call() throws Exception {
    start(Duration.ofMillis(1));
    start(Duration.ofMillis(1));
    Vessels slow = start(SLOW);
    String once = "client_retries = 0\n";
    Channel channel = channel(once);
    AtomicBoolean done = new AtomicBoolean();
    ThrowingRunnable calling =
        () -> {
          while (!done.get()) {
            call(channel);
          }
        };
    ThrowingRunnable changing =
        () -> {
          try {
            for (String policy : List.of("p2c_ewma", "random", "p2c_ewma", "round_robin")) {
              script.change(once + "client_balancer = " + policy + "\n");
              int before = slow.calls.get();
              eventually(SOON, () -> assertThat(slow.calls.get()).isGreaterThan(before + 9));
            }
          } finally {
            done.set(true);
          }
        };
    Concurrently.run(List.of(calling, calling, calling, calling, calling, calling, changing));
  }

  @Test
  void slow_instance_gets_few_calls_of_the_service_whose_policy_looks_at_that() throws Exception {
    start(Duration.ofMillis(1));
    start(Duration.ofMillis(1));
    Vessels slow = start(SLOW);
    Channel channel = channel("services." + NAME + ".balancer = p2c_ewma\n");
    eventually(
        SOON,
        () -> {
          int before = slow.calls.get();
          calls(channel, 50);
          assertThat(slow.calls.get() - before).isLessThan(400 * 15 / 100);
        });

    script.change("services." + NAME + ".balancer = random\n");
    eventually(
        SOON,
        () -> {
          int before = slow.calls.get();
          calls(channel, 50);
          assertThat(slow.calls.get() - before).isBetween(90, 180);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"p2c_ewma", "random"})
  void instance_that_is_not_healthy_gets_no_call(String policy) throws Exception {
    Vessels well = start(Duration.ZERO);
    Vessels ill = start(Duration.ZERO);
    Channel channel = channel("client_balancer = " + policy + "\n");
    eventually(SOON, () -> assertGetsCalls(ill, channel));

    ill.health.setStatus("", ServingStatus.NOT_SERVING);
    eventually(
        SOON,
        () -> {
          int before = ill.calls.get();
          calls(channel, 20);
          assertThat(ill.calls.get()).isEqualTo(before);
        });
    ill.health.setStatus("", ServingStatus.SERVING);
    eventually(SOON, () -> assertGetsCalls(ill, channel));
    assertThat(well.calls.get()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"p2c_ewma", "random"})
  void killed_instance_loses_no_call(String policy) throws Exception {
    start(Duration.ofMillis(1));
    Channel channel = channel("client_balancer = " + policy + "\n");
    call(channel);
    for (int i = 0; i < 5; i++) {
      Vessels killed = start(Duration.ofMillis(1));
      eventually(SOON, () -> assertGetsCalls(killed, channel));
      Concurrently.run(List.of(() -> calls(channel, 50), killed::close));
    }
  }

  private static void assertGetsCalls(Vessels instance, Channel channel) {
    int before = instance.calls.get();
    calls(channel, 5);
    assertThat(instance.calls.get()).isGreaterThan(before);
  }
}
