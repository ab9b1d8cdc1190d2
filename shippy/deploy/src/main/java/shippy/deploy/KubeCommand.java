package shippy.deploy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import shippy.console.Action;
import shippy.console.Invocation;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.Suggestion;
import shippy.scaffold.ProjectFolder;

/** {@code shippy kube}. */
@Command(
    name = "kube",
    description = {
      "Make the files to run on Kubernetes. For a project of 'shippy new': all of them, in DIR/k8s"
          + " for kustomize, and skaffold.yaml. For any image: one manifest, by the commands below.",
      "Flags are those of goctl, in its spelling too: -name x, --requestCpu 500.",
      "Existing files are not changed without --force."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  shippy kube harbour                all files of the project in harbour",
      "  shippy kube deploy -name redis -image redis:6-alpine -port 6379 -o redis.yaml",
      "  shippy kube rbac --name=harbour | kubectl apply -f -"
    })
public final class KubeCommand implements Action {
  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      description = "The folder of a project (the current one).")
  private Path folder = Path.of(".");

  @Option(names = "--namespace", paramLabel = "NAME", description = "where it lives (shippy)")
  private String namespace = KubeFiles.NAMESPACE;

  @Mixin private PodFlags pods = new PodFlags();

  @Option(names = "--force", description = "replace files that differ")
  private boolean force;

  private KubeCommand() {}

  /** The command, with its own. */
  public static CommandLine command() {
    CommandLine command =
        new CommandLine(new KubeCommand())
            .addSubcommand(new Deploy())
            .addSubcommand(new ServiceOf())
            .addSubcommand(new ConfigOf())
            .addSubcommand(new Rbac())
            .setCaseInsensitiveEnumValuesAllowed(true);
    GoctlSpelling.addTo(command.getCommandSpec());
    return command;
  }

  @Override
  public ExitCode run(Invocation call) {
    requireFolder();
    ServiceProject project = ServiceProject.in(folder);
    SortedMap<String, String> files = KubeFiles.of(project, pods, namespace);
    if (!Files.exists(folder.resolve(DockerFiles.DOCKERFILE))) {
      files.putAll(DockerFiles.of(project)); // which skaffold.yaml names
    }
    List<String> written = new ProjectFolder(folder).add(files, force);
    call.output().show(new WrittenFiles(written, next(project)));
    return ExitCode.OK;
  }

  private List<String> next(ServiceProject project) {
    List<String> next = new ArrayList<>();
    if (!project.storing().isEmpty()) {
      next.add("openssl rand -hex 16 > %s/postgresql-password".formatted(folder.resolve("k8s")));
    }
    next.add("kubectl apply -k " + folder.resolve("k8s"));
    return next;
  }

  /** A word that is no folder may be meant as a command. */
  private void requireFolder() {
    if (!Files.isDirectory(folder)) {
      List<String> commands = List.of("deploy", "service", "config", "rbac");
      Problem problem =
          Problem.of(
              ExitCode.NO_INPUT,
              "%s: no such folder (expected: a project, or %s)"
                  .formatted(folder, String.join(", ", commands)));
      throw Suggestion.add(problem, folder.toString(), commands).toException();
    }
  }

  @Command(
      name = "deploy",
      description = {
        "Make a Deployment with its Service, autoscaler and disruption budget.",
        "With --service_name it is a service of shippy: 'kube config' and 'kube rbac' of the same"
            + " --name make what it needs besides."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  shippy kube deploy --name=vessel --image=vessel:1.0 --port=50051 \\",
        "    --service_name=shippy.service.vessel",
        "  shippy kube deploy -name redis -namespace adhoc -image redis:6-alpine \\",
        "    -port 6379 -o redis.yaml"
      })
  private static final class Deploy implements Action {
    @Mixin private ObjectFlags object = new ObjectFlags();

    @Option(names = "--image", paramLabel = "IMAGE", description = "of its container")
    private Optional<String> image = Optional.empty();

    @Mixin private PortFlags port = new PortFlags();
    @Mixin private PodFlags pods = new PodFlags();

    @Override
    public ExitCode run(Invocation call) {
      Map<String, Object> values = new HashMap<>();
      object.addTo(values);
      String given = FlagRules.given("--image", image, "the image of its container");
      values.put("image", FlagRules.image("--image", given));
      port.addTo(values);
      pods.addTo(values);
      return show(KubeFiles.PROGRAM, values, object, call);
    }
  }

  @Command(name = "service", description = "Make a Service, the name that callers know.")
  private static final class ServiceOf implements Action {
    @Mixin private ObjectFlags object = new ObjectFlags();
    @Mixin private PortFlags port = new PortFlags();

    @Override
    public ExitCode run(Invocation call) {
      Map<String, Object> values = new HashMap<>();
      object.addTo(values);
      port.addTo(values);
      return show(List.of("service"), values, object, call);
    }
  }

  @Command(
      name = "config",
      description = "Make a ConfigMap of MICRO_ variables, which a service of shippy reads.")
  private static final class ConfigOf implements Action {
    @Mixin private ObjectFlags object = new ObjectFlags();

    @Override
    public ExitCode run(Invocation call) {
      Map<String, Object> values = new HashMap<>();
      object.addTo(values);
      return show(List.of("config"), values, object, call);
    }
  }

  @Command(
      name = "rbac",
      description = {
        "Make a ServiceAccount, and the right to see which pods are ready, which the registry"
            + " kubernetes needs."
      })
  private static final class Rbac implements Action {
    @Mixin private ObjectFlags object = new ObjectFlags();

    @Override
    public ExitCode run(Invocation call) {
      Map<String, Object> values = new HashMap<>();
      object.addTo(values);
      return show(List.of("rbac"), values, object, call);
    }
  }

  private static ExitCode show(
      List<String> names, Map<String, Object> values, ObjectFlags object, Invocation call) {
    String text = KubeFiles.manifests(names, values, object.home());
    if (object.file().isEmpty()) {
      call.output().show(new ManifestView(text));
      return ExitCode.OK;
    }
    Path file = object.file().get().toAbsolutePath();
    Path folder = file.resolveSibling("");
    String name = file.getFileName().toString();
    List<String> written =
        new ProjectFolder(folder).add(new TreeMap<>(Map.of(name, text)), object.force());
    String given = object.file().get().toString();
    List<String> next =
        List.of(
            "kubectl create namespace %s # if there is none yet".formatted(values.get("namespace")),
            "kubectl apply -f " + given);
    call.output().show(new WrittenFiles(written.isEmpty() ? written : List.of(given), next));
    return ExitCode.OK;
  }
}
