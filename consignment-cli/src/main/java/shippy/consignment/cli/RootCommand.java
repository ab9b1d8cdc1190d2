package shippy.consignment.cli;

import java.io.File;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import shippy.clock.TimeOrderedIds;
import shippy.consignment.cli.client.CommandConnections;
import shippy.consignment.cli.create.Creation;
import shippy.console.Action;
import shippy.console.Invocation;
import shippy.console.io.InputFile;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.Suggestion;

/**
 * {@code consignment-cli FILE...}: the same as {@code create FILE...}; without arguments, the
 * shell.
 */
@Command(
    name = "consignment-cli",
    header = {
      "Sends consignments, and shows them and the vessels that carry them.",
      "",
      "Usage: consignment-cli FILE...        create the consignments in the files",
      "       consignment-cli COMMAND        one of those below",
      "       consignment-cli                a shell with completion and history",
      "       consignment-cli < COMMANDS     a command a line, up to the first that",
      "                                      fails; with --keep_going to the end",
      "",
      "@|bold Consignments|@  create FILE...  from JSON, YAML or JSON lines; - is standard input",
      "              list            all that vessels carry; -o json for programs",
      "              get ID          one, with its containers",
      "              cancel ID       cancel one, for good",
      "@|bold Vessels|@       vessels         the fleet, with what is free",
      "              vessel add      one more",
      "@|bold Set up|@        services        who is in the registry",
      "              doctor          what is wrong here, and how to put it right",
      "              help            help list: about one command"
    })
final class RootCommand implements Action {
  private static final Pattern FILE_NAME =
      Pattern.compile("/|\\.(json|jsonl|ndjson|ya?ml)$", Pattern.CASE_INSENSITIVE);

  private final TimeOrderedIds ids;
  private final CommandConnections connections;
  private final Alone alone;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description = "a consignment as JSON; - is standard input")
  private List<String> files = List.of();

  @Option(
      names = "--keep_going",
      description = "with commands on standard input: go on after one that fails")
  private boolean keepGoing;

  /** What to do without arguments. */
  @FunctionalInterface
  interface Alone {
    ExitCode run(Invocation call, boolean keepGoing);
  }

  RootCommand(TimeOrderedIds ids, CommandConnections connections, Alone alone) {
    this.ids = ids;
    this.connections = connections;
    this.alone = alone;
  }

  @Override
  public ExitCode run(Invocation call) {
    if (files.isEmpty()) {
      return alone.run(call, keepGoing);
    }
    files.forEach(this::requireFile);
    Creation.Options options = Creation.Options.IN_ORDER;
    try (Creation creation = Creation.prepare(files, options, ids, connections, call)) {
      creation.show();
    }
    return ExitCode.OK;
  }

  /** A word that is no command has to be a file. */
  private void requireFile(String word) {
    if (word.equals("-") || FILE_NAME.matcher(word).find() || new File(word).exists()) {
      return;
    }
    Problem problem = Problem.of(ExitCode.USAGE, "\"%s\": no such file or command".formatted(word));
    List<String> meant =
        Stream.of(
                Suggestion.nearest(word, spec.subcommands().keySet()).map("the command "::concat),
                InputFile.nearest(word).map("the file "::concat))
            .flatMap(Optional::stream)
            .toList();
    throw (meant.isEmpty()
            ? problem
            : problem.withLikely("did you mean " + String.join(" or ", meant) + "?"))
        .withFix("consignment-cli --help", "list all commands")
        .toException();
  }
}
