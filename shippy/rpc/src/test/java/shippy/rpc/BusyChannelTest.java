package shippy.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;
import static shippy.testkit.Eventually.throughout;

import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.Channel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import shippy.client.Client;
import shippy.platform.Platform;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.Vessel;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.registry.Node;
import shippy.testkit.Concurrently;
import shippy.testkit.FaultProxy;

/**
 * A connection ends while the channel cannot hear of it, for the thread that does its bookkeeping
 * is kept from going on, as a busy machine does. gRPC goes on choosing that connection, until it
 * has had "too many transparent retries".
 */
@Isolated
class BusyChannelTest {
  private static final Logger GRPC = Logger.getLogger("io.grpc.internal.ManagedChannelImpl");
  private static final Duration SOON = Duration.ofSeconds(15);

  private final InProcessServices fleet = new InProcessServices();
  private final InProcessServices.Handler handler = new InProcessServices.Handler();
  private final BareServer server = fleet.keep(BareServer.of(handler));
  private final FaultProxy way = fleet.keep(FaultProxy.to(server.address()));
  private final Node node =
      Node.of(InProcessServices.NAME, InProcessServices.NAME + "-1", way.address());
  private final Channel channel =
      fleet
          .keep(
              Client.of(
                  fleet.keep(
                      Platform.on(
                          fleet.registry,
                          InProcessServices.config("client_request_timeout", "20s")))))
          .channel(InProcessServices.NAME);
  private final HeldHandler held = new HeldHandler();

  @BeforeEach
  void connect() {
    handler.gate.complete(null);
    fleet.registry.register(node, Duration.ofMinutes(1));
    eventually(SOON, () -> VesselServiceGrpc.newBlockingStub(channel).findAvailable(any()));
    handler.calls.set(0);
  }

  @AfterEach
  void close() throws Exception {
    held.over.countDown();
    GRPC.removeHandler(held);
    fleet.close();
  }

  @Test
  void calls_wait_until_the_channel_has_heard_of_the_end_of_a_connection() throws Exception {
    standStill();
    way.reset();
    way.pass();

    ListenableFuture<Response> repeatable =
        VesselServiceGrpc.newFutureStub(channel).findAvailable(any());
    throughout(Duration.ofSeconds(1), () -> assertThat(repeatable).isNotDone());
    ListenableFuture<Response> other =
        VesselServiceGrpc.newFutureStub(channel).create(Vessel.getDefaultInstance());
    held.over.countDown();

    assertThat(repeatable.get(20, TimeUnit.SECONDS).getCreated()).isTrue();
    assertThat(other.get(20, TimeUnit.SECONDS).getCreated()).isTrue();
    assertThat(handler.calls).hasValue(2);
  }

  /** gRPC logs that no instance is registered while it does the channel's bookkeeping. */
  private void standStill() {
    GRPC.addHandler(held);
    fleet.registry.deregister(node);
    Concurrently.await(held.begun);
    fleet.registry.register(node, Duration.ofMinutes(1));
  }

  private static Specification any() {
    return Specification.getDefaultInstance();
  }

  private static final class HeldHandler extends Handler {
    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch over = new CountDownLatch(1);

    @Override
    public void publish(LogRecord line) {
      begun.countDown();
      Concurrently.await(over);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
