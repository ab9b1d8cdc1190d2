package shippy.tool.registry;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import shippy.client.ServiceNotFound;
import shippy.clock.Clock;
import shippy.console.Action;
import shippy.console.Invocation;
import shippy.console.output.WatchLoop;
import shippy.platform.Platform;
import shippy.problem.ExitCode;
import shippy.registry.Node;
import shippy.registry.Registry;
import shippy.registry.ShortServiceName;

/** {@code shippy get service NAME}. */
@Command(name = "service", description = "Show the instances and methods of a service.")
public final class GetService implements Action {
  @Parameters(
      paramLabel = "NAME",
      description = "A name from 'shippy list services', or its end: vessel.")
  private String name = "";

  @Option(names = "--watch", description = "show it again whenever it changes, until Ctrl-C")
  private boolean watch;

  @Override
  public ExitCode run(Invocation call) {
    try (Platform platform = Platform.open(call.config())) {
      Registry registry = platform.registry();
      ServiceView now = new ShortServiceName(name).resolve(registry, full -> view(registry, full));
      if (watch) {
        return new WatchLoop(call.output(), Clock.system())
            .run(() -> new ServiceView(now.name(), registry.nodes(now.name())));
      }
      call.output().show(now);
    }
    return ExitCode.OK;
  }

  private static ServiceView view(Registry registry, String service) {
    ServiceNotFound absence = new ServiceNotFound(service, registry);
    List<Node> nodes = registry.nodes(service);
    if (nodes.isEmpty()) {
      throw absence.problem();
    }
    return new ServiceView(service, nodes);
  }
}
