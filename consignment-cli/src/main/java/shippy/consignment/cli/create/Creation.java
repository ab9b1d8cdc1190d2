package shippy.consignment.cli.create;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import shippy.clock.TimeOrderedIds;
import shippy.consignment.cli.client.CommandConnections;
import shippy.consignment.cli.client.ConsignmentClient;
import shippy.consignment.cli.input.Entry;
import shippy.consignment.cli.input.Inputs;
import shippy.consignment.cli.view.ConsignmentView;
import shippy.console.Invocation;
import shippy.problem.ProblemException;
import shippy.proto.consignment.Response;

/**
 * Creates the consignments of some inputs. Whole documents are checked before anything is sent;
 * inputs of one record a line are sent while they are read. One thread.
 */
public final class Creation implements AutoCloseable {
  private final List<String> files;
  private final Options options;
  private final Invocation call;
  private final Inputs inputs;
  private final RecordSender sender;

  /**
   * How to create.
   *
   * @param concurrency how many calls may be under way
   * @param errors the name of a file for what was not created
   */
  public record Options(int concurrency, IdSource idSource, Optional<String> errors) {
    /** One after the other, as they are given. */
    public static final Options IN_ORDER = new Options(1, IdSource.NEW, Optional.empty());
  }

  private Creation(
      List<String> files, Options options, Invocation call, Inputs inputs, RecordSender sender) {
    this.files = files;
    this.options = options;
    this.call = call;
    this.inputs = inputs;
    this.sender = sender;
  }

  /** Reads the files, then starts to look for the service, so that parsing overlaps with that. */
  public static Creation prepare(
      List<String> files,
      Options options,
      TimeOrderedIds ids,
      CommandConnections connections,
      Invocation call) {
    Inputs inputs = Inputs.open(files, call.io().in());
    ConsignmentClient client =
        ConsignmentClient.on(connections.toCall("create", call.config()), call.config());
    RecordSender sender = new RecordSender(client, options.idSource(), ids);
    return new Creation(files, options, call, inputs, sender);
  }

  /** Creates them and shows the results. */
  public void show() {
    Optional<Entry> only = inputs.only();
    if (only.isPresent()) {
      Response answer = one(only.get()).answer();
      call.output().line("Created: " + answer.getCreated());
      call.output().show(ConsignmentView.one(answer));
      return;
    }
    CreatedList list = new CreatedList(call.output());
    try {
      many(list::add);
      list.end(true);
    } catch (ProblemException e) {
      list.end(false);
      throw e;
    }
  }

  private CreateOutcome.Stored one(Entry entry) {
    try (ErrorsFile errors = ErrorsFile.begin(options.errors(), files)) {
      CreateOutcome outcome = sender.send(entry);
      if (outcome instanceof CreateOutcome.Failed failed) {
        errors.add(failed.line());
        throw failed.failure();
      }
      return (CreateOutcome.Stored) outcome;
    }
  }

  private void many(Consumer<Response> stored) {
    try (ErrorsFile errors = ErrorsFile.begin(options.errors(), files)) {
      new Import(call, sender, options.concurrency(), errors, stored).run(inputs);
    }
  }

  @Override
  public void close() {
    inputs.close();
  }
}
