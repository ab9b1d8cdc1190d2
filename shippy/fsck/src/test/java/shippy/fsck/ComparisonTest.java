package shippy.fsck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static shippy.proto.consignment.Status.CONFIRMED;
import static shippy.proto.consignment.Status.PENDING;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import shippy.fsck.Fsck.Options;
import shippy.proto.consignment.Status;
import shippy.proto.vessel.Vessel;
import shippy.testkit.SelfAdvancingClock;

/** One test for each kind of mismatch. */
class ComparisonTest {
  private final FakeServices services = FakeServices.inAgreement();

  @AfterEach
  void close() {
    services.close();
  }

  @Test
  void reservation_of_an_unknown_consignment() {
    services.reservation("x", false);
    services.vessel(2);
    finds(new Mismatch(MismatchKind.ORPHAN, "x", "unknown", "reserved, vessel001"));
  }

  @ParameterizedTest
  @EnumSource(names = {"ABORTED", "CANCELLED"})
  void reservation_of_a_consignment_that_is_over(Status over) {
    services.consignment("x", over);
    services.reservation("x", true);
    services.vessel(2);
    finds(new Mismatch(MismatchKind.NOT_RELEASED, "x", over.name(), "confirmed, vessel001"));
  }

  @Test
  void confirmed_consignment_without_reservation() {
    services.consignment("x", CONFIRMED);
    finds(new Mismatch(MismatchKind.NO_RESERVATION, "x", "CONFIRMED, vessel001", "none"));
  }

  @Test
  void confirmed_consignment_whose_reservation_is_not_confirmed() {
    services.consignment("x", CONFIRMED);
    services.reservation("x", false);
    services.vessel(2);
    finds(
        new Mismatch(
            MismatchKind.NOT_CONFIRMED, "x", "CONFIRMED, vessel001", "reserved, vessel001"));
  }

  @Test
  void confirmed_reservation_of_a_pending_consignment() {
    services.consignment("x", PENDING);
    services.reservation("x", true);
    services.vessel(2);
    finds(new Mismatch(MismatchKind.TOO_EARLY, "x", "PENDING", "confirmed, vessel001"));
  }

  @Test
  void two_vessels_for_one_consignment() {
    services.consignment("x", CONFIRMED);
    services.reservations.add(FakeServices.reservation("x", true, "other", 100));
    services.vessels.add(services.vessels.get(0).toBuilder().setId("other").build());
    finds(new Mismatch(MismatchKind.OTHER_VESSEL, "x", "vessel001", "other"));
  }

  @Test
  void two_weights_for_one_consignment() {
    services.consignment("x", CONFIRMED);
    services.reservations.add(FakeServices.reservation("x", true, FakeServices.VESSEL, 99));
    services.vessels.set(0, used(2, 199));
    finds(new Mismatch(MismatchKind.OTHER_CARGO, "x", "100 kg, 1 container", "99 kg, 1 container"));
  }

  @Test
  void vessel_that_is_not_in_the_fleet() {
    services.consignment("x", PENDING);
    services.reservations.add(FakeServices.reservation("x", false, "gone", 100));
    finds(
        new Mismatch(MismatchKind.NO_VESSEL, "x", "reserved, gone", "not in the fleet"),
        new Mismatch(MismatchKind.UNDECIDED, "x", "PENDING", "reserved, gone"));
  }

  @Test
  void use_that_is_not_the_sum_of_reservations() {
    services.vessels.set(0, used(2, 100));
    finds(
        new Mismatch(
            MismatchKind.WRONG_USAGE,
            "vessel001",
            "100 kg, 2 containers used",
            "100 kg, 1 container reserved",
            "0 kg, 1 container"));
  }

  @Test
  void vessel_beyond_its_limit() {
    services.vessels.set(0, services.vessels.get(0).toBuilder().setMaxWeight(99).build());
    finds(
        new Mismatch(
            MismatchKind.OVERLOADED,
            "vessel001",
            "100 kg, 1 container used",
            "99 kg, 500 containers at most"));
  }

  @Test
  void consignment_that_stays_pending() {
    services.consignment("x", PENDING);
    finds(new Mismatch(MismatchKind.UNDECIDED, "x", "PENDING", "none"));
  }

  @Test
  void same_id_twice() {
    services.consignment("fits", CONFIRMED);
    finds(new Mismatch(MismatchKind.TWICE, "fits", "listed twice", "consignments"));
  }

  @Test
  void reservation_and_vessel_twice() {
    services.reservation("fits", true);
    services.vessels.add(services.vessels.get(0));
    finds(
        new Mismatch(MismatchKind.TWICE, "fits", "listed twice", "reservations"),
        new Mismatch(MismatchKind.TWICE, "vessel001", "listed twice", "vessels"));
  }

  @Test
  void status_that_is_not_known_is_an_error() {
    services.consignments.add(
        services.consignments.get(0).toBuilder().setId("x").setStatusValue(9).build());
    assertThatThrownBy(this::look)
        .hasMessage(
            "status of consignment x: UNRECOGNIZED"
                + " (expected: PENDING, CONFIRMED, ABORTED or CANCELLED)");
  }

  private void finds(Mismatch... expected) {
    FsckReport report = look();
    assertThat(report.mismatches()).containsExactlyElementsOf(Arrays.asList(expected));
    assertThat(report.clean()).isFalse();
    assertThat(report.repaired()).isEmpty();
  }

  private FsckReport look() {
    Options options = new Options(false, false, Duration.ofSeconds(1));
    return services.fsck(new SelfAdvancingClock(), options).run();
  }

  private Vessel used(int containers, int weightKg) {
    return services.vessels.get(0).toBuilder()
        .setUsedCapacity(containers)
        .setUsedWeight(weightKg)
        .build();
  }
}
