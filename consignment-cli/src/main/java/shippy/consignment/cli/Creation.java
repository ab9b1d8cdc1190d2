package shippy.consignment.cli;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import shippy.clock.TimeOrderedIds;
import shippy.consignment.cli.input.Entry;
import shippy.consignment.cli.input.FailedRecord;
import shippy.consignment.cli.input.Inputs;
import shippy.console.Invocation;
import shippy.problem.ProblemException;
import shippy.proto.consignment.Consignment;
import shippy.proto.consignment.Response;

/**
 * Creates the consignments of some inputs. Whole documents are all found right before anything is
 * sent; inputs of one record a line are sent while they are read.
 */
final class Creation implements AutoCloseable {
  private final List<String> files;
  private final Options options;
  private final Invocation call;
  private final Inputs inputs;
  private final Shipping shipping;
  private final Sending sending;
  private String created = "";

  /**
   * How to create.
   *
   * @param concurrency how many calls may be under way
   * @param failures the name of a file for what was not created
   */
  record Options(int concurrency, Identity identity, Optional<String> failures) {
    static final Options DEFAULT = new Options(16, Identity.NEW, Optional.empty());

    /** One after the other, as they are given. */
    static final Options IN_ORDER = new Options(1, Identity.NEW, Optional.empty());
  }

  private Creation(
      List<String> files,
      Options options,
      Invocation call,
      Inputs inputs,
      Shipping shipping,
      Sending sending) {
    this.files = files;
    this.options = options;
    this.call = call;
    this.inputs = inputs;
    this.shipping = shipping;
    this.sending = sending;
  }

  static Creation prepare(
      List<String> files, TimeOrderedIds ids, Connections connections, Invocation call) {
    return prepare(files, Options.IN_ORDER, ids, connections, call);
  }

  /** Reads the files, then starts to look for the service, so that parsing overlaps with that. */
  static Creation prepare(
      List<String> files,
      Options options,
      TimeOrderedIds ids,
      Connections connections,
      Invocation call) {
    Inputs inputs = Inputs.open(files, call.io().in());
    Shipping shipping = Shipping.open(call.config(), connections);
    return new Creation(
        files, options, call, inputs, shipping, new Sending(shipping, options.identity(), ids));
  }

  /** Creates them; the answer if there is but one, else a summary is told and this has none. */
  Response run() {
    Optional<Entry> only = inputs.only();
    if (only.isPresent()) {
      return one(only.get());
    }
    many(answer -> {});
    return Response.newBuilder().setCreated(true).build();
  }

  /** Creates them and shows what the service made of them. */
  void show() {
    Optional<Entry> only = inputs.only();
    if (only.isPresent()) {
      Response answer = one(only.get());
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

  List<Consignment> list() {
    try {
      return shipping.list(List.of());
    } catch (ProblemException e) {
      throw e.problem().withFact("created before: " + created).toException(e);
    }
  }

  private Response one(Entry entry) {
    try (FailedFile failures = failures()) {
      if (entry instanceof Entry.Bad bad) {
        failures.add(() -> FailedRecord.line(bad));
        throw bad.problem().toException();
      }
      Consignment consignment = sending.identified((Entry.Good) entry);
      created = consignment.getId();
      try {
        return shipping.create(consignment);
      } catch (ProblemException e) {
        failures.add(() -> FailedRecord.line(entry.at(), consignment, e.problem()));
        throw e;
      }
    }
  }

  private void many(Consumer<Response> stored) {
    created = "all of " + String.join(", ", files);
    try (FailedFile failures = failures()) {
      new Import(call, sending, options.concurrency(), failures, stored)
          .run(inputs)
          .check(failures);
    }
  }

  private FailedFile failures() {
    return options
        .failures()
        .map(name -> FailedFile.begin(name, files))
        .orElseGet(FailedFile::none);
  }

  @Override
  public void close() {
    inputs.close();
    shipping.close();
  }
}
