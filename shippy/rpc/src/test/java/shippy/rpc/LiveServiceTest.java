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
import shippy.proto.debug.ConfigRequest;
import shippy.proto.debug.ConfigResponse;
import shippy.proto.debug.DebugGrpc;
import shippy.proto.debug.Setting;
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

  @Test
  void interval_that_the_ttl_does_not_cover_is_refused_with_all_that_comes_with_it() {
    Channel channel = caller.client.direct(start().address());
    script.change("client_retries = 3\nregister_interval = 15s\n");
    assertThat(config(channel).getProblem())
        .isEqualTo("script:2:1: \"15s\" (expected: less than register_ttl, 15s)");
    assertThat(setting(config(channel), "client_retries").getValue()).isEqualTo("1");
    assertThat(setting(config(channel), "register_interval").getValue()).isEqualTo("5s");
    script.change("register_interval = 14s\n");
    assertThat(setting(config(channel), "register_interval").getValue()).isEqualTo("14s");
  }

  @Test
  void instance_tells_its_settings_and_who_set_them() {
    Channel channel = caller.client.direct(start().address());
    ConfigResponse before = config(channel);
    assertThat(setting(before, "client_retries"))
        .isEqualTo(
            Setting.newBuilder()
                .setName("client_retries")
                .setValue("1")
                .setSource("script:1")
                .setPlace("script:1:1")
                .setSinceMs(setting(before, "register_ttl").getSinceMs())
                .setReloadable(true)
                .build());
    assertThat(setting(before, "registry").getSource()).isEqualTo("--registry");
    assertThat(setting(before, "register_ttl"))
        .returns("15s", Setting::getValue)
        .returns("default", Setting::getSource)
        .returns(false, Setting::getReloadable);
    assertThat(setting(before, "server_id")).isEqualTo(Setting.getDefaultInstance());

    script.change("\nclient_retries = 3\nregister_ttl = 20s\nserver_id = 7\n");
    ConfigResponse after = config(channel);
    assertThat(setting(after, "client_retries"))
        .returns("3", Setting::getValue)
        .returns("script:2:1", Setting::getPlace);
    assertThat(setting(after, "client_retries").getSinceMs())
        .isGreaterThanOrEqualTo(setting(before, "client_retries").getSinceMs());
    assertThat(setting(after, "register_ttl"))
        .returns("15s", Setting::getValue)
        .returns("20s", setting -> setting.getPending().getValue())
        .returns("script:3:1", setting -> setting.getPending().getPlace());
    assertThat(setting(after, "server_id"))
        .returns("", Setting::getValue)
        .returns("7", setting -> setting.getPending().getValue());
  }

  @Test
  void instance_hides_secrets_and_tells_why_a_change_has_no_effect() {
    RunningService service = start();
    Channel channel = caller.client.direct(service.address());
    script.change(
        "store = jdbc:postgresql://a:p@h/db\nstore_password = hush\nclient_retries = 1\n");
    ConfigResponse settings = config(channel);
    assertThat(setting(settings, "store_password").getPending().getValue()).isEqualTo("***");
    assertThat(setting(settings, "store").getPending().getValue())
        .isEqualTo("jdbc:postgresql://a:***@h/db");
    script.change("client_retries = 77\n");
    ConfigResponse answer = config(channel);
    assertThat(answer.getProblem())
        .isEqualTo("script:1:1: \"77\" (expected: a whole number from 0 to 4)");
    assertThat(answer.getNode()).isEqualTo(service.node().id());
  }

  private static ConfigResponse config(Channel channel) {
    return DebugGrpc.newBlockingStub(channel).config(ConfigRequest.getDefaultInstance());
  }

  private static Setting setting(ConfigResponse answer, String name) {
    return answer.getSettingsList().stream()
        .filter(setting -> setting.getName().equals(name))
        .findFirst()
        .orElse(Setting.getDefaultInstance());
  }

  private static ServingStatus health(Channel channel) {
    return HealthGrpc.newBlockingStub(channel)
        .check(HealthCheckRequest.newBuilder().setService(CONFIG).build())
        .getStatus();
  }
}
