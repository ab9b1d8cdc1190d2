package shippy.governance.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ClientStreamTracer;
import io.grpc.ClientStreamTracer.StreamInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import shippy.clock.ManualClock;

class InstanceLoadsTest {
  private static final int CALL = 1;

  private final ManualClock clock = new ManualClock(Instant.EPOCH);
  private final InstanceLoads loads = new InstanceLoads(clock);

  private ClientStreamTracer begin(int instance) {
    return loads
        .of(instance)
        .tracers(null, /* timed= */ true)
        .newClientStreamTracer(StreamInfo.newBuilder().build(), new Metadata());
  }

  private void attempt(int instance, Duration latency, Status end) {
    ClientStreamTracer attempt = begin(instance);
    clock.advance(latency);
    attempt.streamClosed(end);
  }

  private boolean isBetter(int one, int other) {
    return loads.of(one).isBetter(loads.of(other), CALL);
  }

  @Test
  void load_survives_changes_of_the_list_and_a_while_without_its_instance() {
    loads.list(Set.of(1, 2));
    InstanceLoad load = loads.of(1);
    attempt(1, Duration.ofMillis(2), Status.OK);
    attempt(2, Duration.ofMillis(1), Status.OK);
    loads.list(Set.of(1, 2, 3));
    assertThat(loads.of(1)).isSameAs(load);
    loads.list(Set.of(2));
    loads.list(Set.of(1, 2));
    assertThat(isBetter(1, 2)).isFalse();
    assertThat(isBetter(2, 1)).isTrue();
  }

  /** gRPC begins attempts that it never ends: those that wait as their call is cancelled. */
  @Test
  void instance_that_comes_back_has_nothing_in_flight() {
    loads.list(Set.of(1, 2));
    attempt(1, Duration.ofMillis(1), Status.OK);
    attempt(2, Duration.ofMillis(1), Status.OK);
    ClientStreamTracer stays = begin(1);
    assertThat(isBetter(1, 2)).isFalse();
    loads.list(Set.of(2));
    loads.list(Set.of(1, 2));
    assertThat(isBetter(1, 2)).isTrue();
    stays.streamClosed(Status.OK);
    begin(1);
    assertThat(isBetter(1, 2)).as("one in flight").isFalse();
  }

  @Test
  void forgets_those_that_are_gone_for_longest_when_there_are_many() {
    for (int port = 2; port < 1_000; port++) {
      loads.list(Set.of(1, port));
      attempt(port, Duration.ofMillis(1), Status.UNAVAILABLE);
    }
    int forgotten = 998 - InstanceLoads.REMEMBERED;
    InstanceLoad stays = loads.of(1);
    loads.list(Set.of(1, forgotten, forgotten + 1));
    assertThat(loads.of(1)).isSameAs(stays);
    assertThat(loads.of(forgotten).fits(CALL)).isTrue();
    assertThat(loads.of(forgotten + 1).fits(CALL)).as("failed before").isFalse();
  }
}
