package shippy.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.service.RunningService.CONFIG;

import io.grpc.Channel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import shippy.clock.Clock;
import shippy.config.LiveConfig;
import shippy.platform.Platform;
import shippy.service.RunningService;
import shippy.testkit.config.ScriptedConfig;

/** A running service whose settings change. */
class LiveServiceTest {
  private final InProcessServices fleet = new InProcessServices();
  private final ScriptedConfig script = ScriptedConfig.of("client_retries = 1\n");
  private final LiveConfig live = fleet.keep(script.load(Map.of("registry", "memory"), List.of()));
  private final MonitoredServices caller = new MonitoredServices();

  @AfterEach
  void close() throws Exception {
    fleet.close();
    caller.close();
  }

  private RunningService start() {
    Platform platform = fleet.keep(Platform.on(fleet.registry, live, Clock.system()));
    return fleet.keep(InProcessServices.service(new InProcessServices.Handler()).start(platform));
  }

  @Test
  void health_tells_whether_a_change_was_refused() {
    Channel channel = caller.client.direct(start().address());
    assertThat(health(channel)).isEqualTo(ServingStatus.SERVING);
    script.change("client_retries = 77\n");
    assertThat(health(channel)).isEqualTo(ServingStatus.NOT_SERVING);
    script.change("client_retries = 3\n");
    assertThat(health(channel)).isEqualTo(ServingStatus.SERVING);
  }

  private static ServingStatus health(Channel channel) {
    return HealthGrpc.newBlockingStub(channel)
        .check(HealthCheckRequest.newBuilder().setService(CONFIG).build())
        .getStatus();
  }
}
