package shippy.governance.breaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import shippy.clock.ManualClock;
import shippy.platform.Governance;
import shippy.proto.vessel.GetRequest;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.service.Statuses;
import shippy.telemetry.Instrument;
import shippy.telemetry.Monitor;

class CircuitBreakerInterceptorTest {
  private static final MethodDescriptor<GetRequest, Response> METHOD =
      VesselServiceGrpc.getGetVesselsMethod();

  private final ManualClock clock = new ManualClock(Instant.EPOCH);
  private final Monitor monitor = new Monitor(clock, new SplittableRandom(1));
  private final CircuitBreakerInterceptor interceptor =
      new CircuitBreakerInterceptor(monitor, clock, new SplittableRandom(2));
  private final Calls calls = new Calls();
  private final Logger logger = (Logger) LoggerFactory.getLogger(MethodBreaker.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  /** A channel whose calls the test ends. */
  private static final class Calls extends Channel {
    final List<ClientCall.Listener<?>> started = new ArrayList<>();
    boolean broken;

    @Override
    public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
      return new ClientCall<>() {
        @Override
        public void start(Listener<A> listener, Metadata headers) {
          if (broken) {
            throw new IllegalStateException("already started");
          }
          started.add(listener);
        }

        @Override
        public void request(int messages) {}

        @Override
        public void cancel(@Nullable String message, @Nullable Throwable cause) {
          started.forEach(call -> call.onClose(Status.CANCELLED, new Metadata()));
        }

        @Override
        public void halfClose() {}

        @Override
        public void sendMessage(Q message) {}
      };
    }

    @Override
    public String authority() {
      return "shippy.service.vessel";
    }
  }

  private static final class Ended extends ClientCall.Listener<Response> {
    final List<Status> ends = new ArrayList<>();

    @Override
    public void onClose(Status status, Metadata trailers) {
      ends.add(status);
    }
  }

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
    logger.setLevel(Level.INFO);
  }

  @AfterEach
  void stop_listening() {
    logger.setLevel(null); // as its parent's
    logger.detachAppender(log);
  }

  private ClientCall<GetRequest, Response> call(CallOptions options) {
    return interceptor.interceptCall(METHOD, options, calls);
  }

  /** A call that ends so, unless it is dropped. */
  private List<Status> call(Status end) {
    Ended caller = new Ended();
    call(CallOptions.DEFAULT).start(caller, new Metadata());
    calls.started.forEach(made -> made.onClose(end, new Metadata()));
    calls.started.clear();
    clock.advance(Duration.ofMillis(10));
    return caller.ends;
  }

  private double number(String name) {
    return monitor.instruments().stream()
        .filter(instrument -> instrument.name().equals(name))
        .mapToDouble(instrument -> instrument.value().getAsDouble())
        .sum();
  }

  /** Of six failures alone. */
  private void requireSixFailures() {
    assertThat(number(Governance.BREAKER_SHARE)).isEqualTo(1.0 / 7);
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      call(Status.UNAVAILABLE.withDescription("no room\nnor time"));
    }
  }

  private Status dropped() {
    for (int i = 0; i < 1000; i++) {
      Status end = call(Status.INTERNAL.withDescription("on fire")).get(0);
      if (end.getCode() == Status.Code.UNAVAILABLE) {
        return end;
      }
    }
    throw new AssertionError("nothing was dropped");
  }

  @Test
  void call_that_its_caller_gives_up_counts_as_nothing() {
    for (int i = 0; i < 100; i++) {
      ClientCall<GetRequest, Response> running = call(CallOptions.DEFAULT);
      running.start(new Ended(), new Metadata());
      running.cancel("enough", null);
      calls.started.clear();
      call(CallOptions.DEFAULT).cancel("before it is started", null);
    }
    calls.broken = true;
    assertThatIllegalStateException()
        .isThrownBy(() -> call(CallOptions.DEFAULT).start(new Ended(), new Metadata()));
    calls.broken = false;
    fail(6);
    requireSixFailures();
  }

  @Test
  void call_without_time_counts_as_nothing() {
    CallOptions late = CallOptions.DEFAULT.withDeadlineAfter(-1, TimeUnit.SECONDS);
    for (int i = 0; i < 10; i++) {
      call(late).start(new Ended(), new Metadata());
    }
    try (Context.CancellableContext over = Context.current().withCancellation()) {
      over.cancel(null);
      over.run(() -> call(CallOptions.DEFAULT).start(new Ended(), new Metadata()));
    }
    calls.started.forEach(made -> made.onClose(Status.DEADLINE_EXCEEDED, new Metadata()));
    calls.started.clear();
    fail(6);
    requireSixFailures();
  }

  @Test
  void dropped_call_ends_after_its_start_and_takes_any_step() {
    fail(100);
    List<Runnable> callbacks = new ArrayList<>();
    CallOptions options = CallOptions.DEFAULT.withExecutor(callbacks::add);
    Ended caller = new Ended();
    while (callbacks.isEmpty()) {
      ClientCall<GetRequest, Response> call = call(options);
      call.start(caller, new Metadata());
      call.request(1);
      call.sendMessage(GetRequest.getDefaultInstance());
      call.halfClose();
      call.cancel("late", null);
      calls.started.clear();
    }
    assertThat(caller.ends).as("not inside of start").isEmpty();
    callbacks.forEach(Runnable::run);
    assertThat(caller.ends).extracting(Status::getCode).containsExactly(Status.Code.UNAVAILABLE);
  }

  @Test
  void diagnostic_call_is_never_dropped() {
    MethodDescriptor<GetRequest, Response> health =
        METHOD.toBuilder().setFullMethodName("grpc.health.v1.Health/Check").build();
    for (int i = 0; i < 100; i++) {
      interceptor
          .interceptCall(health, CallOptions.DEFAULT, calls)
          .start(new Ended(), new Metadata());
      calls.started.forEach(made -> made.onClose(Status.UNAVAILABLE, new Metadata()));
    }
    assertThat(calls.started).hasSize(100);
    assertThat(monitor.instruments()).isEmpty();
  }

  @Test
  void begin_and_end_of_dropping_are_one_line_each() {
    fail(6);
    assertThat(log.list).isEmpty();
    fail(1000);
    assertThat(lines())
        .singleElement()
        .asString()
        .matches(
            "WARN Circuit breaker of shippy.service.vessel"
                + " shippy.service.vessel.VesselService/GetVessels: drops calls, \\d+\\.\\d % now; the"
                + " latest failures: UNAVAILABLE: no room");
    for (int i = 0; i < 1000; i++) {
      call(Status.OK);
    }
    assertThat(lines())
        .hasSize(2)
        .last()
        .isEqualTo(
            "INFO Circuit breaker of shippy.service.vessel"
                + " shippy.service.vessel.VesselService/GetVessels: drops no calls any more");
    dropped();
    clock.advance(Duration.ofSeconds(10));
    call(Status.OK);
    assertThat(lines()).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "try again in %d ms",
        "no room, trace %1$x of node-%1$d",
        "after 0.%d s ------------------------------------------------------- and much more to say"
      })
  void failures_that_differ_in_numbers_and_ids_are_told_once_by_the_latest(String text) {
    String latest = "";
    for (int next = 96; log.list.isEmpty(); next++) {
      Status end = call(Status.RESOURCE_EXHAUSTED.withDescription(text.formatted(next))).get(0);
      latest = end.getCode() == Status.Code.RESOURCE_EXHAUSTED ? Statuses.describe(end) : latest;
      call(Status.INTERNAL.withDescription("on fire"));
    }
    assertThat(lines())
        .singleElement()
        .asString()
        .containsOnlyOnce("on fire")
        .containsOnlyOnce("RESOURCE_EXHAUSTED: ")
        .contains(latest.substring(0, 36));
  }

  private List<String> lines() {
    return log.list.stream().map(e -> e.getLevel() + " " + e.getFormattedMessage()).toList();
  }

  @Test
  void methods_beyond_the_bound_have_no_breaker() {
    for (int i = 0; i <= CircuitBreakerInterceptor.MAX; i++) {
      MethodDescriptor<GetRequest, Response> method =
          METHOD.toBuilder().setFullMethodName("a.B/C" + i).build();
      interceptor
          .interceptCall(method, CallOptions.DEFAULT, calls)
          .start(new Ended(), new Metadata());
    }
    assertThat(monitor.instruments())
        .hasSize(2 * CircuitBreakerInterceptor.MAX)
        .extracting(Instrument::name)
        .containsOnly(Governance.BREAKER_DROPPED, Governance.BREAKER_SHARE);
    assertThat(calls.started).hasSize(CircuitBreakerInterceptor.MAX + 1);
  }
}
