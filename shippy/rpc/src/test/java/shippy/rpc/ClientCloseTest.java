package shippy.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import io.grpc.Channel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import shippy.client.Client;
import shippy.platform.Platform;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.registry.Node;

/** A client that is closed while the fleet changes: gRPC logs "Panic!" if it is used after that. */
class ClientCloseTest {
  private static final Logger GRPC = Logger.getLogger("io.grpc.internal.ManagedChannelImpl");

  private final InProcessServices fleet = new InProcessServices();
  private final InProcessServices.Handler leaving = new InProcessServices.Handler();
  private final InProcessServices.Handler staying = new InProcessServices.Handler();
  private final Panics panics = new Panics();

  @BeforeEach
  void listen() {
    GRPC.addHandler(panics);
  }

  @AfterEach
  void close() throws Exception {
    GRPC.removeHandler(panics);
    fleet.close();
  }

  @Test
  void client_that_is_closed_opens_no_new_connections_when_those_to_vanished_instances_end() {
    Node node = registered(leaving, "1");
    registered(staying, "2");
    Client client = Client.of(fleet.keep(Platform.on(fleet.registry, InProcessServices.config())));
    Channel channel = client.channel(InProcessServices.NAME);
    eventually(
        Duration.ofSeconds(15),
        () -> {
          call(channel);
          assertThat(List.of(leaving.calls.get(), staying.calls.get())).doesNotContain(0);
        });
    fleet.registry.deregister(node);
    int before = leaving.calls.get();
    eventually(
        Duration.ofSeconds(15),
        () -> {
          call(channel);
          assertThat(leaving.calls.get()).isGreaterThan(before);
        });

    client.close();

    assertThat(panics.texts).isEmpty();
  }

  private Node registered(InProcessServices.Handler handler, String id) {
    BareServer server = fleet.keep(BareServer.of(handler));
    Node node =
        Node.of(InProcessServices.NAME, InProcessServices.NAME + "-" + id, server.address());
    fleet.registry.register(node, Duration.ofMinutes(1));
    return node;
  }

  private static void call(Channel channel) {
    var unused =
        VesselServiceGrpc.newBlockingStub(channel)
            .findAvailable(Specification.getDefaultInstance());
  }

  private static final class Panics extends Handler {
    final List<String> texts = new CopyOnWriteArrayList<>();

    @Override
    public void publish(LogRecord line) {
      if (line.getLevel().equals(Level.SEVERE)) {
        texts.add(line.getMessage() + ": " + line.getThrown());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
