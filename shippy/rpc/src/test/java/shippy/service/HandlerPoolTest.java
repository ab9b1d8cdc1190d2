package shippy.service;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import shippy.proto.debug.DebugGrpc;
import shippy.proto.debug.DebugGrpc.DebugFutureStub;
import shippy.proto.debug.DebugGrpc.DebugImplBase;
import shippy.proto.debug.HealthRequest;
import shippy.proto.debug.HealthResponse;

/** One thread, and one call may wait for it. */
@Timeout(30)
class HandlerPoolTest {
  private static final HealthRequest ANY = HealthRequest.getDefaultInstance();

  private final Semaphore gate = new Semaphore(0);
  private final BlockingQueue<String> begun = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
  private final ServerInterceptor seenBy =
      new ServerInterceptor() {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
          seen.add(Thread.currentThread().getName());
          return next.startCall(call, headers);
        }
      };
  private final ServerServiceDefinition blocking = new Blocking().bindService();
  private final AtomicBoolean limited = new AtomicBoolean();
  private final HandlerPool pool = new HandlerPool(List.of(blocking), 1, 1, limited::get);
  private final Server server = started();
  private final ManagedChannel channel =
      NettyChannelBuilder.forAddress("127.0.0.1", server.getPort()).usePlaintext().build();

  /** A handler that waits, and says on which thread. */
  private final class Blocking extends DebugImplBase {
    @Override
    public void health(HealthRequest request, StreamObserver<HealthResponse> caller) {
      begun.add(Thread.currentThread().getName());
      gate.acquireUninterruptibly();
      caller.onNext(HealthResponse.newBuilder().setStatus("ok").build());
      caller.onCompleted();
    }
  }

  private Server started() {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(ServerInterceptors.intercept(blocking, seenBy))
            .addService(new HealthStatusManager().getHealthService());
    pool.serve(builder);
    try {
      return builder.build().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void stop() {
    gate.release(1_000);
    channel.shutdownNow();
    server.shutdownNow();
    pool.close();
  }

  @Test
  void call_beyond_the_limit_is_refused_with_the_limit_and_the_others_are_answered()
      throws Exception {
    DebugFutureStub stub = DebugGrpc.newFutureStub(channel);
    ListenableFuture<HealthResponse> running = stub.health(ANY);
    assertThat(begun.poll(10, SECONDS)).startsWith("shippy-handler");
    ListenableFuture<HealthResponse> waiting = stub.health(ANY);

    assertThatThrownBy(() -> stub.health(ANY).get(10, SECONDS))
        .hasMessageEndingWith(
            "RESOURCE_EXHAUSTED: 1 calls wait for the 1 threads of the handlers"
                + " (expected: fewer; try again later)");

    gate.release(3);
    assertThat(running.get(10, SECONDS).getStatus()).isEqualTo("ok");
    assertThat(waiting.get(10, SECONDS).getStatus()).isEqualTo("ok");
    assertThat(onceTaken(stub).getStatus()).isEqualTo("ok");
  }

  /** The end of a call takes a turn of the thread too, after its answer. */
  private static HealthResponse onceTaken(DebugFutureStub stub) throws Exception {
    while (true) {
      try {
        return stub.health(ANY).get(10, SECONDS);
      } catch (ExecutionException e) {
        assertThat(e).hasMessageContaining("RESOURCE_EXHAUSTED");
      }
    }
  }

  @Test
  void interceptors_that_limit_calls_see_them_before_they_wait() throws Exception {
    limited.set(true);
    DebugFutureStub stub = DebugGrpc.newFutureStub(channel);
    ListenableFuture<HealthResponse> running = stub.health(ANY);
    assertThat(begun.poll(10, SECONDS)).startsWith("shippy-handler");
    ListenableFuture<HealthResponse> waiting = stub.health(ANY);
    assertThat(seen.poll(10, SECONDS)).doesNotStartWith("shippy-handler");
    assertThat(seen.poll(10, SECONDS)).doesNotStartWith("shippy-handler");
    assertThat(waiting).isNotDone();
    gate.release(2);
    assertThat(running.get(10, SECONDS).getStatus()).isEqualTo("ok");
    assertThat(waiting.get(10, SECONDS).getStatus()).isEqualTo("ok");
  }

  @Test
  void health_is_answered_while_all_threads_are_taken() throws Exception {
    DebugFutureStub stub = DebugGrpc.newFutureStub(channel);
    ListenableFuture<HealthResponse> running = stub.health(ANY);
    assertThat(begun.poll(10, SECONDS)).isNotNull();

    assertThat(
            HealthGrpc.newFutureStub(channel)
                .check(HealthCheckRequest.getDefaultInstance())
                .get(10, SECONDS)
                .getStatus())
        .hasToString("SERVING");

    assertThat(running).isNotDone();
  }
}
