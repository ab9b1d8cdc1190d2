package shippy.consignment.cli;

import java.util.ArrayList;
import java.util.List;
import shippy.clock.TimeOrderedIds;
import shippy.consignment.cli.input.ConsignmentReader;
import shippy.consignment.cli.input.Source;
import shippy.console.Invocation;
import shippy.problem.ProblemException;
import shippy.proto.consignment.Consignment;
import shippy.proto.consignment.Response;

/** Creates the consignments of some files: nothing is sent before all of them are found right. */
final class Creation implements AutoCloseable {
  private final List<Source> sources;
  private final TimeOrderedIds ids;
  private final Shipping shipping;
  private final List<String> created = new ArrayList<>();

  private Creation(List<Source> sources, TimeOrderedIds ids, Shipping shipping) {
    this.sources = sources;
    this.ids = ids;
    this.shipping = shipping;
  }

  /** Reads the files, then starts to look for the service, so that parsing overlaps with that. */
  static Creation prepare(
      List<String> files, TimeOrderedIds ids, Connections connections, Invocation call) {
    List<Source> sources = files.stream().map(file -> Source.read(file, call.io().in())).toList();
    return new Creation(sources, ids, Shipping.open(call.config(), connections));
  }

  /** The answers in one: the consignment if there is one, all of them if there are several. */
  Response run() {
    List<Consignment> wanted =
        sources.stream().map(ConsignmentReader::read).map(this::withId).toList();
    List<Response> answers = new ArrayList<>();
    for (Consignment consignment : wanted) {
      try {
        answers.add(shipping.create(consignment));
      } catch (ProblemException e) {
        throw afterSuccess(e);
      }
      created.add(consignment.getId());
    }
    return merged(answers);
  }

  private static Response merged(List<Response> answers) {
    if (answers.size() == 1) {
      return answers.get(0);
    }
    return Response.newBuilder()
        .setCreated(answers.stream().allMatch(Response::getCreated))
        .addAllConsignments(answers.stream().map(Response::getConsignment).toList())
        .build();
  }

  List<Consignment> list() {
    try {
      return shipping.list(List.of());
    } catch (ProblemException e) {
      throw afterSuccess(e);
    }
  }

  private Consignment withId(Consignment consignment) {
    return consignment.getId().isEmpty()
        ? consignment.toBuilder().setId(ids.next()).build()
        : consignment;
  }

  private ProblemException afterSuccess(ProblemException e) {
    return created.isEmpty()
        ? e
        : e.problem().withFact("created before: " + String.join(", ", created)).toException(e);
  }

  @Override
  public void close() {
    shipping.close();
  }
}
