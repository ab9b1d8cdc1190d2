package shippy.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.grpc.Attributes;
import io.grpc.ClientStreamTracer;
import io.grpc.ClientStreamTracer.StreamInfo;
import io.grpc.ConnectivityState;
import io.grpc.EquivalentAddressGroup;
import io.grpc.LoadBalancer.PickResult;
import io.grpc.LoadBalancer.Subchannel;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionTest {
  private final List<Connection> doubted = new ArrayList<>();
  private final Subchannel subchannel =
      new Subchannel() {
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
      };
  private final Connection connection =
      new Connection(
          subchannel,
          new Connection.Listener() {
            @Override
            public void changed(Connection changed, ConnectivityState state) {}

            @Override
            public void doubted(Connection one) {
              doubted.add(one);
            }
          });

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

  private ClientStreamTracer tracer() {
    PickResult choice = connection.watched(PickResult.withSubchannel(subchannel, FAILING));
    return choice
        .getStreamTracerFactory()
        .newClientStreamTracer(StreamInfo.newBuilder().build(), new Metadata());
  }

  @Test
  void policy_that_fails_at_the_end_of_a_call_does_not_keep_the_end_from_the_caller() {
    assertThatCode(() -> tracer().streamClosed(Status.OK)).doesNotThrowAnyException();
  }

  @Test
  void end_without_the_word_of_the_service_is_a_doubt() {
    tracer().streamClosed(Status.UNAVAILABLE);
    assertThat(doubted).containsExactly(connection);
    assertThat(connection.isDoubtful()).isTrue();
  }

  @Test
  void end_by_the_service_is_none() {
    ClientStreamTracer tracer = tracer();
    tracer.inboundTrailers(new Metadata());
    tracer.streamClosed(Status.UNAVAILABLE);
    assertThat(doubted).isEmpty();
  }
}
