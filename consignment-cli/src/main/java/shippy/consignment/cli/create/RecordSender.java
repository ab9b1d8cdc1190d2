package shippy.consignment.cli.create;

import shippy.clock.TimeOrderedIds;
import shippy.consignment.cli.client.ConsignmentClient;
import shippy.consignment.cli.input.Entry;
import shippy.consignment.cli.input.FailedRecord;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.proto.consignment.Consignment;

/** Sends single records. Safe for any thread. */
record RecordSender(ConsignmentClient client, IdSource idSource, TimeOrderedIds ids) {
  CreateOutcome send(Entry entry) {
    if (entry instanceof Entry.Bad bad) {
      return refused(bad);
    }
    Consignment consignment = identified((Entry.Good) entry);
    try {
      return new CreateOutcome.Stored(consignment.getId(), client.create(consignment));
    } catch (ProblemException e) {
      return failed(entry.at(), consignment, e);
    }
  }

  /** The outcome of a record that is not sent, for this reason. */
  CreateOutcome skip(Entry entry, Problem reason) {
    return entry instanceof Entry.Bad bad
        ? refused(bad)
        : failed(entry.at(), identified((Entry.Good) entry), reason.toException());
  }

  private Consignment identified(Entry.Good entry) {
    return idSource.identify(entry.consignment(), ids);
  }

  private static CreateOutcome refused(Entry.Bad bad) {
    return new CreateOutcome.Failed(
        bad.problem().what(), bad.problem().toException(), () -> FailedRecord.line(bad));
  }

  private static CreateOutcome failed(String at, Consignment sent, ProblemException e) {
    return new CreateOutcome.Failed(
        at + ": " + e.problem().what(), e, () -> FailedRecord.line(at, sent, e.problem()));
  }
}
