package shippy.deploy;

import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import shippy.deploy.ServiceProject.Program;
import shippy.scaffold.MustacheTemplate;

/** The files for Kubernetes, made of templates. Stateless. */
final class KubeFiles {
  static final String NAMESPACE = "shippy";

  /** What makes up one program, in a file of its own. */
  static final List<String> PROGRAM =
      List.of("deployment", "service", "autoscaler", "disruption-budget");

  private static final String FOLDER = "k8s/";
  private static final int PORT = 50_051;

  private KubeFiles() {}

  /** The manifests of these templates, as documents of one file. */
  static String manifests(List<String> names, Map<String, Object> values, Optional<Path> home) {
    return names.stream()
        .map(name -> MustacheTemplate.render("kube/%s.yaml".formatted(name), values, home))
        .collect(joining("---\n"));
  }

  /** What a service that registers has, and other containers have not. */
  static void register(Optional<String> serviceName, Map<String, Object> values) {
    boolean registers = serviceName.isPresent();
    values.put("registers", registers);
    values.put("is_grpc", registers);
    values.put("service_name", serviceName.orElse(""));
    values.put("port_name", registers ? "grpc" : "tcp");
    values.put("is_headless", registers && values.get("has_node_port") != Boolean.TRUE);
    values.put("stores", false);
  }

  /** All files of a project: its skaffold.yaml, and a folder for kustomize. */
  static SortedMap<String, String> of(ServiceProject project, PodFlags pods, String namespace) {
    SortedMap<String, String> files = new TreeMap<>();
    objects(project, pods, namespace).forEach((name, text) -> files.put(FOLDER + name, text));
    Map<String, Object> values = shared(project, namespace);
    values.put("resources", each("file", files.keySet().stream().map(f -> f.substring(4))));
    files.put(FOLDER + "kustomization.yaml", one("kustomization", values));
    if (!project.storing().isEmpty()) {
      files.put(FOLDER + ".gitignore", "postgresql-password\n");
    }
    files.put("skaffold.yaml", one("skaffold", values));
    return files;
  }

  /** The manifests of a project: one for each program, and what they share. */
  static SortedMap<String, String> objects(
      ServiceProject project, PodFlags pods, String namespace) {
    Map<String, Object> values = shared(project, namespace);
    SortedMap<String, String> files = new TreeMap<>();
    for (Program program : project.programs()) {
      files.put(
          program.name() + ".yaml",
          manifests(PROGRAM, own(program, pods, values), Optional.empty()));
    }
    Stream.of("namespace", "config", "rbac")
        .forEach(name -> files.put(name + ".yaml", one(name, values)));
    if (!project.storing().isEmpty()) {
      files.put("postgresql.yaml", one("postgresql", values));
    }
    return files;
  }

  private static String one(String name, Map<String, Object> values) {
    return manifests(List.of(name), values, Optional.empty());
  }

  private static Map<String, Object> shared(ServiceProject project, String namespace) {
    Map<String, Object> values = new HashMap<>();
    values.put("project", project.name());
    values.put("namespace", FlagRules.label("--namespace", namespace));
    values.put("config", project.name());
    values.put("postgresql", project.name() + "-postgresql");
    values.put("service_account", project.name());
    values.put("has_database", !project.storing().isEmpty());
    values.put("databases", each("database", project.storing().stream().map(Program::name)));
    values.put("images", each("image", project.programs().stream().map(Program::name)));
    return values;
  }

  private static Map<String, Object> own(
      Program program, PodFlags pods, Map<String, Object> shared) {
    Map<String, Object> values = new HashMap<>(shared);
    values.put("name", program.name());
    values.put("image", program.name());
    values.put("port", PORT);
    values.put("target_port", PORT);
    values.put("has_node_port", false);
    register(Optional.of(program.serviceName()), values);
    values.put("stores", program.stores());
    values.put("database", program.name());
    pods.addTo(values);
    return values;
  }

  private static List<Map<String, String>> each(String name, Stream<String> texts) {
    return texts.map(text -> Map.of(name, text)).toList();
  }
}
