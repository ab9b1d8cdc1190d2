package shippy.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import shippy.clock.Clock;
import shippy.clock.ManualClock;
import shippy.proto.consignment.Consignment;
import shippy.proto.consignment.Response;
import shippy.proto.consignment.ShippingServiceGrpc.ShippingServiceImplBase;

class LoadTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final ManualClock clock = new ManualClock(Instant.EPOCH);

  @Test
  void closed_loop_counts_what_the_server_has_answered() throws Exception {
    Counting counting = new Counting();
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(counting)
            .build()
            .start();
    try (Creates creates = new Creates("127.0.0.1:" + server.getPort(), 2)) {
      LoadResult result = new ClosedLoop(creates, 16, Clock.system()).calls(1_000, LONG);
      assertThat(counting.seen).hasSize(1_000);
      assertThat(result.calls() + result.failures()).isEqualTo(1_000);
      assertThat(result.failures()).isEqualTo(100);
      assertThat(result.firstFailure()).get().asString().contains("every tenth");
      assertThat(result.latency().getTotalCount()).isEqualTo(1_000);
    } finally {
      server.shutdownNow();
    }
  }

  @Test
  void closed_loop_has_one_call_for_each_caller_and_leaves_out_the_warm_up() throws Exception {
    Queue<Consumer<Status>> open = new ArrayDeque<>();
    ClosedLoop loop = new ClosedLoop(open::add, 3, clock);
    CompletableFuture<LoadResult> result = loop.start(Duration.ofSeconds(1), Duration.ofSeconds(2));
    assertThat(open).hasSize(3);
    open.remove().accept(Status.OK); // in the warm-up
    assertThat(open).hasSize(3);
    clock.advance(Duration.ofSeconds(1));
    open.remove().accept(Status.OK);
    open.remove().accept(Status.UNAVAILABLE);
    clock.advance(Duration.ofSeconds(2));
    assertThat(result).isNotDone();
    for (int i = 0; i < 3; i++) {
      open.remove().accept(Status.OK); // after the span: not counted, and no next ones
    }
    assertThat(open).isEmpty();
    assertThat(result.get().calls()).isEqualTo(1);
    assertThat(result.get().failures()).isEqualTo(1);
    assertThat(result.get().perSecond()).isEqualTo(0.5);
  }

  @Test
  void closed_loop_takes_calls_that_end_before_they_have_returned() throws Exception {
    AsyncCall call = end -> end.accept(Status.OK);
    LoadResult result = new ClosedLoop(call, 2, clock).calls(200_000, LONG);
    assertThat(result.calls()).isEqualTo(200_000);
  }

  @Test
  void open_loop_tells_a_stall_of_all_calls_that_were_due_meanwhile() throws Exception {
    Queue<Consumer<Status>> stalled = new ArrayDeque<>();
    CompletableFuture<LoadResult> result =
        new OpenLoop(stalled::add, 100, clock).during(Duration.ofSeconds(2));
    clock.advance(Duration.ofSeconds(1));
    stalled.forEach(end -> end.accept(Status.OK));
    assertThat(stalled).hasSize(101); // 100 a second, the first at once
    stalled.clear();
    for (int i = 0; i < 100; i++) {
      clock.advance(Duration.ofMillis(10));
      stalled.forEach(end -> end.accept(Status.OK)); // at once from now on
      stalled.clear();
    }
    LoadResult told = result.get();
    assertThat(told.calls()).isEqualTo(200);
    assertThat(told.perSecond()).isEqualTo(100);
    assertThat(told.millis(100)).isCloseTo(1_000, within(2.0));
    assertThat(told.millis(75)).isCloseTo(500, within(20.0));
    assertThat(told.millis(40)).isZero();
  }

  @Test
  void open_loop_catches_up_when_it_was_held_up_itself() throws Exception {
    Queue<Consumer<Status>> open = new ArrayDeque<>();
    var unused = new OpenLoop(open::add, 1_000, clock).during(Duration.ofSeconds(1));
    assertThat(open).hasSize(1);
    clock.advance(Duration.ofMillis(999));
    assertThat(open).hasSize(1_000);
  }

  private static final class Counting extends ShippingServiceImplBase {
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    @Override
    public synchronized void createConsignment(
        Consignment request, StreamObserver<Response> answer) {
      seen.add(request.getId());
      if (seen.size() % 10 == 0) {
        answer.onError(Status.UNAVAILABLE.withDescription("every tenth").asRuntimeException());
        return;
      }
      answer.onNext(Response.getDefaultInstance());
      answer.onCompleted();
    }
  }
}
