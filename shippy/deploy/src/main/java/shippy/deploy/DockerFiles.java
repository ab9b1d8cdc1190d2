package shippy.deploy;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import shippy.scaffold.MustacheTemplate;

/** The files for images of the programs of a project, made of templates. Stateless. */
final class DockerFiles {
  static final String DOCKERFILE = "Dockerfile";

  private DockerFiles() {}

  static SortedMap<String, String> of(ServiceProject project) {
    List<Map<String, String>> programs =
        project.programs().stream().map(program -> Map.of("jar", program.name())).toList();
    Map<String, Object> values =
        Map.of("sample", false, "path", project.programs().get(0).name(), "programs", programs);
    return new TreeMap<>(
        Map.of(
            DOCKERFILE,
            MustacheTemplate.render("docker/Dockerfile", values),
            ".dockerignore",
            MustacheTemplate.render("docker/dockerignore", values),
            "grpc-health",
            MustacheTemplate.render("docker/grpc-health", values)));
  }
}
