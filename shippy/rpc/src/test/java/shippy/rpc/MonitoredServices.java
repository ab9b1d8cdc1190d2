package shippy.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import io.grpc.Channel;
import java.time.Duration;
import java.util.List;
import shippy.client.Client;
import shippy.platform.Platform;
import shippy.proto.debug.DebugGrpc;
import shippy.proto.debug.Span;
import shippy.proto.debug.StatsRequest;
import shippy.proto.debug.StatsResponse;
import shippy.proto.debug.TraceRequest;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.service.RunningService;
import shippy.service.Service;

/** A fleet, a service that asks it, a caller, and what all three tell of their calls. */
final class MonitoredServices implements AutoCloseable {
  static final Duration SOON = Duration.ofSeconds(5);
  static final String FIND = VesselServiceGrpc.getFindAvailableMethod().getFullMethodName();

  final InProcessServices fleet = new InProcessServices();
  final InProcessServices.Handler handler = new InProcessServices.Handler();
  final Platform caller = fleet.keep(Platform.on(fleet.registry, InProcessServices.config()));
  final Client client = fleet.keep(Client.of(caller));

  /** An instance of the fleet. */
  RunningService vessels(String... settings) {
    return fleet.start(handler, settings);
  }

  /** A service that asks the fleet. */
  RunningService relay() {
    Service relay = Service.named(RelayService.NAME).handler(RelayService::on).grace(Duration.ZERO);
    return fleet.start(relay.handlersNeverBlock());
  }

  static void find(Channel channel) {
    var unused =
        VesselServiceGrpc.newBlockingStub(channel)
            .findAvailable(Specification.getDefaultInstance());
  }

  StatsResponse stats(RunningService service) {
    return DebugGrpc.newBlockingStub(client.direct(service.address()))
        .stats(StatsRequest.getDefaultInstance());
  }

  List<Span> trace(RunningService service, String id) {
    return DebugGrpc.newBlockingStub(client.direct(service.address()))
        .trace(TraceRequest.newBuilder().setId(id).build())
        .getSpansList();
  }

  /** The spans of a service once there are so many. */
  List<Span> spans(RunningService service, int number) {
    eventually(SOON, () -> assertThat(trace(service, "")).hasSize(number));
    return trace(service, "");
  }

  /** The spans of the caller once there are so many. */
  List<shippy.telemetry.Span> own(int number) {
    eventually(SOON, () -> assertThat(caller.monitor().spans()).hasSize(number));
    return caller.monitor().spans();
  }

  /** Stops everything. */
  @Override
  public void close() throws Exception {
    fleet.close();
  }
}
