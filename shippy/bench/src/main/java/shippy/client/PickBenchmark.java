package shippy.client;

import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.ConnectivityState;
import io.grpc.EquivalentAddressGroup;
import io.grpc.LoadBalancer.FixedResultPicker;
import io.grpc.LoadBalancer.PickResult;
import io.grpc.LoadBalancer.PickSubchannelArgs;
import io.grpc.LoadBalancer.Subchannel;
import io.grpc.LoadBalancer.SubchannelPicker;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import shippy.clock.Clock;
import shippy.proto.vessel.VesselServiceGrpc;

/** The choice of a connection, beside that of a policy alone. */
@State(Scope.Benchmark)
public class PickBenchmark {
  private final Subchannel subchannel = new Unopened();
  private final SubchannelPicker policy =
      new FixedResultPicker(PickResult.withSubchannel(subchannel));
  private final PickSubchannelArgs call = new Reserve();
  private final SubchannelPicker watched =
      new WatchedSubchannelPicker(
          policy,
          Map.of(subchannel, new WatchedSubchannel(subchannel, new NoListener(), Clock.system())),
          MethodList.ANY,
          any -> false,
          Optional.empty());

  @Benchmark
  public PickResult pick() {
    return watched.pickSubchannel(call);
  }

  private static final class NoListener implements WatchedSubchannel.Listener {
    @Override
    public void changed(WatchedSubchannel changed, ConnectivityState state) {}

    @Override
    public void doubted(WatchedSubchannel one) {}
  }

  private static final class Reserve extends PickSubchannelArgs {
    private final Metadata headers = new Metadata();

    @Override
    public CallOptions getCallOptions() {
      return CallOptions.DEFAULT;
    }

    @Override
    public Metadata getHeaders() {
      return headers;
    }

    @Override
    public MethodDescriptor<?, ?> getMethodDescriptor() {
      return VesselServiceGrpc.getReserveMethod();
    }
  }

  private static final class Unopened extends Subchannel {
    @Override
    public void shutdown() {}

    @Override
    public void requestConnection() {}

    @Override
    public List<EquivalentAddressGroup> getAllAddresses() {
      return List.of();
    }

    @Override
    public Attributes getAttributes() {
      return Attributes.EMPTY;
    }

    @Override
    public Object getInternalSubchannel() {
      return this;
    }
  }
}
