package shippy.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import shippy.client.retry.CallPolicy;
import shippy.clock.Clock;
import shippy.config.LiveConfig;
import shippy.platform.Platform;
import shippy.registry.InMemoryRegistry;
import shippy.testkit.config.ScriptedConfig;

class CallDefaultsTest {
  private static final String SERVICE = "shippy.service.vessel";
  private static final String FIND = "shippy.service.vessel.VesselService/FindAvailable";
  private static final String CREATE = "shippy.service.vessel.VesselService/Create";

  private final ScriptedConfig script = ScriptedConfig.of("");
  private final LiveConfig live = script.load(Map.of(), List.of());
  private final Platform platform =
      Platform.on(new InMemoryRegistry(Clock.system()), live, Clock.system());
  private final CallDefaults settings = new CallDefaults(platform);

  CallDefaultsTest() {
    live.follow(Clock.system());
  }

  @AfterEach
  void close() {
    settings.close();
    live.close();
  }

  private CallPolicy find() {
    return settings.take(SERVICE, FIND);
  }

  private static CallPolicy taken(int seconds, int retries) {
    return new CallPolicy(Duration.ofSeconds(seconds), retries, false);
  }

  @Test
  void method_is_stronger_than_service_and_service_than_client() {
    assertThat(find()).isEqualTo(taken(5, 2));
    script.change("client_request_timeout = 6s\nclient_retries = 1\n");
    assertThat(find()).isEqualTo(taken(6, 1));
    script.change("services.shippy.service.vessel.timeout = 7s\nclient_retries = 0\n");
    assertThat(find()).isEqualTo(taken(7, 0));
    assertThat(settings.take("other", FIND)).isEqualTo(taken(5, 0));
    script.change(
        """
        services.shippy.service.vessel.timeout = 7s
        methods.VesselService.FindAvailable.retries = 4
        """);
    assertThat(find()).isEqualTo(taken(7, 4));
    assertThat(settings.take(SERVICE, CREATE)).isEqualTo(taken(7, 2));
  }

  @Test
  void longer_name_of_a_method_is_stronger() {
    script.change(
        """
        methods.VesselService.FindAvailable.retries = 4
        methods.VesselService.FindAvailable.timeout = 8s
        methods.shippy.service.vessel.VesselService.FindAvailable.retries = 3
        methods.selService.FindAvailable.retries = 1
        methods.FindAvailable.timeout = 1s
        """);
    assertThat(find()).isEqualTo(taken(8, 3));
  }

  @Test
  void change_of_other_settings_keeps_what_was_found() {
    script.change("methods.VesselService.FindAvailable.retries = 4\n");
    CallPolicy before = find();
    script.change("methods.VesselService.FindAvailable.retries = 4\nlog_level = warn\n");
    assertThat(find()).isEqualTo(before);
    script.change("log_level = warn\n");
    assertThat(find()).isEqualTo(taken(5, 2));
  }

  @Test
  void closed_one_is_forgotten_by_the_configuration() {
    settings.close();
    settings.close();
    script.change("client_retries = 4\n");
    assertThat(find()).isEqualTo(taken(5, 2));
  }
}
