package shippy.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import shippy.client.Client;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.platform.Platform;
import shippy.process.Program;
import shippy.registry.InMemoryRegistry;
import shippy.registry.Node;
import shippy.run.Readiness.Sight;
import shippy.service.RunningService;
import shippy.service.Service;

class ReadinessTest {
  private static final BindableService NOTHING =
      () -> ServerServiceDefinition.builder("nothing").build();

  private final Program up = new Program("up", Path.of("up.jar"));
  private final Program dead = new Program("dead", Path.of("dead.jar"));
  private final Program absent = new Program("absent", Path.of("absent.jar"));
  private final RunningPrograms running = new RunningPrograms(List.of(up, dead, absent));

  @Test
  void only_what_is_found_and_answers_is_up() {
    InMemoryRegistry registry = new InMemoryRegistry(Clock.system());
    Config config = Config.of(Map.of("server_id", "id-up"), Map.of());
    try (registry;
        Platform platform = Platform.on(registry, config);
        Client client = Client.of(platform);
        RunningService service =
            Service.named("greeter").handler(NOTHING).grace(Duration.ZERO).start(platform)) {
      service.ready().join();
      registry.register(
          Node.of("greeter", "greeter-id-dead", "127.0.0.1:1"), Duration.ofMinutes(1));
      running.started(up, "id-up");
      running.started(dead, "id-dead");

      running.seen(new Readiness(registry, client::direct).look(running.ids()));

      assertThat(running.sight(up))
          .contains(new Sight("greeter", service.address().toString(), true));
      assertThat(running.sight(dead)).contains(new Sight("greeter", "127.0.0.1:1", false));
      assertThat(running.service("dead")).contains("greeter");
      assertThat(new Readiness(registry, client::direct).look("id-up", running.service("up")))
          .isPresent();
    }
    assertThat(running.complete()).isFalse();
    assertThat(running.missing())
        .isEqualTo("dead (registered at 127.0.0.1:1, which does not answer), absent (not running)");
  }

  @Test
  void program_that_was_started_again_is_missing_until_its_new_instance_is_seen() {
    running.started(up, "first");
    running.seen(Map.of("first", new Sight("greeter", "127.0.0.1:1", true)));
    running.gone("first");

    assertThat(running.missing()).startsWith("up (not running)");
  }
}
