package shippy.consignment.cli;

import java.io.ByteArrayInputStream;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import shippy.clock.TimeOrderedIds;
import shippy.console.Action;
import shippy.console.Invocation;
import shippy.console.Io;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.proto.consignment.Response;

/** {@code create FILE...}: create each consignment. */
@Command(
    name = "create",
    description = {
      "Create consignments from JSON files.",
      "All files are checked before the first is sent. A consignment without id gets",
      "a new one; sending one with the same id again is safe.",
      "Ignored are vessel_id, status and created_at: the service sets them."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  consignment-cli create consignment.json",
      "  consignment-cli create - < consignment.json",
      "  consignment-cli get ID -o json | consignment-cli create -"
    })
final class CreateCommand implements Action {
  private final TimeOrderedIds ids;
  private final Connections connections;

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description = "a consignment as JSON; - is standard input; none asks, on a terminal")
  private List<String> files = List.of();

  CreateCommand(TimeOrderedIds ids, Connections connections) {
    this.ids = ids;
    this.connections = connections;
  }

  @Override
  public ExitCode run(Invocation call) {
    if (files.isEmpty()) {
      return asked(call);
    }
    try (Creation creation = Creation.prepare(files, ids, connections, call)) {
      Response created = creation.run();
      call.output().line("Created: " + created.getCreated());
      call.output()
          .show(
              created.hasConsignment()
                  ? ConsignmentView.one(created)
                  : ConsignmentView.all(created));
    }
    return ExitCode.OK;
  }

  /** The answers take the way of every other input. */
  private ExitCode asked(Invocation call) {
    Io io = call.io();
    if (!io.screen().inIsTerminal()) {
      throw Problem.of(ExitCode.USAGE, "FILE: nothing given (expected: a file, or - for stdin)")
          .withFix("consignment-cli create consignment.json", "")
          .toException();
    }
    Io answers =
        new Io(
            new ByteArrayInputStream(Interview.ask(io)), io.out(), io.err(), io.env(), io.screen());
    files = List.of("-");
    return run(new Invocation(answers, call.config(), call.output()));
  }
}
