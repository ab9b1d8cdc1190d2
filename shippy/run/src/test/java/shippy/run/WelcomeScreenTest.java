package shippy.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.process.Program;
import shippy.registry.InMemoryRegistry;
import shippy.run.Readiness.Sight;

class WelcomeScreenTest {
  private final Program vessel = new Program("vessel", Path.of("v.jar"));
  private final Program consignment = new Program("consignment", Path.of("c.jar"));
  private RunningPrograms running = new RunningPrograms(List.of(vessel, consignment));
  private String service = "shippy.service.vessel";
  @TempDir private Path root = Path.of("");

  @Test
  void screen_shows_addresses_and_commands_that_work_with_these_flags() throws Exception {
    touch("consignment-cli/target/consignment-cli.jar");
    touch("consignment-cli/consignment.json");

    String text = screen(Map.of("MICRO_REGISTRY", "etcd"), false);

    assertThat(text)
        .isEqualTo(
            """
            shippy 1.2.3   registry memory at this process   Ctrl-C stops everything

              consignment   grpc  127.0.0.1:50051   serving
              vessel        grpc  127.0.0.1:7       serving

            In a second terminal, to create a consignment, to list them, to follow the logs:
              consignment-cli --registry=etcd ROOT/consignment-cli/consignment.json
              consignment-cli --registry=etcd list
              shippy logs -f
            """
                .replace("ROOT", root.toString()));
  }

  @Test
  void commands_of_a_packed_folder_are_its_scripts() throws Exception {
    touch("lib/consignment-cli.jar");
    touch("consignment.json");

    assertThat(screen(Map.of(), false))
        .contains("  consignment-cli %s/consignment.json\n".formatted(root))
        .endsWith("  consignment-cli list\n  shippy logs -f\n");
  }

  @Test
  void services_of_a_packed_folder_are_those_in_its_lib() throws Exception {
    touch("lib/vessel-service.jar");
    touch("lib/consignment-service.jar");

    assertThat(new SampleLocation(root, "1.2.3").sampleServices())
        .containsExactly(
            root.resolve("lib/vessel-service.jar"), root.resolve("lib/consignment-service.jar"));
  }

  @Test
  void screen_of_another_service_suggests_what_works_with_any() throws IOException {
    touch("lib/consignment-cli.jar");
    touch("consignment.json");
    service = "com.example.harbour";

    assertThat(screen(Map.of(), false))
        .endsWith(
            """
            In a second terminal, to see its methods and to follow the logs:
              shippy describe com.example.harbour
              shippy logs -f
            """);
  }

  @Test
  void more_instances_than_fit_are_counted() {
    List<Program> many = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      many.add(new Program("vessel-" + i, "vessel", Path.of("v.jar")));
    }
    running = new RunningPrograms(many);

    assertThat(screen(Map.of(), false)).contains("\n  vessel   grpc  12 instances   serving\n");
  }

  @Test
  void serving_is_green_on_a_terminal() {
    assertThat(screen(Map.of(), true)).contains("\u001b[32mserving\u001b[0m");
  }

  private String screen(Map<String, String> env, boolean colour) {
    running.started(vessel, "1");
    running.started(consignment, "2");
    running.seen(
        Map.of(
            "1", new Sight(service, "127.0.0.1:7", true),
            "2", new Sight(service, "127.0.0.1:50051", true)));
    try (InMemoryRegistry registry = new InMemoryRegistry(Clock.system())) {
      Config config = Config.of(Map.of(), env);
      return new WelcomeScreen(new SampleLocation(root, "1.2.3"), config, registry, colour)
          .text(running);
    }
  }

  private void touch(String path) throws IOException {
    Files.createDirectories(root.resolve(path).getParent());
    Files.createFile(root.resolve(path));
  }
}
