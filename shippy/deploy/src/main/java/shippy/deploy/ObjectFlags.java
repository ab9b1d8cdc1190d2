package shippy.deploy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whose manifest it is, and where it goes. */
final class ObjectFlags {
  @Option(names = "--name", paramLabel = "NAME", description = "of the objects, and a host name")
  private Optional<String> name = Optional.empty();

  @Option(names = "--namespace", paramLabel = "NAME", description = "where they live (shippy)")
  private String namespace = KubeFiles.NAMESPACE;

  @Option(
      names = "-o",
      paramLabel = "FILE",
      description = "write to it, not to standard output; for formats there is --output")
  private Optional<Path> file = Optional.empty();

  @Option(names = "--force", description = "replace a file that differs")
  private boolean force;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "where templates of your own lie, kube/NAME.yaml.mustache, before ours")
  private Optional<Path> home = Optional.empty();

  void addTo(Map<String, Object> values) {
    String given = FlagRules.given("--name", name, "a name for the objects, such as vessel");
    values.put("name", FlagRules.label("--name", given));
    values.put("namespace", FlagRules.label("--namespace", namespace));
    values.put("config", given);
    values.put("service_account", given);
  }

  Optional<Path> file() {
    return file;
  }

  boolean force() {
    return force;
  }

  Optional<Path> home() {
    return home.map(folder -> FlagRules.folder("--home", folder));
  }
}
