package shippy.fsck;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.proto.vessel.Reservation;
import shippy.proto.vessel.Vessel;

/** Finds the mismatches in one reading. */
final class Comparison {
  private static final String NO_RESERVATION = "none";

  private final NavigableSet<Mismatch> found = new TreeSet<>(Mismatch.IDENTITY);
  private final Map<String, Vessel> fleetBefore;
  private final Map<String, Vessel> fleet;
  private final Map<String, Reservation> reservations;
  private final Map<String, ConsignmentEntry> consignments;

  private Comparison(StoredState reading) {
    fleetBefore = byId("vessels", reading.fleetBefore(), Vessel::getId);
    fleet = byId("vessels", reading.fleet(), Vessel::getId);
    reservations = byId("reservations", reading.reservations(), Reservation::getId);
    consignments = byId("consignments", reading.consignments(), ConsignmentEntry::id);
  }

  /** The mismatches, in the order {@link Mismatch#IDENTITY}. */
  static NavigableSet<Mismatch> of(StoredState reading) {
    Comparison comparison = new Comparison(reading);
    comparison.consignments.values().forEach(comparison::compare);
    comparison.reservations.values().forEach(comparison::compare);
    comparison.vessels();
    return comparison.found;
  }

  private <T> Map<String, T> byId(String listing, List<T> rows, Function<T, String> id) {
    Map<String, T> all = new HashMap<>();
    for (T row : rows) {
      if (all.put(id.apply(row), row) != null) {
        report(MismatchKind.TWICE, id.apply(row), "listed twice", listing);
      }
    }
    return all;
  }

  private void compare(ConsignmentEntry consignment) {
    Optional<Reservation> reservation = Optional.ofNullable(reservations.get(consignment.id()));
    switch (consignment.status()) {
      case PENDING -> comparePending(consignment, reservation);
      case CONFIRMED -> compareConfirmed(consignment, reservation);
      case ABORTED, CANCELLED ->
          reservation.ifPresent(r -> report(MismatchKind.NOT_RELEASED, consignment, live(r)));
      case STATUS_UNSPECIFIED, UNRECOGNIZED -> throw unknownStatus(consignment);
    }
    reservation
        .filter(r -> !CapacityUse.of(r).equals(consignment.load()))
        .ifPresent(
            r ->
                report(
                    MismatchKind.OTHER_CARGO,
                    consignment.id(),
                    consignment.load().toString(),
                    CapacityUse.of(r).toString()));
  }

  private void comparePending(ConsignmentEntry consignment, Optional<Reservation> reservation) {
    boolean confirmed = reservation.filter(Reservation::getConfirmed).isPresent();
    report(
        confirmed ? MismatchKind.TOO_EARLY : MismatchKind.UNDECIDED,
        consignment,
        reservation.map(Comparison::live).orElse(NO_RESERVATION));
  }

  private void compareConfirmed(ConsignmentEntry consignment, Optional<Reservation> found) {
    if (found.isEmpty()) {
      report(MismatchKind.NO_RESERVATION, consignment, NO_RESERVATION);
      return;
    }
    Reservation reservation = found.get();
    if (!reservation.getConfirmed()) {
      report(MismatchKind.NOT_CONFIRMED, consignment, live(reservation));
    }
    if (!reservation.getVesselId().equals(consignment.vesselId())) {
      report(
          MismatchKind.OTHER_VESSEL,
          consignment.id(),
          consignment.vesselId(),
          reservation.getVesselId());
    }
  }

  private void compare(Reservation reservation) {
    if (!consignments.containsKey(reservation.getId())) {
      report(MismatchKind.ORPHAN, reservation.getId(), "unknown", live(reservation));
    }
    if (!fleet.containsKey(reservation.getVesselId())) {
      report(MismatchKind.NO_VESSEL, reservation.getId(), live(reservation), "not in the fleet");
    }
  }

  private void vessels() {
    Map<String, CapacityUse> sums = new HashMap<>();
    reservations
        .values()
        .forEach(r -> sums.merge(r.getVesselId(), CapacityUse.of(r), CapacityUse::plus));
    for (Vessel vessel : fleet.values()) {
      CapacityUse used = CapacityUse.used(vessel);
      CapacityUse sum = sums.getOrDefault(vessel.getId(), CapacityUse.NOTHING);
      if (!used.equals(sum) && !usedBefore(vessel.getId()).equals(sum)) {
        found.add(wrongUsage(vessel.getId(), used, sum));
      }
      if (used.exceeds(CapacityUse.limit(vessel))) {
        report(
            MismatchKind.OVERLOADED,
            vessel.getId(),
            used + " used",
            CapacityUse.limit(vessel) + " at most");
      }
    }
  }

  /**
   * The difference is part of the identity: on a busy vessel it changes with each pass, a real one
   * stays.
   */
  private static Mismatch wrongUsage(String vesselId, CapacityUse used, CapacityUse sum) {
    return new Mismatch(
        MismatchKind.WRONG_USAGE,
        vesselId,
        used + " used",
        sum + " reserved",
        used.minus(sum).toString());
  }

  /** On a busy vessel the reservations may agree with either reading. */
  private CapacityUse usedBefore(String vesselId) {
    return Optional.ofNullable(fleetBefore.get(vesselId))
        .map(CapacityUse::used)
        .orElse(CapacityUse.NOTHING);
  }

  private void report(MismatchKind kind, ConsignmentEntry consignment, String other) {
    String carrier = consignment.vesselId().isEmpty() ? "" : ", " + consignment.vesselId();
    report(kind, consignment.id(), consignment.status() + carrier, other);
  }

  private void report(MismatchKind kind, String id, String one, String other) {
    found.add(new Mismatch(kind, id, one, other));
  }

  private static String live(Reservation reservation) {
    return (reservation.getConfirmed() ? "confirmed, " : "reserved, ") + reservation.getVesselId();
  }

  private static ProblemException unknownStatus(ConsignmentEntry consignment) {
    return Problem.of(
            ExitCode.FAILED,
            "status of consignment %s: %s (expected: PENDING, CONFIRMED, ABORTED or CANCELLED)"
                .formatted(consignment.id(), consignment.status()))
        .withLikely("the consignment service is newer than this program")
        .toException();
  }
}
