package shippy.fsck;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import shippy.proto.consignment.Status;

/**
 * Repairs mismatches where no later event can make the repair wrong. May be interrupted and
 * repeated.
 */
final class Repair {
  private final ServiceClients services;
  private final boolean releaseUnknown;

  /** A repaired mismatch and how. */
  record Done(Mismatch mismatch, Action action) {}

  /** The repairs, as the tool names them. */
  enum Action {
    CONFIRMED,
    RELEASED
  }

  Repair(ServiceClients services, boolean releaseUnknown) {
    this.services = services;
    this.releaseUnknown = releaseUnknown;
  }

  /** Repairs those of these that it can; returns them. */
  List<Done> of(Collection<Mismatch> mismatches) {
    return mismatches.stream().flatMap(mismatch -> repair(mismatch).stream()).toList();
  }

  private Optional<Done> repair(Mismatch mismatch) {
    return switch (mismatch.kind()) {
      case NOT_CONFIRMED -> confirm(mismatch);
      case NOT_RELEASED -> release(mismatch);
      case ORPHAN -> releaseUnknown ? releaseUnknown(mismatch) : Optional.empty();
      case NO_RESERVATION,
          OVERLOADED,
          OTHER_VESSEL,
          OTHER_CARGO,
          NO_VESSEL,
          WRONG_USAGE,
          TOO_EARLY,
          UNDECIDED,
          TWICE ->
          Optional.empty();
    };
  }

  /** Safe: CONFIRMED is final unless cancelled, and a confirmed reservation can be cancelled. */
  private Optional<Done> confirm(Mismatch mismatch) {
    return isNow(mismatch, Set.of(Status.CONFIRMED)) && services.confirm(mismatch.id())
        ? Optional.of(new Done(mismatch, Action.CONFIRMED))
        : Optional.empty();
  }

  /** Safe: ABORTED and CANCELLED are final, so no one will need capacity for this id. */
  private Optional<Done> release(Mismatch mismatch) {
    return isNow(mismatch, Set.of(Status.ABORTED, Status.CANCELLED))
        ? Optional.of(released(mismatch))
        : Optional.empty();
  }

  /** Safe only if no backup will restore the consignment, which the operator must know. */
  private Optional<Done> releaseUnknown(Mismatch mismatch) {
    return services.consignment(mismatch.id()).isEmpty()
        ? Optional.of(released(mismatch))
        : Optional.empty();
  }

  private boolean isNow(Mismatch mismatch, Set<Status> expected) {
    return services
        .consignment(mismatch.id())
        .map(ConsignmentEntry::status)
        .filter(expected::contains)
        .isPresent();
  }

  private Done released(Mismatch mismatch) {
    services.release(mismatch.id());
    return new Done(mismatch, Action.RELEASED);
  }
}
