package shippy.governance.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.ClientStreamTracer;
import io.grpc.LoadBalancer.PickResult;
import io.grpc.Metadata;
import io.grpc.Status;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import shippy.client.retry.TriedInstances;
import shippy.governance.balancer.SimulatedInstances.Call;
import shippy.governance.balancer.SimulatedInstances.One;

/** Whole minutes of calls, in virtual time and with the same random numbers each run. */
class P2cPickerTest {
  private static final Duration FAST = Duration.ofMillis(2);
  private static final Duration SLOW = Duration.ofMillis(22);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final SimulatedInstances fleet = new SimulatedInstances();
  private final One first = fleet.add(FAST);
  private final One second = fleet.add(FAST);

  @Test
  void slow_instance_gets_few_calls_until_it_is_as_fast_as_the_others() {
    One third = fleet.add(SLOW);
    fleet.callers(64);
    assertThat(fleet.shareOf(third, Duration.ofSeconds(10))).isBetween(0.001, 0.02);

    third.latency = FAST;
    fleet.clock.advance(Duration.ofSeconds(10));
    assertThat(fleet.shareOf(third, SECOND)).isBetween(0.25, 0.4);
  }

  @Test
  void instance_that_was_silent_has_its_part_again_within_seconds() {
    One third = fleet.add(FAST);
    fleet.steady(FAST, Duration.ofSeconds(10));
    third.latency = SECOND.multipliedBy(4);
    fleet.steady(FAST, Duration.ofSeconds(4));
    third.latency = FAST;
    fleet.steady(FAST, Duration.ofSeconds(10)); // late answers come for 4 s
    third.takeCalls();

    fleet.steady(FAST, SECOND);
    assertThat(third.takeCalls()).isGreaterThan(100);
  }

  @Test
  void instance_that_turns_slow_loses_its_share_within_seconds() {
    One third = fleet.add(FAST);
    fleet.callers(64);
    assertThat(fleet.shareOf(third, SECOND)).isBetween(0.3, 0.37);

    third.latency = SLOW;
    assertThat(fleet.shareOf(third, SECOND)).isLessThan(0.15);
    fleet.clock.advance(Duration.ofSeconds(10));
    assertThat(fleet.shareOf(third, SECOND)).isLessThan(0.02);
  }

  @Test
  void share_of_the_slow_one_does_not_jump_when_another_joins_and_that_one_gets_its_part() {
    One third = fleet.add(SLOW);
    fleet.callers(64);
    fleet.clock.advance(Duration.ofSeconds(10));

    One joined = fleet.add(FAST);

    assertThat(fleet.shareOf(third, Duration.ofMillis(100))).isLessThan(0.02);
    assertThat(fleet.shareOf(joined, Duration.ofMillis(100))).isBetween(0.25, 0.4);
    assertThat(fleet.shareOf(third, SECOND)).isLessThan(0.02);
  }

  @Test
  void instance_that_joins_gets_calls_at_once_but_not_all_of_them() {
    fleet.callers(64);
    fleet.clock.advance(Duration.ofSeconds(10));

    One joined = fleet.add(SLOW);

    assertThat(fleet.shareOf(joined, FAST)).isBetween(0.05, 0.45);
  }

  @Test
  void instance_that_is_never_the_better_one_is_taken_once_a_second() {
    One third = fleet.add(SECOND.dividedBy(2));
    fleet.steady(Duration.ofMillis(10), Duration.ofSeconds(10));
    third.takeCalls();

    fleet.steady(Duration.ofMillis(10), Duration.ofSeconds(60));

    assertThat(third.takeCalls()).isBetween(50, 60);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void instance_that_fails_at_once_is_not_mistaken_for_a_fast_one(Status failure) {
    fleet.steady(Duration.ofMillis(1), SECOND);
    second.latency = Duration.ofNanos(1_000);
    second.answer = failure;
    fleet.steady(Duration.ofMillis(1), Duration.ofSeconds(10));
    second.takeCalls();

    fleet.steady(Duration.ofMillis(1), Duration.ofSeconds(10));
    assertThat(second.takeCalls()).isBetween(9, 10);

    second.answer = Status.OK;
    fleet.steady(Duration.ofMillis(1), Duration.ofSeconds(5));
    assertThat(second.takeCalls()).isGreaterThan(1_000);
  }

  static List<Status> failures() {
    return List.of(Status.UNAVAILABLE, Status.UNKNOWN.withCause(new ClosedChannelException()));
  }

  @Test
  void instance_whose_attempts_only_end_when_their_callers_give_up_gets_few() {
    fleet.add(FAST);
    fleet.steady(Duration.ofMillis(10), Duration.ofSeconds(10));
    first.latency = SECOND;
    first.answer = Status.CANCELLED;
    first.takeCalls();

    fleet.steady(Duration.ofMillis(10), Duration.ofSeconds(20));

    assertThat(first.takeCalls()).isBetween(10, 60);
  }

  @Test
  void burst_of_calls_before_the_first_begins_is_spread() {
    One third = fleet.add(FAST);
    List<One> given = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      given.add(fleet.pick(new Call()));
    }
    for (One one : List.of(first, second, third)) {
      assertThat(given).filteredOn(one::equals).hasSizeBetween(17, 23);
    }
  }

  @Test
  void call_that_asks_again_is_given_each_instance_and_what_it_threw_away_does_not_count() {
    second.latency = Duration.ofSeconds(1);
    fleet.callers(8);
    fleet.clock.advance(Duration.ofSeconds(10));
    for (int i = 0; i < 100; i++) {
      Call call = new Call();
      assertThat(List.of(fleet.pick(call), fleet.pick(call))).contains(first, second);
    }

    second.latency = FAST;
    fleet.clock.advance(Duration.ofSeconds(60));

    assertThat(fleet.shareOf(second, SECOND)).isBetween(0.4, 0.6);
    assertThat(first.load.waiting() + second.load.waiting()).as("8 callers").isEqualTo(2 + 8);
  }

  @Test
  void repeat_of_a_call_is_no_probe() {
    One third = fleet.add(SLOW);
    fleet.steady(Duration.ofMillis(1), SECOND);
    fleet.clock.advance(Duration.ofMinutes(1));
    TriedInstances tried = new TriedInstances();
    tried.add(first.address.getAddresses().get(0));
    for (int i = 0; i < 10; i++) {
      Call repeat = new Call(CallOptions.DEFAULT.withOption(TriedInstances.KEY, tried));
      assertThat(fleet.pick(repeat)).isNotSameAs(third);
    }
    assertThat(Stream.generate(() -> fleet.pick(new Call())).limit(10)).contains(third);
  }

  @Test
  void attempt_is_in_flight_from_its_beginning_to_its_end_and_ends_once() {
    PickResult choice = fleet.picker.pickSubchannel(new Call());
    InstanceLoad load = fleet.begun(choice).load;
    assertThat(load.waiting()).as("expected").isEqualTo(2);
    ClientStreamTracer tracer = SimulatedInstances.begin(choice);
    assertThat(load.waiting()).isEqualTo(2);
    tracer.inboundTrailers(new Metadata());
    tracer.streamClosed(Status.OK);
    assertThat(load.waiting()).isEqualTo(1);
  }

  @Test
  void calls_that_failed_for_want_of_a_connection_are_not_expected() {
    fleet.disconnect();
    for (int i = 0; i < 1_000; i++) {
      assertThat(fleet.picker.pickSubchannel(new Call()).getStatus().isOk()).isFalse();
    }
    fleet.connect();
    fleet.callers(8);
    assertThat(fleet.shareOf(first, SECOND.dividedBy(10))).isBetween(0.4, 0.6);
  }
}
