package shippy.governance.balancer;

import static java.util.Objects.requireNonNull;

import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.ClientStreamTracer;
import io.grpc.ClientStreamTracer.StreamInfo;
import io.grpc.EquivalentAddressGroup;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import shippy.clock.ManualClock;

/** Instances that answer after a time of a manual clock, and callers of them. */
final class SimulatedInstances {
  final ManualClock clock = new ManualClock(Instant.EPOCH);
  final RandomGenerator random = new Random(19);
  private final List<One> ones = new ArrayList<>();
  SubchannelPicker picker = new FixedResultPicker(PickResult.withNoResult());

  /** An instance, how it answers, and how many calls it got since that was last asked. */
  final class One extends Subchannel {
    final EquivalentAddressGroup address;
    final InstanceLoad load;
    Duration latency;
    Status answer = Status.OK;
    private int calls;

    One(int port, Duration latency) {
      this.address = new EquivalentAddressGroup(InetSocketAddress.createUnresolved("one", port));
      this.latency = latency;
      this.load = new InstanceLoad(clock, AttemptAverage.NONE);
    }

    int takeCalls() {
      int count = calls;
      calls = 0;
      return count;
    }

    @Override
    public void shutdown() {}

    @Override
    public void requestConnection() {}

    @Override
    public List<EquivalentAddressGroup> getAllAddresses() {
      return List.of(address);
    }

    @Override
    public Attributes getAttributes() {
      return Attributes.EMPTY;
    }
  }

  /** A unary call. */
  static final class Call extends PickSubchannelArgs {
    private final CallOptions options;

    Call(CallOptions options) {
      this.options = options;
    }

    Call() {
      this(CallOptions.DEFAULT);
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

  /** Joins; the picker is made anew, as after a change of the set. */
  One add(Duration latency) {
    One one = new One(ones.size() + 1, latency);
    ones.add(one);
    connect();
    return one;
  }

  /** From now on each has a connection. */
  void connect() {
    become(PickResult::withSubchannel);
  }

  /** From now on none has. */
  void disconnect() {
    become(one -> PickResult.withError(Status.UNAVAILABLE));
  }

  private void become(Function<One, PickResult> connection) {
    List<Instance> instances =
        ones.stream()
            .map(one -> new Instance(one.load, new FixedResultPicker(connection.apply(one))))
            .toList();
    picker = new P2cPicker(instances, clock, random);
  }

  /** Which instance the call is given. */
  One pick(PickSubchannelArgs call) {
    return begun(picker.pickSubchannel(call));
  }

  One begun(PickResult choice) {
    return (One) requireNonNull(choice.getSubchannel());
  }

  static ClientStreamTracer begin(PickResult choice) {
    return choice
        .getStreamTracerFactory()
        .newClientStreamTracer(StreamInfo.newBuilder().build(), new Metadata());
  }

  /** Makes a call; runs what is next when it has ended. */
  void call(Runnable next) {
    PickResult choice = picker.pickSubchannel(new Call());
    One one = begun(choice);
    one.calls++;
    ClientStreamTracer tracer = begin(choice);
    double spread = 1 + 0.1 * random.nextExponential();
    clock.schedule(
        Duration.ofNanos((long) (one.latency.toNanos() * spread)),
        () -> {
          tracer.streamClosed(one.answer);
          next.run();
        });
  }

  /** Begins so many callers, each of which calls again when it has its answer. */
  void callers(int count) {
    for (int i = 0; i < count; i++) {
      clock.schedule(Duration.ofNanos(random.nextInt(1_000_000)), this::callForEver);
    }
  }

  private void callForEver() {
    call(this::callForEver);
  }

  /** Makes a call every so often for so long. */
  void steady(Duration every, Duration length) {
    for (long i = 0; i < length.dividedBy(every); i++) {
      clock.schedule(every.multipliedBy(i), () -> call(() -> {}));
    }
    clock.advance(length);
  }

  /** The share of the calls that went there during the next time. */
  double shareOf(One one, Duration during) {
    ones.forEach(One::takeCalls);
    clock.advance(during);
    int its = one.takeCalls();
    return (double) its / (its + ones.stream().mapToInt(One::takeCalls).sum());
  }
}
