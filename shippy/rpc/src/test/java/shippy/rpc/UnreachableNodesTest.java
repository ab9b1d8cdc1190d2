package shippy.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import shippy.client.CallFailures;
import shippy.client.Client;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.platform.Platform;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.registry.InMemoryRegistry;
import shippy.registry.Node;
import shippy.testkit.GoMicroServer;
import shippy.testkit.registry.ForwardingRegistry;

/** What callers are told whose registry knows why nodes may be out of reach. */
class UnreachableNodesTest {
  private static final Problem ADVICE =
      Problem.of(ExitCode.UNAVAILABLE, "out of reach").withFix("port-forward", "");

  private final ForwardingRegistry registry =
      new ForwardingRegistry(new InMemoryRegistry(Clock.system())) {
        @Override
        public Optional<Problem> unreachableNodes() {
          return Optional.of(ADVICE);
        }
      };
  private final Platform platform =
      Platform.on(registry, Config.of(Map.of("client_request_timeout", "3s"), Map.of()));
  private final Client client = Client.of(platform);

  @AfterEach
  void close() {
    client.close();
    platform.close();
    registry.close();
  }

  @Test
  void refused_connection() {
    Node node = register("127.0.0.1:1");
    Problem expected = ADVICE.withFact("Connection refused: 127.0.0.1:1");
    assertThat(told(client.channel("s"))).isEqualTo(expected);
    assertThat(told(client.direct(node))).isEqualTo(expected);
  }

  @Test
  void connection_without_an_answer() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      register("127.0.0.1:" + silent.getLocalPort());
      assertThat(told(client.channel("s"))).isEqualTo(ADVICE.withFact("no connection in time"));
    }
  }

  @Test
  void answer_of_a_node_is_told_as_it_is() {
    try (GoMicroServer server = new GoMicroServer()) {
      registry.register(server.node("s", "s-1"), Duration.ofHours(1));
      var stub = VesselServiceGrpc.newBlockingStub(client.channel("s"));
      Specification busy = Specification.newBuilder().setCapacity(-503).build();
      StatusRuntimeException failure =
          catchThrowableOfType(StatusRuntimeException.class, () -> stub.findAvailable(busy));
      assertThat(CallFailures.problem(failure).what()).isEqualTo("as asked");
    }
  }

  private Node register(String address) {
    Node node = Node.of("s", "s-1", address);
    registry.register(node, Duration.ofHours(1));
    return node;
  }

  private static Problem told(Channel channel) {
    var stub = VesselServiceGrpc.newBlockingStub(channel);
    StatusRuntimeException failure =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () -> stub.findAvailable(Specification.getDefaultInstance()));
    return CallFailures.problem(failure);
  }
}
