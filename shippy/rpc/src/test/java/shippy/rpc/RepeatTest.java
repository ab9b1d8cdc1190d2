package shippy.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import shippy.client.Client;
import shippy.clock.Clock;
import shippy.platform.Platform;
import shippy.proto.vessel.ReservationId;
import shippy.proto.vessel.Response;
import shippy.registry.InMemoryRegistry;
import shippy.registry.Node;
import shippy.rpc.FailOnceMethod.Kind;
import shippy.rpc.FailOnceMethod.Point;
import shippy.testkit.FaultProxy;

/**
 * Methods of every idempotency level, and an instance that fails at every point of a call, in every
 * way, while another lives: a call of a method without a level is executed at most once, and any
 * other succeeds, with one idempotency key if it changes something. In random order, with requests
 * of random size; the seed is told.
 */
class RepeatTest {
  private static final int BIG = 1_500_000;

  /** How an instance fails. */
  private enum Way {
    RESET,
    CLOSED,
    STOPPED
  }

  private record Case(Kind kind, Point point, Way way, int requestBytes) {}

  private static List<Case> cases(Random random) {
    List<Case> cases = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      for (Point point : Point.values()) {
        for (Way way : Way.values()) {
          cases.add(new Case(kind, point, way, random.nextInt(4) == 0 ? BIG : random.nextInt(99)));
        }
      }
    }
    Collections.shuffle(cases, random);
    return cases;
  }

  @Test
  void calls_are_repeated_where_the_level_allows_it_and_nowhere_else() throws Exception {
    long seed = Long.getLong("shippy.seed", new Random().nextLong());
    try (InMemoryRegistry registry = new InMemoryRegistry(Clock.system());
        Platform platform = Platform.on(registry, InProcessServices.config());
        Client client = Client.of(platform)) {
      int number = 0;
      for (Case now : cases(new Random(seed))) {
        String service = "test.service.repeat" + number++;
        try (Pair pair = new Pair(service, now, registry)) {
          pair.check(client.channel(service), "%s, -Dshippy.seed=%d".formatted(now, seed));
        }
      }
    }
  }

  @Test
  void call_that_never_left_goes_to_another_instance_whatever_its_level() throws Exception {
    try (InMemoryRegistry registry = new InMemoryRegistry(Clock.system());
        Platform platform = Platform.on(registry, InProcessServices.config());
        Client client = Client.of(platform)) {
      for (Kind kind : Kind.values()) {
        String service = "test.service." + kind.name();
        Case now = new Case(kind, Point.BEFORE_SEND, Way.RESET, 1);
        try (Pair pair = new Pair(service, now, registry)) {
          pair.fail(0);
          Channel channel = client.channel(service);
          for (int i = 0; i < 20; i++) {
            assertThat(pair.call(channel)).as("%s", kind).isEmpty();
          }
        }
      }
    }
  }

  /** Two instances of a service, each behind a proxy. */
  private static final class Pair implements AutoCloseable {
    private final Case now;
    private final FailOnceMethod method;
    private final List<BareServer> servers = new ArrayList<>();
    private final List<FaultProxy> proxies = new ArrayList<>();
    private final AtomicInteger reached = new AtomicInteger();

    Pair(String service, Case now, InMemoryRegistry registry) {
      this.now = now;
      this.method = new FailOnceMethod(service, now.kind(), now.point(), () -> fail(reached.get()));
      for (int i = 0; i < 2; i++) {
        int instance = i;
        BareServer server = BareServer.of(method.service(() -> reached.set(instance)));
        FaultProxy proxy = FaultProxy.to(server.address());
        servers.add(server);
        proxies.add(proxy);
        Node node = Node.of(service, service + "-" + i, proxy.address());
        registry.register(node, Duration.ofMinutes(1));
      }
    }

    void fail(int instance) {
      switch (now.way()) {
        case RESET -> proxies.get(instance).reset();
        case CLOSED -> proxies.get(instance).halfClose();
        case STOPPED -> servers.get(instance).cutOff();
      }
    }

    void check(Channel channel, String which) {
      if (now.point() == Point.BEFORE_SEND) {
        call(channel);
        method.executions.set(0);
        method.keys.clear();
        fail(reached.get());
      }

      String failure = call(channel);

      int keys = now.kind() == Kind.IDEMPOTENT ? 1 : 0;
      assertThat(method.keys).as(which).hasSize(keys);
      if (now.kind().isRepeatable()) {
        assertThat(failure).as(which).isEmpty();
        assertThat(method.executions).as(which).hasPositiveValue();
      } else {
        assertThat(method.executions).as(which).hasValueBetween(failure.isEmpty() ? 1 : 0, 1);
      }
    }

    /** The status it ends with; empty if that is OK. */
    private String call(Channel channel) {
      String id = "x".repeat(now.requestBytes());
      ReservationId request = ReservationId.newBuilder().setId(id).build();
      CallOptions options = CallOptions.DEFAULT.withStreamTracerFactory(method.attempts());
      List<Response> answers = new ArrayList<>();
      try {
        if (now.kind() == Kind.UNSET_STREAM) {
          ClientCalls.blockingServerStreamingCall(channel, method.method(), options, request)
              .forEachRemaining(answers::add);
        } else {
          answers.add(ClientCalls.blockingUnaryCall(channel, method.method(), options, request));
        }
      } catch (StatusRuntimeException e) {
        return e.getStatus().toString();
      }
      assertThat(answers).hasSize(1);
      return "";
    }

    @Override
    public void close() {
      proxies.forEach(FaultProxy::close);
      servers.forEach(BareServer::close);
    }
  }
}
