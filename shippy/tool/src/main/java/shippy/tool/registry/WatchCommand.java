package shippy.tool.registry;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import shippy.console.Action;
import shippy.console.Invocation;
import shippy.console.io.ShutdownInterrupt;
import shippy.platform.Platform;
import shippy.problem.ExitCode;
import shippy.registry.Registry;
import shippy.registry.RegistryException;
import shippy.registry.ShortServiceName;

/** {@code shippy watch [SERVICE]}. */
@Command(
    name = "watch",
    description =
        "Show each change of the registry as a line, until Ctrl-C: who is there (up), who goes"
            + " (down), who is registered anew with other properties (changed).",
    footerHeading = "%nExamples:%n",
    footer = {
      "  shippy watch                        of all services",
      "  shippy watch vessel -o jsonl | jq -r .address"
    })
public final class WatchCommand implements Action {
  @Parameters(
      arity = "0..1",
      paramLabel = "SERVICE",
      description = "A name, or its end: vessel; it need not be registered yet.")
  private String service = "";

  @Override
  public ExitCode run(Invocation call) {
    try (ShutdownInterrupt ending = ShutdownInterrupt.ofThisThread();
        Platform platform = Platform.open(call.config());
        ChangeWatch changes = new ChangeWatch(call, platform.registry(), platform.clock())) {
      return service.isEmpty()
          ? all(changes, platform.registry())
          : one(changes, platform.registry());
    }
  }

  private static ExitCode all(ChangeWatch changes, Registry registry) {
    if (!registry.canList()) {
      var unused = registry.services(); // which says why it cannot
    }
    return changes.ofAll(name -> true);
  }

  /** A short name whose service is not there yet means the first that comes. */
  private ExitCode one(ChangeWatch changes, Registry registry) {
    ShortServiceName named = new ShortServiceName(service);
    if (service.contains(".") || !registry.canList()) {
      return changes.of(service);
    }
    try {
      List<String> services = registry.services();
      String full = named.among(services);
      return services.contains(full) ? changes.of(full) : changes.ofAll(named::mayMean);
    } catch (RegistryException e) {
      return changes.ofAll(named::mayMean); // which reports that the registry does not answer
    }
  }
}
