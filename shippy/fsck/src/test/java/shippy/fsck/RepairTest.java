package shippy.fsck;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.proto.consignment.Status.ABORTED;
import static shippy.proto.consignment.Status.CANCELLED;
import static shippy.proto.consignment.Status.CONFIRMED;
import static shippy.proto.consignment.Status.PENDING;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import shippy.fsck.Fsck.Options;
import shippy.fsck.Repair.Action;
import shippy.fsck.Repair.Done;
import shippy.testkit.SelfAdvancingClock;

class RepairTest {
  private final FakeServices services = new FakeServices();

  @AfterEach
  void close() {
    services.close();
  }

  @Test
  void reservation_of_a_confirmed_consignment_is_confirmed() {
    services.consignment("x", CONFIRMED);
    services.reservation("x", false);
    services.vessel(1);

    FsckReport report = repair(false);

    assertThat(actions(report)).containsExactly(Action.CONFIRMED);
    assertThat(report.clean()).isTrue();
    assertThat(services.reservations).singleElement().matches(r -> r.getConfirmed());
  }

  @Test
  void reservations_of_consignments_that_are_over_are_released() {
    services.consignment("a", ABORTED);
    services.consignment("c", CANCELLED);
    services.reservation("a", false);
    services.reservation("c", true);
    services.vessel(2);

    FsckReport report = repair(false);

    assertThat(actions(report)).containsExactly(Action.RELEASED, Action.RELEASED);
    assertThat(report.clean()).isTrue();
    assertThat(report.reservations()).isZero();
  }

  @Test
  void reservation_of_an_unknown_consignment_is_released_only_if_told() {
    services.reservation("x", true);
    services.vessel(1);

    FsckReport cautious = repair(false);
    assertThat(cautious.mismatches())
        .extracting(Mismatch::kind)
        .containsExactly(MismatchKind.ORPHAN);
    assertThat(services.reservations).hasSize(1);

    FsckReport told = repair(true);
    assertThat(actions(told)).containsExactly(Action.RELEASED);
    assertThat(told.clean()).isTrue();
    assertThat(services.reservations).isEmpty();
  }

  @Test
  void what_is_not_safe_is_left() {
    services.consignment("lost", CONFIRMED);
    services.consignment("open", PENDING);
    services.consignment("early", PENDING);
    services.reservation("early", true);
    services.vessel(7);

    FsckReport report = repair(true);

    assertThat(report.repaired()).isEmpty();
    assertThat(report.mismatches())
        .extracting(Mismatch::kind)
        .containsExactly(
            MismatchKind.NO_RESERVATION,
            MismatchKind.WRONG_USAGE,
            MismatchKind.TOO_EARLY,
            MismatchKind.UNDECIDED);
    assertThat(services.calls).noneMatch(c -> c.startsWith("Confirm") || c.startsWith("Release"));
  }

  @Test
  void consignment_that_moved_on_is_not_touched() {
    services.consignment("confirm", CONFIRMED);
    services.reservation("confirm", false);
    services.consignment("release", CANCELLED);
    services.reservation("release", false);
    services.reservation("unknown", false);
    services.vessel(3);
    services.before =
        (method, times) -> {
          if (method.equals("GetConsignment") && times == 1) {
            services.consignments.clear();
            services.consignment("confirm", CANCELLED);
            services.consignment("release", CONFIRMED);
            services.consignment("unknown", PENDING);
          }
        };

    assertThat(repair(true).repaired()).isEmpty();
    assertThat(services.calls).noneMatch(c -> c.startsWith("Confirm") || c.startsWith("Release"));
  }

  @Test
  void reservation_released_meanwhile_is_not_repaired() {
    services.consignment("x", CONFIRMED);
    services.reservation("x", false);
    services.vessel(1);
    services.before =
        (method, times) -> {
          if (method.equals("GetConsignment")) {
            services.reservations.clear();
          }
        };

    FsckReport report = repair(false);

    assertThat(services.calls).contains("Confirm x");
    assertThat(report.repaired()).isEmpty();
  }

  @Test
  void what_is_left_after_a_repair_is_reported() {
    services.consignment("x", CONFIRMED);
    services.reservation("x", false);
    services.consignment("lost", CONFIRMED);
    services.vessel(1);

    FsckReport report = repair(false);

    assertThat(actions(report)).containsExactly(Action.CONFIRMED);
    assertThat(report.mismatches()).extracting(Mismatch::id).containsExactly("lost");
  }

  private FsckReport repair(boolean releaseUnknown) {
    Options options = new Options(true, releaseUnknown, Duration.ofSeconds(1));
    return services.fsck(new SelfAdvancingClock(), options).run();
  }

  private static List<Action> actions(FsckReport report) {
    return report.repaired().stream().map(Done::action).toList();
  }
}
