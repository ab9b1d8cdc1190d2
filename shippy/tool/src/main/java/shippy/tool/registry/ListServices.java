package shippy.tool.registry;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import shippy.console.Action;
import shippy.console.Invocation;
import shippy.console.output.ListView;
import shippy.console.output.Output;
import shippy.console.output.Text;
import shippy.platform.Platform;
import shippy.problem.ExitCode;
import shippy.registry.Registry;

/** {@code shippy list services}. */
@Command(name = "services", description = "List the names of all services.")
public final class ListServices implements Action {
  @Option(names = "--watch", description = "show them again whenever they change, until Ctrl-C")
  private boolean watch;

  @Override
  public ExitCode run(Invocation call) {
    try (Platform platform = Platform.open(call.config())) {
      Registry registry = platform.registry();
      return call.output().show(() -> names(registry, call.output()), watch);
    }
  }

  private Names names(Registry registry, Output output) {
    List<String> services = registry.services();
    if (services.isEmpty() && !watch) {
      output.remark(
          "no services (registry: %s at %s)".formatted(registry.kind(), registry.location()));
    }
    return new Names(services);
  }

  /**
   * The names, one a line.
   *
   * @param names sorted
   */
  public record Names(List<String> names) implements ListView {
    @Override
    public void text(Text text) {
      names.forEach(text::line);
    }

    @Override
    public List<Item> items() {
      return names.stream().map(Item::named).toList();
    }
  }
}
