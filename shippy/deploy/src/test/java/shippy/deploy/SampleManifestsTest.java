package shippy.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import shippy.deploy.ServiceProject.Program;
import shippy.scaffold.MustacheTemplate;

/** The sample's own files are what the templates make; -Dgolden.update=true writes them. */
class SampleManifestsTest {
  private static final Path FOLDER = Path.of("kustomize/base");

  private static final ServiceProject SAMPLE =
      new ServiceProject(
          "shippy",
          List.of(
              new Program("vessel", "shippy.service.vessel", true),
              new Program("consignment", "shippy.service.consignment", true)));

  /** For a cluster on one machine: less than goctl's three pods of 512 MiB. */
  private static PodFlags small() {
    return CommandLine.populateCommand(
        new PodFlags(),
        "--replicas=2",
        "--min_replicas=2",
        "--max_replicas=6",
        "--request_cpu=100",
        "--request_mem=160",
        "--limit_mem=256");
  }

  @Test
  void manifests_of_the_sample_are_made_of_the_templates() throws IOException {
    for (Map.Entry<String, String> file :
        KubeFiles.objects(SAMPLE, small(), KubeFiles.NAMESPACE).entrySet()) {
      requireMade(FOLDER.resolve(file.getKey()), file.getValue());
      assertThat(FOLDER.resolve("kustomization.yaml")).content().contains("- " + file.getKey());
    }
  }

  @Test
  void dockerfile_of_the_sample_is_made_of_the_template() throws IOException {
    Map<String, Object> values = Map.of("sample", true, "path", "vessel-service");

    requireMade(Path.of("Dockerfile"), MustacheTemplate.render("docker/Dockerfile", values));
    requireMade(Path.of("grpc-health"), MustacheTemplate.render("docker/grpc-health", values));
  }

  private static void requireMade(Path file, String text) throws IOException {
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(file, text);
    }
    assertThat(Files.readString(file)).as(file.toString()).isEqualTo(text);
  }
}
