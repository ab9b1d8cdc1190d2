package shippy.client.retry;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.Status;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import shippy.clock.ManualClock;

class HedgedCallTest {
  private static final String METHOD = "test.Service/Method";
  private static final Status CUT = Status.UNKNOWN.withCause(new ClosedChannelException());
  private static final Duration UNKNOWN = Duration.ofSeconds(1);
  private static final List<String> WHOLE = List.of("start", "request", "message", "half-close");

  private final ManualClock clock = new ManualClock(Instant.EPOCH);
  private final Hedging hedging = new Hedging(clock);
  private final TriedInstances tried = new TriedInstances();
  private final List<ScriptedCall> made = new ArrayList<>();
  private final List<Status.Code> told = new ArrayList<>();
  private int makes = Integer.MAX_VALUE;

  private Hedging.Plan plan(Duration timeout) {
    CallOptions options =
        CallOptions.DEFAULT
            .withOption(CallPolicy.KEY, new CallPolicy(timeout, 2, false))
            .withOption(TriedInstances.KEY, tried)
            .withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS);
    return hedging.plan(METHOD, options);
  }

  private RepeatedCall<String, String> call(Duration timeout, int instances) {
    tried.add(InetSocketAddress.createUnresolved("test", 1));
    tried.setOthers(instances > 1);
    RepeatedCall<String, String> call = new RepeatedCall<>(this::make, true, plan(timeout));
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            told.add(status.getCode());
          }
        },
        new Metadata());
    call.request(2);
    call.sendMessage("hello");
    call.halfClose();
    return call;
  }

  private ScriptedCall make(TrailersTracer end) {
    if (made.size() == makes) {
      throw new IllegalStateException("as told");
    }
    ScriptedCall next = new ScriptedCall(step -> {});
    made.add(next);
    return next;
  }

  private void wait(Duration time) {
    clock.advance(time);
  }

  @Test
  void silent_call_goes_to_another_instance_and_the_first_answer_counts() {
    call(Duration.ofMinutes(5), 3);
    wait(UNKNOWN.minusMillis(1));
    assertThat(made).hasSize(1);
    wait(Duration.ofMillis(1));
    assertThat(made.get(1).steps).isEqualTo(WHOLE);

    made.get(1).end(Status.OK);

    assertThat(told).containsExactly(Status.Code.OK);
    assertThat(made.get(0).isCancelled()).isTrue();
    wait(Duration.ofMinutes(1));
    assertThat(made).hasSize(2);
  }

  @Test
  void slow_call_that_answers_first_ends_its_hedges() {
    call(Duration.ofMinutes(5), 3);
    wait(UNKNOWN.multipliedBy(5));
    assertThat(made).as("one for each retry").hasSize(3);

    made.get(0).end(Status.NOT_FOUND);

    assertThat(told).containsExactly(Status.Code.NOT_FOUND);
    assertThat(made.subList(1, 3)).allMatch(ScriptedCall::isCancelled);
  }

  @Test
  void failure_of_an_instance_waits_for_the_answer_of_another() {
    call(Duration.ofMinutes(5), 3);
    wait(UNKNOWN.multipliedBy(2));

    made.get(1).end(Status.UNAVAILABLE);
    made.get(0).end(CUT);
    assertThat(told).isEmpty();
    made.get(2).end(Status.OK);

    assertThat(told).containsExactly(Status.Code.OK);
  }

  @Test
  void call_is_repeated_when_the_last_of_its_calls_is_cut_off() {
    call(Duration.ofMinutes(5), 3);
    wait(UNKNOWN);

    made.get(1).end(CUT);
    made.get(0).end(CUT);
    assertThat(told).isEmpty();
    made.get(2).end(Status.OK);

    assertThat(told).containsExactly(Status.Code.OK);
  }

  @Test
  void cancel_ends_all_of_them() {
    RepeatedCall<String, String> call = call(Duration.ofMinutes(5), 3);
    wait(UNKNOWN);

    call.cancel("enough", null);

    assertThat(made).hasSize(2).allMatch(ScriptedCall::isCancelled);
    assertThat(told).containsExactly(Status.Code.CANCELLED);
  }

  @Test
  void call_that_cannot_be_made_leaves_the_others() {
    makes = 1;
    call(Duration.ofMinutes(5), 3);
    wait(UNKNOWN);
    assertThat(told).isEmpty();

    made.get(0).end(CUT);

    assertThat(told).containsExactly(Status.Code.UNAVAILABLE);
  }

  @Test
  void service_that_refuses_a_call_for_load_is_not_sent_more() {
    call(Duration.ofMinutes(5), 3);
    wait(UNKNOWN);
    made.get(1).end(Status.RESOURCE_EXHAUSTED);
    wait(UNKNOWN.multipliedBy(3));
    assertThat(made).hasSize(2);

    made.get(0).end(Status.OK);

    assertThat(told).containsExactly(Status.Code.OK);
  }

  @Test
  void service_that_forbids_repeats_is_not_sent_more() {
    call(Duration.ofMinutes(5), 3);
    wait(UNKNOWN);
    Metadata trailers = new Metadata();
    trailers.put(Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER), "-1");
    made.get(1).end(Status.UNAVAILABLE, trailers);
    wait(UNKNOWN.multipliedBy(3));
    assertThat(made).hasSize(2);
    assertThat(told).isEmpty();
  }

  @Test
  void call_without_instance_so_far_is_hedged_once_it_has_one() {
    RepeatedCall<String, String> call = new RepeatedCall<>(this::make, true, plan(UNKNOWN));
    call.start(new ClientCall.Listener<>() {}, new Metadata());
    call.halfClose();
    wait(UNKNOWN);
    assertThat(made).hasSize(1);
    tried.add(InetSocketAddress.createUnresolved("test", 1));
    tried.setOthers(true);
    wait(UNKNOWN);
    assertThat(made.size()).isGreaterThan(1);
  }

  @Test
  void only_instance_gets_a_call_once() {
    call(Duration.ofMinutes(5), 1);
    wait(UNKNOWN.multipliedBy(3));
    assertThat(made).hasSize(1);
  }

  @Test
  void call_is_hedged_after_an_eighth_of_its_time_at_the_latest() {
    call(UNKNOWN, 3);
    wait(UNKNOWN.dividedBy(8));
    assertThat(made).hasSize(2);
  }

  @Test
  void call_of_a_method_that_mostly_takes_longer_than_that_is_not_hedged() {
    for (int i = 0; i < 20; i++) {
      answer(plan(UNKNOWN).latency(), Duration.ofMillis(100));
    }
    call(Duration.ofMillis(760), 3);
    wait(UNKNOWN.multipliedBy(3));
    assertThat(made).hasSize(1);
  }

  @Test
  void call_of_a_method_that_mostly_takes_less_is_hedged() {
    for (int i = 0; i < 20; i++) {
      answer(plan(UNKNOWN).latency(), Duration.ofMillis(100));
    }
    call(Duration.ofMillis(880), 3);
    wait(UNKNOWN);
    assertThat(made.size()).isGreaterThan(1);
  }

  @Test
  void deadline_of_the_caller_counts_too() throws Exception {
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    Context.current()
        .withDeadlineAfter(800, TimeUnit.MILLISECONDS, timer)
        .call(() -> call(Duration.ofMinutes(5), 3));
    timer.shutdownNow();
    wait(Duration.ofMillis(100));
    assertThat(made).hasSize(2);
  }

  @Test
  void silence_is_four_times_what_nearly_all_answers_took() {
    MethodLatency latency = plan(UNKNOWN).latency();
    for (int i = 0; i < 100; i++) {
      answer(latency, Duration.ofMillis(20 + i / 99 * 1_000));
    }
    wait(UNKNOWN);
    assertThat(patience(latency)).isBetween(Duration.ofMillis(78), Duration.ofMillis(82));
  }

  @Test
  void answers_that_are_fast_or_few_do_not_make_it_less_than_that() {
    MethodLatency latency = plan(UNKNOWN).latency();
    for (int i = 0; i < 19; i++) {
      answer(latency, Duration.ofMillis(1));
    }
    wait(UNKNOWN);
    assertThat(patience(latency)).isEqualTo(UNKNOWN);
    answer(latency, Duration.ofMillis(1));
    wait(UNKNOWN);
    assertThat(patience(latency)).isEqualTo(Duration.ofMillis(50));
  }

  @Test
  void hedges_end_when_nothing_is_answered_and_begin_again_with_answers() {
    Hedging.Plan plan = plan(UNKNOWN);
    tried.setOthers(true);
    int begun = 0;
    while (plan.isWorthwhile()) {
      begun++;
    }
    assertThat(begun).isEqualTo(100);
    for (int i = 0; i < 10; i++) {
      assertThat(plan.isWorthwhile()).isFalse();
      answer(plan.latency(), Duration.ofMillis(1));
    }
    assertThat(plan.isWorthwhile()).isTrue();
    assertThat(plan.isWorthwhile()).isFalse();
  }

  private static Duration patience(MethodLatency latency) {
    return latency.patience(Duration.ofMinutes(1));
  }

  private void answer(MethodLatency latency, Duration after) {
    long sent = clock.nanoTime();
    wait(after);
    latency.answered(sent);
  }
}
