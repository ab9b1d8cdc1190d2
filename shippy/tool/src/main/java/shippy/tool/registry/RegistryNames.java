package shippy.tool.registry;

import java.util.List;
import picocli.CommandLine.Model.ArgSpec;
import shippy.config.Contexts;
import shippy.console.Invocation;
import shippy.platform.Platform;
import shippy.registry.Endpoint;
import shippy.registry.Registry;
import shippy.registry.ShortServiceName;
import shippy.shell.completion.Choice;
import shippy.shell.completion.Choices;
import shippy.shell.completion.RunningNames;

/** Completes names of services and of their methods. Stateless. */
public final class RegistryNames implements RunningNames {
  @Override
  public Choices choices(Invocation call, List<String> before) {
    return (argument, typed) -> {
      if (argument.paramLabel().equals("CONTEXT")) {
        return Contexts.read(call.io().env()).all().keySet().stream()
            .map(name -> Choice.of(name, "", "contexts"))
            .toList();
      }
      try (Platform platform = Platform.open(call.config())) {
        return of(argument, typed, platform.registry(), before);
      }
    };
  }

  private static List<Choice> of(
      ArgSpec argument, String typed, Registry registry, List<String> before) {
    return switch (argument.paramLabel()) {
      case "SERVICE", "SERVICE[.METHOD]", "NAME" -> services(names(registry), typed);
      case "ENDPOINT", "METHOD" -> endpoints(registry, before.get(before.size() - 1));
      default -> List.of();
    };
  }

  private static List<String> names(Registry registry) {
    return registry.canList() ? registry.services() : List.of();
  }

  /** The last parts of names, or whole names once one is begun. */
  private static List<Choice> services(List<String> names, String typed) {
    return names.stream()
        .map(
            name -> {
              String end = name.substring(name.lastIndexOf('.') + 1);
              boolean enough =
                  names.stream().filter(new ShortServiceName(end)::mayMean).count() == 1;
              return enough && end.startsWith(typed)
                  ? Choice.of(end, name.equals(end) ? "" : name, "services")
                  : Choice.of(name, "", "services");
            })
        .toList();
  }

  private static List<Choice> endpoints(Registry registry, String service) {
    String name = new ShortServiceName(service).among(names(registry));
    return registry.nodes(name).stream()
        .flatMap(node -> node.endpoints().stream())
        .map(Endpoint::name)
        .distinct()
        .sorted()
        .map(endpoint -> Choice.of(endpoint, "", "methods"))
        .toList();
  }
}
