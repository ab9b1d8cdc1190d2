package shippy.client;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.grpc.CallOptions;
import io.grpc.ClientStreamTracer;
import io.grpc.ClientStreamTracer.StreamInfo;
import io.grpc.ConnectivityState;
import io.grpc.LoadBalancer.FixedResultPicker;
import io.grpc.LoadBalancer.PickResult;
import io.grpc.LoadBalancer.PickSubchannelArgs;
import io.grpc.LoadBalancer.Subchannel;
import io.grpc.LoadBalancer.SubchannelPicker;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.health.v1.HealthGrpc;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import shippy.client.retry.TriedInstances;
import shippy.clock.ManualClock;

class WatchedSubchannelPickerTest {
  private static final Duration PATIENCE = Duration.ofMillis(50);

  private final Subchannel subchannel = new IdleSubchannel();
  private final ManualClock clock = new ManualClock(Instant.EPOCH);

  /** As that of outlier detection for a call that was chosen while addresses were set anew. */
  private static final ClientStreamTracer.Factory FAILING =
      new ClientStreamTracer.Factory() {
        @Override
        public ClientStreamTracer newClientStreamTracer(StreamInfo info, Metadata headers) {
          return new ClientStreamTracer() {
            @Override
            public void streamClosed(Status status) {
              throw new NullPointerException();
            }
          };
        }
      };

  @Test
  void policy_that_fails_at_the_end_of_a_call_does_not_keep_the_end_from_the_caller() {
    assertEndIsTold(
        Map.of(subchannel, new WatchedSubchannel(subchannel, new UninterestedListener(), clock)));
  }

  @Test
  void nor_does_it_on_a_connection_that_is_no_longer_ready() {
    assertEndIsTold(Map.of());
  }

  @Test
  void call_goes_to_every_instance_before_it_goes_to_one_again() {
    Map<Object, WatchedSubchannel> ready = ready(3);
    List<Object> all = List.copyOf(ready.keySet());
    AtomicInteger turn = new AtomicInteger();
    SubchannelPicker picker =
        picker(ready, () -> all.get(turn.getAndIncrement() / 7 % 3)); // seven times the same
    AnyCall call = AnyCall.repeatable();

    List<Object> first = List.of(pick(picker, call), pick(picker, call), pick(picker, call));

    assertThat(first).containsExactlyInAnyOrderElementsOf(all);
    assertThat(all).contains(pick(picker, call));
  }

  @Test
  void call_goes_to_an_instance_again_if_the_policy_has_no_other() {
    Map<Object, WatchedSubchannel> ready = ready(2);
    Object only = ready.keySet().iterator().next();
    SubchannelPicker picker = picker(ready, () -> only);
    AnyCall call = AnyCall.repeatable();

    assertThat(List.of(pick(picker, call), pick(picker, call))).containsOnly(only);
  }

  @Test
  void calls_avoid_an_instance_that_was_overtaken_until_it_answers() {
    Map<Object, WatchedSubchannel> ready = ready(2);
    List<Object> all = List.copyOf(ready.keySet());
    AtomicInteger turn = new AtomicInteger();
    SubchannelPicker picker = picker(ready, () -> all.get(turn.getAndIncrement() % 2));
    AnyCall call = AnyCall.repeatable();
    PickResult lost = picker.pickSubchannel(call);
    ClientStreamTracer tracer = tracer(lost);

    overtake(call, tracer, PATIENCE);
    Object silent = requireNonNull(lost.getSubchannel());
    assertThat(picks(picker, 64)).doesNotContain(silent);

    clock.advance(Duration.ofSeconds(1));
    assertThat(picks(picker, 64)).as("calls that cannot be hedged").doesNotContain(silent);
    List<Object> repeatable =
        Stream.generate(() -> pick(picker, AnyCall.repeatable())).limit(64).toList();
    assertThat(repeatable).filteredOn(silent::equals).hasSize(1);
    clock.advance(Duration.ofSeconds(5));
    assertThat(picks(picker, 64)).filteredOn(silent::equals).hasSize(1);

    tracer.inboundHeaders(new Metadata());
    assertThat(picks(picker, 64)).filteredOn(silent::equals).hasSize(32);
  }

  @Test
  void call_knows_whether_another_instance_could_take_it() {
    Map<Object, WatchedSubchannel> ready = ready(2);
    List<Object> all = List.copyOf(ready.keySet());
    AtomicInteger turn = new AtomicInteger();
    SubchannelPicker picker = picker(ready, () -> all.get(turn.getAndIncrement() % 2));
    AnyCall call = AnyCall.repeatable();
    TriedInstances tried = tried(call);

    var unused = pick(picker, call);
    assertThat(tried.hasOthers()).isTrue();
    unused = pick(picker, call);
    assertThat(tried.hasOthers()).isFalse();
  }

  @Test
  void instances_that_all_were_overtaken_may_still_take_a_call_that_was_at_another() {
    Map<Object, WatchedSubchannel> ready = ready(3);
    List<Object> all = List.copyOf(ready.keySet());
    AtomicInteger turn = new AtomicInteger();
    SubchannelPicker picker = picker(ready, () -> all.get(turn.getAndIncrement() / 3 % 3));
    for (Object ignored : all) {
      AnyCall lost = AnyCall.repeatable();
      overtake(lost, tracer(picker.pickSubchannel(lost)), PATIENCE);
    }

    AnyCall call = AnyCall.repeatable();
    List<Object> first = List.of(pick(picker, call), pick(picker, call));
    assertThat(tried(call).hasOthers()).isTrue();
    assertThat(first).doesNotHaveDuplicates().doesNotContain(pick(picker, call));
    assertThat(tried(call).hasOthers()).isFalse();
  }

  private static TriedInstances tried(AnyCall call) {
    return requireNonNull(call.getCallOptions().getOption(TriedInstances.KEY));
  }

  @Test
  void instance_that_answers_others_is_not_avoided() {
    Map<Object, WatchedSubchannel> ready = ready(2);
    Object slow = ready.keySet().iterator().next();
    SubchannelPicker picker = picker(ready, () -> slow);
    AnyCall call = AnyCall.repeatable();
    ClientStreamTracer tracer = tracer(picker.pickSubchannel(call));

    tracer(picker.pickSubchannel(new AnyCall(CallOptions.DEFAULT))).inboundHeaders(new Metadata());
    overtake(call, tracer, PATIENCE);

    assertThat(requireNonNull(ready.get(slow)).rank(null)).isZero();
  }

  @Test
  void instance_that_had_no_time_to_answer_is_not_avoided() {
    Map<Object, WatchedSubchannel> ready = ready(2);
    Object last = ready.keySet().iterator().next();
    SubchannelPicker picker = picker(ready, () -> last);
    AnyCall call = AnyCall.repeatable();

    overtake(call, tracer(picker.pickSubchannel(call)), PATIENCE.minusNanos(1));

    assertThat(requireNonNull(ready.get(last)).rank(null)).isZero();
  }

  /** Another instance answers the call when it has waited so long. */
  private void overtake(AnyCall call, ClientStreamTracer tracer, Duration waited) {
    clock.advance(waited);
    tried(call).overtake(PATIENCE);
    tracer.streamClosed(Status.CANCELLED);
  }

  private static List<Object> picks(SubchannelPicker picker, int count) {
    return Stream.generate(() -> pick(picker, new AnyCall(CallOptions.DEFAULT)))
        .limit(count)
        .toList();
  }

  private static ClientStreamTracer tracer(PickResult choice) {
    return requireNonNull(choice.getStreamTracerFactory())
        .newClientStreamTracer(StreamInfo.newBuilder().build(), new Metadata());
  }

  private Map<Object, WatchedSubchannel> ready(int count) {
    Map<Object, WatchedSubchannel> ready = new HashMap<>();
    for (int port = 1; port <= count; port++) {
      Subchannel one = new IdleSubchannel();
      WatchedSubchannel connection = new WatchedSubchannel(one, new UninterestedListener(), clock);
      connection.address(InetSocketAddress.createUnresolved("test", port));
      ready.put(one, connection);
    }
    return ready;
  }

  private static SubchannelPicker picker(
      Map<Object, WatchedSubchannel> ready, Supplier<Object> choices) {
    SubchannelPicker policy =
        new SubchannelPicker() {
          @Override
          public PickResult pickSubchannel(PickSubchannelArgs call) {
            return PickResult.withSubchannel((Subchannel) choices.get());
          }
        };
    return new WatchedSubchannelPicker(
        policy, ready, MethodList.ANY, any -> false, Optional.empty());
  }

  private static Object pick(SubchannelPicker picker, AnyCall call) {
    return requireNonNull(picker.pickSubchannel(call).getSubchannel());
  }

  private void assertEndIsTold(Map<Object, WatchedSubchannel> ready) {
    SubchannelPicker policy = new FixedResultPicker(PickResult.withSubchannel(subchannel, FAILING));
    PickResult choice =
        new WatchedSubchannelPicker(policy, ready, MethodList.ANY, any -> false, Optional.empty())
            .pickSubchannel(new AnyCall(CallOptions.DEFAULT));
    ClientStreamTracer tracer = tracer(choice);
    assertThatCode(() -> tracer.streamClosed(Status.OK)).doesNotThrowAnyException();
  }

  private static final class UninterestedListener implements WatchedSubchannel.Listener {
    @Override
    public void changed(WatchedSubchannel changed, ConnectivityState state) {}

    @Override
    public void doubted(WatchedSubchannel one) {}
  }

  private static final class AnyCall extends PickSubchannelArgs {
    private final CallOptions options;

    AnyCall(CallOptions options) {
      this.options = options;
    }

    static AnyCall repeatable() {
      return new AnyCall(CallOptions.DEFAULT.withOption(TriedInstances.KEY, new TriedInstances()));
    }

    @Override
    public CallOptions getCallOptions() {
      return options;
    }

    @Override
    public Metadata getHeaders() {
      return new Metadata();
    }

    @Override
    public MethodDescriptor<?, ?> getMethodDescriptor() {
      return HealthGrpc.getCheckMethod();
    }
  }
}
