package shippy.consignment.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import shippy.config.Contexts;
import shippy.console.Action;
import shippy.console.Invocation;
import shippy.problem.ExitCode;

/** {@code use REGISTRY [ADDRESS]} or {@code use CONTEXT}: services are looked for there. */
@Command(
    name = "use",
    description = {
      "Look for services in another registry from now on, or as a context of 'shippy context' says.",
      "It has to answer first; else the present one stays."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  use etcd 127.0.0.1:2379", "  use mdns", "  use prod"})
final class UseCommand implements Action {
  private final Session session;

  @Parameters(
      index = "0",
      paramLabel = "REGISTRY",
      description = "mdns, etcd, kubernetes, dns or memory, or a context")
  private String kind = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "ADDRESS",
      description = "etcd: host:port,...; mdns: interface; kubernetes: namespace; dns: domain")
  private String address = "";

  UseCommand(Session session) {
    this.session = session;
  }

  @Override
  public ExitCode run(Invocation call) {
    boolean context = address.isEmpty() && Contexts.read(session.env()).all().containsKey(kind);
    List<String> services =
        context
            ? session.useContext(kind)
            : session.use(kind, address.isEmpty() ? Optional.empty() : Optional.of(address));
    call.output()
        .line(
            "%s%s at %s: %s"
                .formatted(
                    context ? kind + ": " : "",
                    session.registry().kind(),
                    session.registry().location(),
                    services.isEmpty() ? "no services" : String.join(", ", services)));
    return ExitCode.OK;
  }
}
