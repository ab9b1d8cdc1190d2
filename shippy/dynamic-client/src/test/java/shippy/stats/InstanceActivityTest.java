package shippy.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import shippy.clock.ManualClock;
import shippy.proto.debug.Callee;
import shippy.proto.debug.StatsResponse;
import shippy.registry.Node;
import shippy.stats.CounterRates.Growth;

class InstanceActivityTest {
  private static final Node NODE = Node.of("s", "a", "127.0.0.1:1");

  private final ManualClock clock = new ManualClock(Instant.EPOCH);
  private final CounterRates rates = new CounterRates(clock);

  private InstanceActivity next(StatsResult report) {
    clock.advance(Duration.ofSeconds(1));
    return InstanceActivity.sinceLast(List.of(report), rates).get(0);
  }

  private static StatsResult told(long started, long requests, Callee... callees) {
    return new StatsResult.Answered(
        NODE,
        StatsResponse.newBuilder()
            .setStarted(started)
            .setRequests(requests)
            .addAllCallees(List.of(callees))
            .build());
  }

  private static Callee called(String service, String address, long requests) {
    return Callee.newBuilder()
        .setService(service)
        .setAddress(address)
        .setRequests(requests)
        .build();
  }

  private static List<OptionalDouble> shares(InstanceActivity one) {
    return one.callees().stream().map(CalleeShare::share).toList();
  }

  @Test
  void instance_that_was_started_anew_has_no_rate_yet() {
    assertThat(next(told(1, 100)).growth()).isEmpty();
    assertThat(next(told(1, 107)).growth()).contains(new Growth(7, 0, 1));
    assertThat(next(told(2, 108)).growth()).isEmpty();
    assertThat(next(told(2, 110)).growth()).contains(new Growth(2, 0, 1));
  }

  @Test
  void instance_that_was_silent_begins_again() {
    next(told(1, 100));
    assertThat(next(new StatsResult.Silent(NODE, "no answer in time")).growth()).isEmpty();
    assertThat(next(told(1, 200)).growth()).isEmpty();
  }

  @Test
  void shares_are_of_each_service_by_itself_and_of_attempts_that_reached_an_instance() {
    InstanceActivity one =
        InstanceActivity.sinceStart(
            told(
                1,
                0,
                called("b", "", 5),
                called("b", "b1", 30),
                called("b", "b2", 10),
                called("c", "c1", 7),
                called("d", "d1", 0)));

    assertThat(shares(one))
        .containsExactly(
            OptionalDouble.empty(),
            OptionalDouble.of(0.75),
            OptionalDouble.of(0.25),
            OptionalDouble.of(1),
            OptionalDouble.empty());
    assertThat(one.growth()).isEmpty();
  }

  @Test
  void shares_since_the_last_look_forget_what_was_before() {
    InstanceActivity first = next(told(1, 0, called("b", "b1", 900), called("b", "b2", 0)));
    assertThat(shares(first)).containsOnly(OptionalDouble.empty());

    InstanceActivity second = next(told(1, 0, called("b", "b1", 901), called("b", "b2", 3)));
    assertThat(shares(second)).containsExactly(OptionalDouble.of(0.25), OptionalDouble.of(0.75));
    assertThat(second.callees()).extracting(CalleeShare::calls).containsExactly(1L, 3L);
  }
}
