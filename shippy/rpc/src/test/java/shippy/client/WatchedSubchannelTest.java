package shippy.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ClientStreamTracer;
import io.grpc.ClientStreamTracer.StreamInfo;
import io.grpc.ConnectivityState;
import io.grpc.LoadBalancer.PickResult;
import io.grpc.LoadBalancer.Subchannel;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import shippy.clock.Clock;

class WatchedSubchannelTest {
  private final List<WatchedSubchannel> doubted = new ArrayList<>();
  private final Subchannel subchannel = new IdleSubchannel();
  private final WatchedSubchannel connection =
      new WatchedSubchannel(
          subchannel,
          new WatchedSubchannel.Listener() {
            @Override
            public void changed(WatchedSubchannel changed, ConnectivityState state) {}

            @Override
            public void doubted(WatchedSubchannel one) {
              doubted.add(one);
            }
          },
          Clock.system());

  private ClientStreamTracer tracer() {
    PickResult choice = connection.watched(PickResult.withSubchannel(subchannel), null);
    return choice
        .getStreamTracerFactory()
        .newClientStreamTracer(StreamInfo.newBuilder().build(), new Metadata());
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
