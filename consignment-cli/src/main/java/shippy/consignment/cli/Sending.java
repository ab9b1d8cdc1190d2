package shippy.consignment.cli;

import shippy.clock.TimeOrderedIds;
import shippy.consignment.cli.input.Entry;
import shippy.consignment.cli.input.FailedRecord;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.proto.consignment.Consignment;

/** Sends single records. Safe for any thread. */
record Sending(Shipping shipping, Identity identity, TimeOrderedIds ids) {
  Outcome send(Entry.Good entry) {
    Consignment consignment = identified(entry);
    try {
      return new Outcome.Stored(shipping.create(consignment));
    } catch (ProblemException e) {
      return failed(entry.at(), consignment, e.problem());
    }
  }

  /** It was not even tried, for this reason. */
  Outcome skip(Entry.Good entry, Problem reason) {
    return failed(entry.at(), identified(entry), reason);
  }

  Consignment identified(Entry.Good entry) {
    return identity.identify(entry.consignment(), ids);
  }

  static Outcome refuse(Entry.Bad bad) {
    return new Outcome.Failed(bad.problem().what(), bad.problem(), () -> FailedRecord.line(bad));
  }

  private static Outcome failed(String at, Consignment sent, Problem problem) {
    return new Outcome.Failed(
        at + ": " + problem.what(), problem, () -> FailedRecord.line(at, sent, problem));
  }
}
