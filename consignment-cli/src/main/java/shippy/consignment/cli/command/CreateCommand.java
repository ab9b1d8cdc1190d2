package shippy.consignment.cli.command;

import java.io.ByteArrayInputStream;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import shippy.clock.TimeOrderedIds;
import shippy.config.Format;
import shippy.consignment.cli.client.CommandConnections;
import shippy.consignment.cli.create.Creation;
import shippy.consignment.cli.create.IdSource;
import shippy.consignment.cli.query.OptionValue;
import shippy.console.Action;
import shippy.console.Invocation;
import shippy.console.io.IoStreams;
import shippy.problem.ExitCode;
import shippy.problem.Problem;

/** {@code create FILE...}: create each consignment. */
@Command(
    name = "create",
    description = {
      "Create consignments from JSON, YAML or JSON lines.",
      "JSON (one, several, or an array) and YAML (.yaml) are checked in full before anything is"
          + " sent. A",
      ".jsonl has one a line: it is sent while it is read, however long it is, and a bad line",
      "keeps no other from being sent.",
      "A consignment without id gets a new one; sending one with the same id again is safe.",
      "Ignored are vessel_id, status and created_at: the service sets them."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  consignment-cli create consignment.json",
      "  consignment-cli create - < consignment.json",
      "  consignment-cli create orders.jsonl --id_from=content --errors=failed.jsonl",
      "  consignment-cli get ID -o yaml | consignment-cli create -"
    })
final class CreateCommand implements Action {
  private static final Format<Integer> CALLS = Format.integer(1, 100);

  private final TimeOrderedIds ids;
  private final CommandConnections connections;

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description = "- is standard input; without any you are asked, on a terminal")
  private List<String> files = List.of();

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description = "how many are sent at the same time (16)")
  private String concurrency = "16";

  @Option(
      names = "--errors",
      paramLabel = "FILE",
      description = "keep what was not created, a line each with the reason, to mend and create")
  private String errors = "";

  @Option(
      names = "--id_from",
      paramLabel = "WHAT",
      description = {
        "the id of a consignment without one: new, or content (new);",
        "with content the same consignment is created once, however often it is sent"
      })
  private String idFrom = "new";

  CreateCommand(TimeOrderedIds ids, CommandConnections connections) {
    this.ids = ids;
    this.connections = connections;
  }

  @Override
  public ExitCode run(Invocation call) {
    if (files.isEmpty()) {
      return asked(call);
    }
    Creation.Options options =
        new Creation.Options(
            new OptionValue("--concurrency", concurrency).as(CALLS),
            new OptionValue("--id_from", idFrom).oneOf(EnumSet.allOf(IdSource.class)),
            Optional.of(errors).filter(name -> !name.isEmpty()));
    try (Creation creation = Creation.prepare(files, options, ids, connections, call)) {
      creation.show();
    }
    return ExitCode.OK;
  }

  /** Turns the answers into JSON, which is read like every other input. */
  private ExitCode asked(Invocation call) {
    IoStreams io = call.io();
    if (!io.screen().inIsTerminal()) {
      throw Problem.of(ExitCode.USAGE, "FILE: nothing given (expected: a file, or - for stdin)")
          .withFix("consignment-cli create consignment.json", "")
          .toException();
    }
    IoStreams answers =
        new IoStreams(
            new ByteArrayInputStream(new ConsignmentQuestions(io).ask()),
            io.out(),
            io.err(),
            io.env(),
            io.screen());
    files = List.of("-");
    return run(new Invocation(answers, call.live(), call.output()));
  }
}
