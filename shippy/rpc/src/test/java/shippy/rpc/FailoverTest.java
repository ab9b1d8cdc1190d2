package shippy.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static shippy.testkit.Eventually.eventually;
import static shippy.testkit.Eventually.throughout;

import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientStreamTracer;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import shippy.client.Client;
import shippy.platform.Platform;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.Vessel;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.registry.Node;
import shippy.testkit.Concurrently;
import shippy.testkit.FaultProxy;

/** What a client does when the registry is wrong or instances die without a word. */
@Order(1)
@Execution(ExecutionMode.CONCURRENT)
class FailoverTest {
  private static final Specification ANY = Specification.getDefaultInstance();
  private static final Duration SOON = Duration.ofSeconds(15);

  private final InProcessServices fleet = new InProcessServices();
  private final InProcessServices.Handler handler = new InProcessServices.Handler();
  private final InProcessServices.Handler other = new InProcessServices.Handler();

  @AfterEach
  void close() throws Exception {
    fleet.close();
  }

  private Channel channel(String... settings) {
    Platform platform = fleet.keep(Platform.on(fleet.registry, InProcessServices.config(settings)));
    return fleet.keep(Client.of(platform)).channel(InProcessServices.NAME);
  }

  private static Response call(Channel channel) {
    return VesselServiceGrpc.newBlockingStub(channel).findAvailable(ANY);
  }

  private Node registered(BareServer server, String id) {
    Node node =
        Node.of(InProcessServices.NAME, InProcessServices.NAME + "-" + id, server.address());
    fleet.registry.register(node, Duration.ofMinutes(1));
    return node;
  }

  @Test
  void instance_that_vanished_from_the_registry_is_used_while_its_connection_holds() {
    BareServer server = fleet.keep(BareServer.of(handler));
    Node node = registered(server, "1");
    Channel channel = channel();
    call(channel);

    fleet.registry.deregister(node);

    throughout(Duration.ofSeconds(1), () -> call(channel));
    server.close();
    eventually(
        SOON,
        () ->
            assertThatThrownBy(() -> call(channel))
                .hasMessageContaining("no instance of " + InProcessServices.NAME + " found"));
  }

  @Test
  void vanished_instance_is_dropped_when_its_connection_ends_and_the_others_stay() {
    BareServer server = fleet.keep(BareServer.of(handler));
    Node node = registered(server, "1");
    registered(fleet.keep(BareServer.of(other)), "2");
    Channel channel = channel();
    eventually(SOON, () -> assertThat(answersFrom(channel, handler, other)).isTrue());

    fleet.registry.deregister(node);
    server.close();

    throughout(Duration.ofSeconds(1), () -> call(channel));
  }

  @Test
  void call_waits_for_the_only_instance_to_come_back() throws Exception {
    BareServer server = fleet.keep(BareServer.of(handler));
    registered(server, "1");
    Channel channel = channel();
    call(channel);

    server.close();
    ListenableFuture<Response> waiting =
        VesselServiceGrpc.newFutureStub(channel).findAvailable(ANY);
    throughout(Duration.ofMillis(300), () -> assertThat(waiting.isDone()).isFalse());
    fleet.keep(BareServer.at(server.address(), other));

    assertThat(waiting.get(5, TimeUnit.SECONDS).getCreated()).isTrue();
    assertThat(other.calls.get()).isEqualTo(1);
  }

  @Test
  void instance_that_stays_away_fails_the_call_with_the_reason_and_later_ones_at_once() {
    BareServer server = BareServer.of(handler);
    registered(server, "1");
    server.close();
    Channel channel = channel("client_retries", "0", "client_request_timeout", "30s");

    StatusRuntimeException failure =
        catchThrowableOfType(StatusRuntimeException.class, () -> call(channel));

    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(failure.getStatus().getCause())
        .hasMessageContaining("Connection refused")
        .hasMessageContaining(server.address());
    assertThatThrownBy(
            () ->
                VesselServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(1, TimeUnit.SECONDS)
                    .findAvailable(ANY))
        .hasMessageStartingWith("UNAVAILABLE");
  }

  @Test
  void instance_that_registers_again_is_connected_without_waiting_for_the_back_off() {
    BareServer server = BareServer.of(handler);
    registered(server, "1");
    server.close();
    Channel channel = channel();
    assertThatThrownBy(() -> call(channel)).hasMessageStartingWith("UNAVAILABLE");

    fleet.keep(BareServer.at(server.address(), other));
    registered(server, "2");

    eventually(Duration.ofSeconds(1), () -> call(channel));
  }

  @Test
  void call_that_is_cut_off_in_the_middle_goes_to_another_instance() throws Exception {
    BareServer server = fleet.keep(BareServer.of(handler));
    registered(server, "1");
    Channel channel = channel("client_request_timeout", "20s");
    call(channel);
    ListenableFuture<Response> running =
        VesselServiceGrpc.newFutureStub(channel).create(Vessel.getDefaultInstance());
    eventually(SOON, () -> assertThat(handler.calls.get()).isEqualTo(2));

    other.gate.complete(null);
    registered(fleet.keep(BareServer.of(other)), "2");
    server.cutOff();

    assertThat(running.get(10, TimeUnit.SECONDS).getCreated()).isTrue();
    assertThat(other.calls.get()).isEqualTo(1);
  }

  /**
   * gRPC does not try a call again whose answer has begun, even by its headers alone. A service
   * that answers on threads of its own sends them apart from the rest if another call's answer is
   * flushed in between.
   */
  @Test
  void call_whose_answer_had_begun_when_the_connection_was_reset_goes_to_another_instance()
      throws Exception {
    BareServer server =
        fleet.keep(BareServer.of(() -> ServerInterceptors.intercept(handler, new EarlyHeaders())));
    FaultProxy way = fleet.keep(FaultProxy.to(server.address()));
    fleet.registry.register(
        Node.of(InProcessServices.NAME, InProcessServices.NAME + "-1", way.address()),
        Duration.ofMinutes(1));
    Channel channel = channel("client_request_timeout", "20s");
    CountDownLatch begun = new CountDownLatch(1);
    ListenableFuture<Response> running =
        VesselServiceGrpc.newFutureStub(channel)
            .withInterceptors(new HeadersSeen(begun))
            .create(Vessel.getDefaultInstance());
    eventually(SOON, () -> assertThat(handler.calls.get()).isEqualTo(1));
    call(channel); // whose answer flushes the headers too
    Concurrently.await(begun);

    other.gate.complete(null);
    registered(fleet.keep(BareServer.of(other)), "2");
    way.reset();

    assertThat(running.get(10, TimeUnit.SECONDS).getCreated()).isTrue();
    assertThat(other.calls.get()).isEqualTo(1);
  }

  /** Sends the headers of an answer before there is one. */
  private static final class EarlyHeaders implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      call.sendHeaders(new Metadata());
      return next.startCall(
          new SimpleForwardingServerCall<Q, A>(call) {
            @Override
            public void sendHeaders(Metadata late) {}
          },
          headers);
    }
  }

  /** Opens the latch when headers of an answer have come. */
  private record HeadersSeen(CountDownLatch latch) implements ClientInterceptor {
    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(
        MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
      return next.newCall(
          method,
          options.withStreamTracerFactory(
              new ClientStreamTracer.Factory() {
                @Override
                public ClientStreamTracer newClientStreamTracer(
                    ClientStreamTracer.StreamInfo info, Metadata headers) {
                  return new ClientStreamTracer() {
                    @Override
                    public void inboundHeaders() {
                      latch.countDown();
                    }
                  };
                }
              }));
    }
  }

  @Test
  void instance_that_fails_nearly_every_call_is_left_out() {
    registered(fleet.keep(BareServer.of(handler)), "1");
    registered(fleet.keep(BareServer.of(other)), "2");
    handler.refusals.set(Integer.MAX_VALUE);
    Channel channel = channel("client_retries", "0");

    eventually(
        Duration.ofSeconds(20),
        () -> {
          for (int i = 0; i < 50; i++) {
            attempt(channel);
          }
          int before = handler.calls.get();
          for (int i = 0; i < 50; i++) {
            call(channel);
          }
          assertThat(handler.calls.get()).isEqualTo(before);
        });
  }

  private static void attempt(Channel channel) {
    try {
      call(channel);
    } catch (StatusRuntimeException e) {
      assertThat(e).hasMessage("UNAVAILABLE: try again");
    }
  }

  private static boolean answersFrom(
      Channel channel, InProcessServices.Handler first, InProcessServices.Handler second) {
    call(channel);
    return first.calls.get() > 0 && second.calls.get() > 0;
  }
}
