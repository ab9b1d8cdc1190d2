package shippy.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static shippy.rpc.MonitoredServices.FIND;
import static shippy.rpc.MonitoredServices.SOON;
import static shippy.testkit.Eventually.eventually;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import shippy.client.Client;
import shippy.platform.Platform;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.service.RunningService;
import shippy.service.Service;
import shippy.telemetry.CallMeter;

/** What a meter is told of the calls on both sides. */
class CallMeterTest {
  private final MonitoredServices fleet = new MonitoredServices();
  private final CallLog told = new CallLog();

  /** Keeps what it is told, as text. */
  private static final class CallLog implements CallMeter {
    final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public Recorder server(String method) {
      return recorder("server " + method);
    }

    @Override
    public Recorder client(MethodDescriptor<?, ?> method) {
      return recorder("client " + method.getFullMethodName());
    }

    private Recorder recorder(String name) {
      return new Recorder() {
        @Override
        public void started(int attempt) {
          lines.add(name + " " + attempt);
        }

        @Override
        public void ended(Status.Code status, long nanos) {
          assertThat(nanos).isPositive();
          lines.add(name + " " + status);
        }
      };
    }
  }

  @AfterEach
  void close() throws Exception {
    fleet.close();
  }

  private RunningService measured() {
    Platform platform =
        fleet.fleet.keep(Platform.on(fleet.fleet.registry, InProcessServices.config()));
    platform.monitor().recordCalls(told);
    return fleet.fleet.keep(
        Service.named("measured").handler(fleet.handler).handlersNeverBlock().start(platform));
  }

  @Test
  void server_tells_of_its_methods_and_of_unknown_ones_under_one_name() {
    Channel channel = fleet.client.direct(measured().address());
    MonitoredServices.find(channel);
    for (int i = 0; i < 3; i++) {
      MethodDescriptor<Specification, ?> unknown =
          VesselServiceGrpc.getFindAvailableMethod().toBuilder()
              .setFullMethodName("hostile." + i + "/Nothing")
              .build();
      assertThatThrownBy(
              () ->
                  ClientCalls.blockingUnaryCall(
                      channel, unknown, CallOptions.DEFAULT, Specification.getDefaultInstance()))
          .isInstanceOf(StatusRuntimeException.class);
    }

    eventually(SOON, () -> assertThat(told.lines).hasSize(8));
    assertThat(told.lines).startsWith("server " + FIND + " 1").contains("server " + FIND + " OK");
    assertThat(told.lines).filteredOn("server other UNIMPLEMENTED"::equals).hasSize(3);
  }

  @Test
  void client_tells_of_each_attempt() {
    fleet.vessels();
    fleet.caller.monitor().recordCalls(told);
    Channel channel = Client.of(fleet.caller).channel(InProcessServices.NAME);
    MonitoredServices.find(channel);

    assertThat(told.lines).containsExactly("client " + FIND + " 1", "client " + FIND + " OK");
  }
}
