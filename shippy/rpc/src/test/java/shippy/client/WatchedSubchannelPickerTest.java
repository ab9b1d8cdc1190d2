package shippy.client;

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
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WatchedSubchannelPickerTest {
  private final Subchannel subchannel = new IdleSubchannel();

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
        Map.of(subchannel, new WatchedSubchannel(subchannel, new UninterestedListener())));
  }

  @Test
  void nor_does_it_on_a_connection_that_is_no_longer_ready() {
    assertEndIsTold(Map.of());
  }

  private void assertEndIsTold(Map<Object, WatchedSubchannel> ready) {
    SubchannelPicker policy = new FixedResultPicker(PickResult.withSubchannel(subchannel, FAILING));
    PickResult choice =
        new WatchedSubchannelPicker(policy, ready, MethodList.ANY, any -> false, Optional.empty())
            .pickSubchannel(new AnyCall());
    ClientStreamTracer tracer =
        choice
            .getStreamTracerFactory()
            .newClientStreamTracer(StreamInfo.newBuilder().build(), new Metadata());
    assertThatCode(() -> tracer.streamClosed(Status.OK)).doesNotThrowAnyException();
  }

  private static final class UninterestedListener implements WatchedSubchannel.Listener {
    @Override
    public void changed(WatchedSubchannel changed, ConnectivityState state) {}

    @Override
    public void doubted(WatchedSubchannel one) {}
  }

  private static final class AnyCall extends PickSubchannelArgs {
    @Override
    public CallOptions getCallOptions() {
      return CallOptions.DEFAULT;
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
