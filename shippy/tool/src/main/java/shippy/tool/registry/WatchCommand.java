package shippy.tool.registry;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import shippy.console.Action;
import shippy.console.Invocation;
import shippy.console.io.ShutdownInterrupt;
import shippy.platform.Platform;
import shippy.problem.ExitCode;

/** {@code shippy watch [SERVICE]}. */
@Command(
    name = "watch",
    description =
        "Show each change of the registry as a line, until Ctrl-C: who is there (up), who goes"
            + " (down), who is registered anew with other properties (changed).",
    footerHeading = "%nExamples:%n",
    footer = {
      "  shippy watch                        of all services",
      "  shippy watch shippy.service.vessel -o jsonl | jq -r .address"
    })
public final class WatchCommand implements Action {
  @Parameters(
      arity = "0..1",
      paramLabel = "SERVICE",
      description = "A name; it need not be registered yet.")
  private String service = "";

  @Override
  public ExitCode run(Invocation call) {
    try (ShutdownInterrupt ending = ShutdownInterrupt.ofThisThread();
        Platform platform = Platform.open(call.config());
        ChangeWatch changes = new ChangeWatch(call, platform.registry(), platform.clock())) {
      return service.isEmpty() ? changes.ofAll() : changes.of(service);
    }
  }
}
